using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>
/// Walks a plan once. Pricers, one for each group of types, add the billed items of a resource. A resource without a price, an assumption
/// or a pricer is listed; it is never silently counted as zero.
/// </summary>
internal sealed class Estimator
{
    private readonly DeploymentPlan plan;
    private readonly PriceList prices;
    private readonly UsageAssumptions usage;
    private readonly Dictionary<string, PlanResource> byUrn;
    private readonly List<CostLine> lines = [];
    private readonly List<CostRemark> unpriced = [];
    private readonly List<CostRemark> free = [];
    private readonly List<string> notes = [];
    private readonly HashSet<string> billedOnce = new(StringComparer.Ordinal);
    private readonly Lazy<NodePools> pools;

    public Estimator(DeploymentPlan plan, PriceList prices, UsageAssumptions usage)
    {
        this.plan = plan;
        this.prices = prices;
        this.usage = usage;
        byUrn = plan.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        pools = new Lazy<NodePools>(() => new NodePools(plan, usage));
    }

    public DeploymentPlan Plan => plan;

    public UsageAssumptions Usage => usage;

    /// <summary>How many nodes each pool has.</summary>
    public NodePools Pools => pools.Value;

    public CostEstimate Estimate()
    {
        foreach (var resource in plan.Resources.Where(resource => resource is { IsCustom: true, IsRead: false, IsProvider: false }))
            if (Pricers.For(resource.Type) is { } pricer)
                pricer(this, resource);
            else if (FreeType.For(resource.Type) is { } known)
                Free(resource, $"{known.Why} ({known.Source})");
            else
                Unpriced(resource, "no price is known for this type");
        if (lines.Any(line => line.Price.Item.EndsWith(".spot", StringComparison.Ordinal)))
            notes.Add(
                "Spot prices move from month to month, and an e2-standard-2 in europe-west1 rose by 60 % between 2023-11 and 2026-07."
            );
        if (pools.IsValueCreated)
            notes.AddRange(Pools.Notes);
        var low = usage.Amount("budget.low", "usd-month");
        var high = usage.Amount("budget.high", "usd-month");
        return new CostEstimate
        {
            Project = plan.Project,
            Stack = plan.Stack,
            Lines = lines,
            Unpriced = unpriced,
            Free = free,
            Notes = notes,
            Budget = low is { } from && high is { } to ? new CostBudget(from, to) : null,
        };
    }

    /// <summary>Adds an item whose quantity follows from the plan.</summary>
    public void Bill(PlanResource resource, string what, Item item, CostRange quantity) =>
        Add(resource, what, item, quantity, isUsage: false);

    /// <summary>Adds an item whose quantity is assumed.</summary>
    /// <param name="assumption">The row of the usage file; its unit is the price's.</param>
    /// <param name="factor">How often the assumed quantity is billed.</param>
    /// <param name="allotment">What is free each month, an item of the same vendor and unit.</param>
    public void BillUsage(PlanResource resource, string what, Item item, string assumption, decimal factor = 1, string? allotment = null)
    {
        if (Assumed(resource, what, assumption, item.Unit) is not { } amount)
            return;
        var without = allotment is null ? 0 : Allotment(item with { Name = allotment });
        Add(resource, what, item, CostRange.Fixed(Math.Max(0, (amount * factor) - without)), isUsage: true);
    }

    /// <summary>Adds an item whose quantity is computed from assumptions.</summary>
    public void BillAssumed(PlanResource resource, string what, Item item, CostRange quantity) =>
        Add(resource, what, item, quantity, isUsage: true);

    /// <summary>The value in the usage file; if there is none, the item is listed as having no price.</summary>
    public decimal? Assumed(PlanResource resource, string what, string assumption, string unit)
    {
        var amount = usage.Amount(assumption, unit);
        if (amount is null)
            Unpriced(resource, $"{what}: {UsageAssumptions.FileName} has no '{assumption}' (in {unit})");
        return amount;
    }

    /// <summary>The plan of a vendor that the usage file names; if it names none, the item is listed as having no price.</summary>
    public string? AssumedPlan(PlanResource resource, string what, string assumption)
    {
        var name = usage.Plan(assumption);
        if (name is null)
            Unpriced(resource, $"{what}: {UsageAssumptions.FileName} has no '{assumption}' (a plan of the price list)");
        return name;
    }

    public void Unpriced(PlanResource resource, string why) =>
        unpriced.Add(new CostRemark(resource.Urn, resource.Name, resource.Type, why));

    public void Free(PlanResource resource, string why) => free.Add(new CostRemark(resource.Urn, resource.Name, resource.Type, why));

    /// <summary>Whether this is the first call; for items that a vendor bills once per account or project.</summary>
    public bool IsFirst(string what) => billedOnce.Add(what);

    /// <summary>The amount that a vendor gives free each month; zero if the list has no such row.</summary>
    public decimal Allotment(Item item) => prices.Find(item.Vendor, item.Name, item.Region, item.Unit)?.Amount ?? 0;

    /// <summary>Whether the item has a price. A missing price is not listed.</summary>
    public bool Has(Item item) => prices.Find(item.Vendor, item.Name, item.Region, item.Unit) is not null;

    /// <summary>The first resource of a type that the value of a property comes from.</summary>
    public PlanResource? Source(PlanResource resource, string property, string type) =>
        resource
            .PropertyDependencies.GetValueOrDefault(property, resource.Dependencies)
            .Select(urn => byUrn.GetValueOrDefault(urn))
            .FirstOrDefault(other => other?.Type == type);

    private void Add(PlanResource resource, string what, Item item, CostRange quantity, bool isUsage)
    {
        if (prices.Find(item.Vendor, item.Name, item.Region, item.Unit) is not { } price)
        {
            var known = prices.RegionsOf(item.Vendor, item.Name);
            Unpriced(
                resource,
                known.Count == 0
                    ? $"{what}: the price list has no '{item.Name}' of {item.Vendor}"
                    : $"{what}: the price list has no '{item.Name}' for {item.Region}, only for {string.Join(", ", known)}"
            );
            return;
        }
        lines.Add(
            new CostLine
            {
                Urn = resource.Urn,
                Resource = resource.Name,
                Component = ComponentOf(resource),
                What = what,
                Quantity = quantity,
                Price = price,
                IsUsage = isUsage,
            }
        );
    }

    private string ComponentOf(PlanResource resource)
    {
        var top = "";
        var above = resource.Parent;
        while (above is not null && byUrn.TryGetValue(above, out var parent) && !parent.IsStack)
        {
            top = parent.Name;
            above = parent.Parent;
        }
        return top;
    }
}

/// <summary>What to look for in the price list.</summary>
/// <param name="Unit">The unit that the caller counts in.</param>
internal sealed record Item(string Vendor, string Name, string Region, string Unit)
{
    /// <summary>An item of Google Cloud.</summary>
    public static Item Gcp(string name, string region, string unit) => new("gcp", name, region, unit);

    /// <summary>An item whose price is the same everywhere.</summary>
    public static Item Of(string vendor, string name, string unit) => new(vendor, name, Price.Everywhere, unit);
}
