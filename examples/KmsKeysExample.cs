using PmCrm.Components.Common;
using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="KmsKeys"/> alone.</summary>
public static class KmsKeysExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
    public static void Run()
    {
        var keys = new KmsKeys(
            "keys",
            new KmsKeysArgs
            {
                Project = "my-project",
                PhysicalName = "crm-production",
                Region = EuRegion.Belgium,
                ReplicaRegion = EuRegion.Frankfurt,
                Labels = new ResourceLabels("production"),
            }
        );
        var encryption = EncryptionKey.CustomerManaged(keys.DatabaseKey);
    }
}
