using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="PublicIngress"/>.</summary>
public sealed class PublicIngressArgs : ResourceArgs
{
    /// <summary>Google Cloud project of address and policies.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Prefix of the names of address and policies.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Namespace of the objects.</summary>
    [Input("namespace", required: true)]
    public required Input<string> Namespace { get; init; }

    /// <summary>Host that the API is served at, for example <c>api.pmcrm.io</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Name of the backend's Service.</summary>
    [Input("serviceName", required: true)]
    public required Input<string> ServiceName { get; init; }

    /// <summary>Name of the cert-manager ClusterIssuer that the certificate comes from.</summary>
    [Input("clusterIssuer", required: true)]
    public required Input<string> ClusterIssuer { get; init; }

    /// <summary>Requests per minute that one client address may send.</summary>
    public required int RequestsPerMinute { get; init; }

    /// <summary>Who serves the Ingress. Default: GKE's own controller.</summary>
    public IngressController Controller { get; init; } = IngressController.Gce;

    /// <summary>Labels of all resources that support them.</summary>
    public required ResourceLabels Labels { get; init; }
}
