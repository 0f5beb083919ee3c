using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Cache;

/// <summary>Arguments of <see cref="UpstashRedis"/>.</summary>
public sealed class UpstashRedisArgs : ResourceArgs
{
    /// <summary>Upstash's name of the database; a change replaces it.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where writes go: one of <see cref="UpstashRedis.Regions"/>; a change replaces the database. Default: Frankfurt.</summary>
    public string PrimaryRegion { get; init; } = UpstashRedis.Frankfurt;

    /// <summary>What a month may cost in dollars; Upstash refuses commands beyond it. Default 20.</summary>
    public int MonthlyBudgetDollars { get; init; } = 20;

    /// <summary>Whether the database is protected from deletion. Default on.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
