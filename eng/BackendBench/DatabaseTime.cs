using System.Globalization;
using Npgsql;

namespace PmCrm.Bench.Backend;

/// <summary>The CPU time of PostgreSQL's processes. Unlike wall-clock time, it does not depend on other work of the machine.</summary>
internal static class DatabaseTime
{
    /// <summary>The kernel counts in hundredths of a second (proc_pid_stat(5): USER_HZ).</summary>
    private const double TicksPerMillisecond = 0.1;

    /// <returns>The id of PostgreSQL's first process; null if its processes are not on this machine, as with a container.</returns>
    public static async Task<int?> Find(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pg_backend_pid()");
        var backend = (int)(await command.ExecuteScalarAsync())!;
        return Stat(backend.ToString(CultureInfo.InvariantCulture)) is { } stat && stat.Name == "postgres" ? stat.Parent : null;
    }

    /// <summary>In milliseconds: the CPU time of all processes that the first process started and that still exist.</summary>
    public static double Milliseconds(int first) =>
        Directory
            .GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => char.IsDigit(name![0]))
            .Select(name => Stat(name!))
            .Where(stat => stat?.Parent == first)
            .Sum(stat => stat!.Value.Ticks / TicksPerMillisecond);

    private static (string Name, int Parent, long Ticks)? Stat(string process)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended in the meantime.
            return null;
        }
        // The name is in parentheses and may contain spaces; state, parent … follow.
        var (start, end) = (text.IndexOf('('), text.LastIndexOf(')'));
        var fields = text[(end + 2)..].Split(' ');
        return (
            text[(start + 1)..end],
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)
        );
    }
}
