using PmCrm.Components.Database;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="SupabasePostgres"/> alone.</summary>
public static class SupabasePostgresExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new SupabasePostgres("example", new SupabasePostgresArgs { PhysicalName = "crm-mvp", OrganizationSlug = "example" });
        var output = made.ConnectionUrl;
    }
}
