using System.Globalization;

namespace PmCrm.Rehearsal;

/// <summary>The figures of the last run in docs/restore.md, between two markers.</summary>
public static class Figures
{
    public const string Begin = "<!-- make rehearse: begin -->";
    public const string End = "<!-- make rehearse: end -->";

    /// <summary>The page with the previous rows replaced by these.</summary>
    /// <exception cref="InvalidOperationException">The page does not have the markers.</exception>
    public static string Replace(string page, IEnumerable<string> rows, string machine, DateOnly date)
    {
        var from = page.IndexOf(Begin, StringComparison.Ordinal);
        var to = page.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new InvalidOperationException($"docs/restore.md has no place for the figures: {Begin} and {End}, in this order.");
        var text =
            $"{Begin}\n"
            + $"Measured {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} on {machine}.\n\n"
            + "| recovery | from the damage to serving | writes while it happened |\n| --- | --- | --- |\n"
            + string.Concat(rows.Select(row => $"{row}\n"));
        return page[..from] + text + page[to..];
    }

    /// <summary>The kind of this machine, without its name.</summary>
    public static string Machine(string postgres) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB of memory, PostgreSQL {postgres}"
        );
}
