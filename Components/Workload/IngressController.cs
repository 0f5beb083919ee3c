using PmCrm.Components.Common;
using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>Which controller serves the Ingress.</summary>
public enum IngressController
{
    /// <summary>GKE's own: Google's load balancers send requests directly to the pods.</summary>
    Gce,

    /// <summary>An ingress-nginx that the cluster already runs, in the namespace <c>ingress-nginx</c>.</summary>
    Nginx,
}

/// <summary>Properties of a controller.</summary>
internal static class IngressControllerTraits
{
    private const string NginxNamespace = "ingress-nginx";

    /// <summary>Source of the controller's requests.</summary>
    public static Net.NetworkPolicyPeerArgs[] Callers(this IngressController controller) =>
        controller switch
        {
            IngressController.Nginx => [Traffic.Namespace(NginxNamespace)],
            _ => [.. Networking.VpcNetwork.GoogleHealthCheckRanges.Select(Traffic.Range)],
        };
}
