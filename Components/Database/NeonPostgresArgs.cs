using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>Arguments of <see cref="NeonPostgres"/>.</summary>
public sealed class NeonPostgresArgs : ResourceArgs
{
    /// <summary>Neon's name of the project.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Neon's id of the organization; a change would replace the project and its data.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Name of the database, and of the role that owns it.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>One of <see cref="NeonPostgres.Regions"/>; a change would replace the project and its data. Default: Frankfurt.</summary>
    public string Region { get; init; } = NeonPostgres.Frankfurt;

    /// <summary>
    /// How far back the database can be restored to any point in time. Neon's plans allow 6 hours (Free), 7 days (Launch) or 30 days
    /// (Scale): https://neon.com/docs/introduction/plans. Default 7 days.
    /// </summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Fewest compute units, of 1 processor and 4 GB each. Default 0.25.</summary>
    public double MinComputeUnits { get; init; } = 0.25;

    /// <summary>Most compute units. Default 2.</summary>
    public double MaxComputeUnits { get; init; } = 2;

    /// <summary>Connections that one process of the application opens to the pooler at most. Default 10.</summary>
    public int PoolSize { get; init; } = 10;

    /// <summary>Whether the project is protected from deletion. Default on.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
