using PmCrm.Components.Common;
using PmCrm.Components.Networking;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="VpcNetwork"/> alone.</summary>
public static class VpcNetworkExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var network = new VpcNetwork(
            "network",
            new VpcNetworkArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Region = EuRegion.Belgium,
                NodeRange = "10.0.0.0/22",
                PodRange = "10.4.0.0/16",
                ServiceRange = "10.8.0.0/20",
                ControlPlaneRange = "172.16.0.0/28",
                PrivateServicesRange = "10.64.0.0/16",
                BackendPort = 3000,
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
