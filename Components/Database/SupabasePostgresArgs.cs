using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>Arguments of <see cref="SupabasePostgres"/>.</summary>
public sealed class SupabasePostgresArgs : ResourceArgs
{
    /// <summary>Supabase's name of the project.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>The organization's slug, as in its URL; the provider calls it the organization's id.</summary>
    public required string OrganizationSlug { get; init; }

    /// <summary>One of <see cref="SupabasePostgres.Regions"/>; cannot be changed afterwards. Default: Frankfurt.</summary>
    public string Region { get; init; } = SupabasePostgres.Frankfurt;

    /// <summary>
    /// Host of the project's pooler, from its page "Connect", for example <c>aws-0-eu-central-1.pooler.supabase.com</c>.
    /// Default: that of the region's first cluster.
    /// </summary>
    public string? PoolerHost { get; init; }

    /// <summary>Size of the instance. Default <c>micro</c>.</summary>
    public string InstanceSize { get; init; } = "micro";

    /// <summary>Connections that one process of the application opens to the pooler at most. Default 10.</summary>
    public int PoolSize { get; init; } = 10;

    /// <summary>Raise it to replace the password.</summary>
    public int PasswordVersion { get; init; } = 1;

    /// <summary>Whether the project is protected from deletion. Default on.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
