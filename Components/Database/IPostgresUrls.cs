using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>A PostgreSQL of a managed platform: <see cref="NeonPostgres"/> or <see cref="SupabasePostgres"/>.</summary>
public interface IPostgresUrls
{
    /// <summary>Secret. URL for the application, through a pooler in transaction mode.</summary>
    Output<string> ConnectionUrl { get; }

    /// <summary>Secret. URL for migrations, whose lock lasts longer than a transaction; not through that pooler.</summary>
    Output<string> DirectUrl { get; }
}
