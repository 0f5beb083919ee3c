namespace PmCrm.Preview.Cost;

/// <summary>An amount in three situations.</summary>
/// <param name="Minimum">Autoscalers are at their lowest.</param>
/// <param name="Reachable">Pod autoscalers are at their maximum, with as many nodes as their pods fill.</param>
/// <param name="Ceiling">Node pools, disks and services are at their limits.</param>
public readonly record struct CostRange(decimal Minimum, decimal Reachable, decimal Ceiling)
{
    public static CostRange Fixed(decimal amount) => new(amount, amount, amount);

    public static CostRange operator *(CostRange range, decimal factor) => range.Select(amount => amount * factor);

    public static CostRange operator +(CostRange a, CostRange b) =>
        new(a.Minimum + b.Minimum, a.Reachable + b.Reachable, a.Ceiling + b.Ceiling);

    public static CostRange operator -(CostRange a, CostRange b) =>
        new(a.Minimum - b.Minimum, a.Reachable - b.Reachable, a.Ceiling - b.Ceiling);

    public CostRange Select(Func<decimal, decimal> change) => new(change(Minimum), change(Reachable), change(Ceiling));
}
