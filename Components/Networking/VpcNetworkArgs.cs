using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Networking;

/// <summary>Arguments of <see cref="VpcNetwork"/>. Address ranges are in CIDR notation and must not overlap.</summary>
public sealed class VpcNetworkArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the network belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the network, and prefix of the names of its parts.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the subnet, the router and the egress addresses are.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Primary range of the subnet: one address a node.</summary>
    public required string NodeRange { get; init; }

    /// <summary>Secondary range <c>pods</c>: 256 addresses a node of at most 110 pods.</summary>
    public required string PodRange { get; init; }

    /// <summary>Secondary range <c>services</c>: one address a cluster service.</summary>
    public required string ServiceRange { get; init; }

    /// <summary>Range of the cluster's control plane, which may call webhooks on the nodes.</summary>
    public required string ControlPlaneRange { get; init; }

    /// <summary>Range that Google's managed services (Cloud SQL, Memorystore) take their addresses from, in every region.</summary>
    public required string PrivateServicesRange { get; init; }

    /// <summary>Port of the backend's pods, which Google's load balancers and health checks reach directly.</summary>
    public required int BackendPort { get; init; }

    /// <summary>Ports on the nodes and pods at which the control plane may call admission webhooks.</summary>
    public IReadOnlyList<int> WebhookPorts { get; init; } = [443, 8443, 10250];

    /// <summary>Number of static addresses for outgoing connections; others may put them on allow lists. Default 2.</summary>
    public int EgressAddressCount { get; init; } = 2;

    /// <summary>Share of the flows that are logged, over 0 to 1. Default 0.5.</summary>
    public double FlowLogSampling { get; init; } = 0.5;

    /// <summary>Labels of all resources that support them.</summary>
    public required ResourceLabels Labels { get; init; }
}
