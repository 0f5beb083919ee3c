using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="PostgresDatabase"/> alone.</summary>
public static class PostgresDatabaseExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var database = new PostgresDatabase(
            "database",
            new PostgresDatabaseArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Region = EuRegion.Belgium,
                NetworkId = "projects/my-project/global/networks/crm-staging",
                DatabaseName = "crm",
                Tier = "db-custom-1-3840",
                Availability = Availability.Zonal,
                MaxConnections = 100,
                PoolSize = 10,
                ServerCaPath = "/etc/crm/database-ca.pem",
                Encryption = EncryptionKey.GoogleManaged,
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
