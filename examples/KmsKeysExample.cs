using PmCrm.Components.Common;
using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="KmsKeys"/> alone.</summary>
public static class KmsKeysExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
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
