namespace PmCrm.Preview.Cost;

/// <summary>What one resource costs before and after a change, in US dollars a month.</summary>
public sealed record CostMove(string Resource, string What, CostRange Before, CostRange After)
{
    public CostRange Difference => After - Before;
}

/// <summary>What a change of a plan does to its cost, both estimated with the same prices and assumptions.</summary>
public sealed record CostChange(CostEstimate Before, CostEstimate After)
{
    /// <summary>The items whose cost moved, the greatest difference first.</summary>
    public IReadOnlyList<CostMove> Moves { get; } = Compare(Before, After);

    private static IReadOnlyList<CostMove> Compare(CostEstimate before, CostEstimate after)
    {
        var old = Lines(before);
        var now = Lines(after);
        return
        [
            .. now
                .Keys.Union(old.Keys)
                .Select(key => new CostMove(key.Resource, key.What, old.GetValueOrDefault(key), now.GetValueOrDefault(key)))
                .Where(move => move.Before != move.After)
                .OrderByDescending(move => Math.Abs(move.Difference.Minimum))
                .ThenByDescending(move => Math.Abs(move.Difference.Ceiling))
                .ThenBy(move => move.Resource, StringComparer.Ordinal)
                .ThenBy(move => move.What, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<(string Resource, string What), CostRange> Lines(CostEstimate estimate) =>
        estimate
            .Lines.GroupBy(line => (line.Resource, line.What))
            .ToDictionary(group => group.Key, group => group.Aggregate(default(CostRange), (sum, line) => sum + line.Monthly));
}
