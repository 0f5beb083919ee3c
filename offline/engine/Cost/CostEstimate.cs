using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>One item that a resource is billed for.</summary>
public sealed record CostLine
{
    public required string Urn { get; init; }

    /// <summary>The resource's name.</summary>
    public required string Resource { get; init; }

    /// <summary>The name of the component at the top of the stack that it belongs to; empty if it is in no component.</summary>
    public required string Component { get; init; }

    /// <summary>What is billed, in words, for example <c>e2-standard-4 nodes</c>.</summary>
    public required string What { get; init; }

    /// <summary>Units in a month.</summary>
    public required CostRange Quantity { get; init; }

    /// <summary>The price of one unit, with its source.</summary>
    public required Price Price { get; init; }

    /// <summary>The quantity follows from an assumption about usage, not from the plan.</summary>
    public bool IsUsage { get; init; }

    /// <summary>US dollars in a month.</summary>
    public CostRange Monthly => Quantity * Price.Amount;
}

/// <summary>A resource, or one item of it, that is not in the estimate.</summary>
/// <param name="Why">What is missing; for a free resource why it is free, with the source.</param>
public sealed record CostRemark(string Urn, string Resource, string Type, string Why);

/// <summary>What the stack's budget says, in US dollars a month.</summary>
public sealed record CostBudget(decimal Low, decimal High);

/// <summary>What a plan costs in a month of <see cref="HoursPerMonth"/> hours, in US dollars, without tax, discounts and credits.</summary>
public sealed record CostEstimate
{
    /// <summary>As in Google's and most other calculators: 365 days of 24 hours, divided by 12.</summary>
    public const decimal HoursPerMonth = 730;

    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>In the order of the plan.</summary>
    public required IReadOnlyList<CostLine> Lines { get; init; }

    /// <summary>Items that cost something, or may, and have no price here. They are in no total.</summary>
    public required IReadOnlyList<CostRemark> Unpriced { get; init; }

    /// <summary>Resources that are known to be free.</summary>
    public required IReadOnlyList<CostRemark> Free { get; init; }

    /// <summary>Facts that a reader needs besides the figures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>From the usage file; null where it has none for the stack.</summary>
    public CostBudget? Budget { get; init; }

    public CostRange Total => Sum(Lines);

    /// <summary>The part that follows from the plan alone.</summary>
    public CostRange FixedTotal => Sum(Lines.Where(line => !line.IsUsage));

    /// <summary>The part that follows from the usage assumptions.</summary>
    public CostRange UsageTotal => Sum(Lines.Where(line => line.IsUsage));

    /// <summary>By component, the most expensive first.</summary>
    public IReadOnlyList<(string Component, CostRange Monthly)> ByComponent =>
        [
            .. Lines
                .GroupBy(line => line.Component, StringComparer.Ordinal)
                .Select(group => (Component: group.Key, Monthly: Sum(group)))
                .OrderByDescending(entry => entry.Monthly.Minimum)
                .ThenBy(entry => entry.Component, StringComparer.Ordinal),
        ];

    /// <exception cref="PreviewException">A price or an assumption has a unit other than the one that is needed.</exception>
    public static CostEstimate Of(DeploymentPlan plan, PriceList prices, UsageAssumptions usage) =>
        new Estimator(plan, prices, usage).Estimate();

    private static CostRange Sum(IEnumerable<CostLine> lines) => lines.Aggregate(default(CostRange), (sum, line) => sum + line.Monthly);
}
