using PmCrm.Components.Database;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="SupabasePostgres"/> alone.</summary>
public static class SupabasePostgresExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
    public static void Run()
    {
        var made = new SupabasePostgres("example", new SupabasePostgresArgs { PhysicalName = "crm-mvp", OrganizationSlug = "example" });
        var output = made.ConnectionUrl;
    }
}
