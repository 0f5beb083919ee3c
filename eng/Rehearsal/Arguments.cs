namespace PmCrm.Rehearsal;

/// <summary>The rehearsals to run, and their options.</summary>
/// <param name="Recoveries">Their names, in order.</param>
/// <param name="IsBroken">Whether to break each one deliberately at one step.</param>
/// <param name="IsWritten">Whether to write the figures into docs/restore.md.</param>
/// <param name="Before">A revision whose image serves first, or null.</param>
internal sealed record Arguments(IReadOnlyList<string> Recoveries, bool IsBroken, bool IsWritten, string? Before)
{
    /// <returns>The arguments, or null with the argument that is not valid.</returns>
    public static (Arguments? Read, string Wrong) Parse(string[] args, IReadOnlyCollection<string> known)
    {
        var read = new Arguments([], false, true, null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--break":
                    read = read with { IsBroken = true };
                    break;
                case "--no-write":
                    read = read with { IsWritten = false };
                    break;
                case "--before" when i + 1 < args.Length:
                    read = read with { Before = args[++i] };
                    break;
                case var name when known.Contains(name):
                    read = read with { Recoveries = [.. read.Recoveries, name] };
                    break;
                default:
                    return (null, args[i]);
            }
        }
        return (read with { IsWritten = read.IsWritten && !read.IsBroken && read.Recoveries.Count == 0 }, "");
    }
}
