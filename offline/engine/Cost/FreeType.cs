namespace PmCrm.Preview.Cost;

/// <summary>Types that are known to cost nothing by themselves.</summary>
/// <param name="Pattern">A type token, or the start of one, followed by a star.</param>
internal sealed record FreeType(string Pattern, string Why, string Source)
{
    private static readonly Lazy<IReadOnlyList<FreeType>> Loaded = new(() => Parse(PriceList.Resource("free.tsv"), "free.tsv"));

    public static IReadOnlyList<FreeType> All => Loaded.Value;

    /// <summary>The first row that matches a type; null where none does.</summary>
    public static FreeType? For(string type) => Loaded.Value.FirstOrDefault(row => row.Means(type));

    /// <exception cref="PreviewException">A row is wrong; one message for each.</exception>
    public static IReadOnlyList<FreeType> Parse(string text, string name)
    {
        string[] columns = ["type", "why", "source"];
        var file = new TableFile(name);
        var rows = file.Read(text, columns)
            .Where(row => columns.All(column => file.Has(row, column)))
            .Select(row => new FreeType(row["type"], row["why"], row["source"]))
            .ToList();
        file.ThrowFaults();
        return rows;
    }

    private bool Means(string type) =>
        Pattern.Split('*') switch
        {
            [var whole] => type == whole,
            [var start, var end] => type.Length >= start.Length + end.Length
                && type.StartsWith(start, StringComparison.Ordinal)
                && type.EndsWith(end, StringComparison.Ordinal),
            _ => false,
        };
}
