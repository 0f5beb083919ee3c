using PmCrm.Components.Cluster;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Networking;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="GkeCluster"/> alone.</summary>
public static class GkeClusterExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var cluster = new GkeCluster(
            "cluster",
            new GkeClusterArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Region = EuRegion.Belgium,
                NetworkId = "projects/my-project/global/networks/crm-staging",
                SubnetworkId = "projects/my-project/regions/europe-west1/subnetworks/crm-staging-nodes",
                PodRangeName = VpcNetwork.PodRangeName,
                ServiceRangeName = VpcNetwork.ServiceRangeName,
                ControlPlaneRange = "172.16.0.0/28",
                NodeTag = "crm-staging-node",
                NodeServiceAccount = "nodes@my-project.iam.gserviceaccount.com",
                NodePools = [new NodePoolSize(NodePoolRole.App, "e2-standard-2", MinNodes: 1, MaxNodes: 3, Spot: true)],
                SecretsEncryption = EncryptionKey.GoogleManaged,
                YearEndFreeze = 2026,
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
