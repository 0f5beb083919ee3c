namespace PmCrm.Rehearsal;

/// <summary>What is to be rehearsed, and how.</summary>
/// <param name="Recoveries">Their names, in their order.</param>
/// <param name="IsBroken">Spoil each at one place.</param>
/// <param name="IsWritten">Put the figures into docs/restore.md.</param>
/// <param name="Before">A revision whose image serves at first, or null.</param>
internal sealed record Arguments(IReadOnlyList<string> Recoveries, bool IsBroken, bool IsWritten, string? Before)
{
    /// <returns>Null where it is not understood; then what is not.</returns>
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
