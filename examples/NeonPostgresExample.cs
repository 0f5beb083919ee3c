using PmCrm.Components.Database;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="NeonPostgres"/> alone.</summary>
public static class NeonPostgresExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new NeonPostgres(
            "example",
            new NeonPostgresArgs
            {
                PhysicalName = "crm-mvp",
                OrganizationId = "org-example-12345678",
                DatabaseName = "crm",
            }
        );
        var output = made.ConnectionUrl;
    }
}
