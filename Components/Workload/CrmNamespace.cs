using PmCrm.Components.Common;
using Pulumi;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Net = Pulumi.Kubernetes.Networking.V1;
using NetArgs = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// A namespace that denies by default: Pod Security <c>restricted</c>, no traffic unless a policy allows it, and a quota for all pods
/// together.
/// </summary>
/// <example><c>examples/CrmNamespaceExample.cs</c></example>
public sealed class CrmNamespace : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:CrmNamespace";

    /// <summary>Creates the namespace.</summary>
    public CrmNamespace(string name, CrmNamespaceArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var created = new Core.Namespace(
            name,
            new CoreArgs.NamespaceArgs
            {
                Metadata = PodSecurity.Namespace(
                    args.Namespace,
                    PodSecurity.Restricted,
                    KubernetesLabels.Of(args.Labels).Add("name", args.Namespace)
                ),
            },
            this.Child()
        );
        Name = MissingValue.NameOf(created.Metadata, "Namespace");

        _ = new Net.NetworkPolicy(
            $"{name}-default-deny",
            new NetArgs.NetworkPolicyArgs
            {
                Metadata = Named("default-deny", args),
                Spec = new NetArgs.NetworkPolicySpecArgs { PodSelector = new MetaArgs.LabelSelectorArgs(), PolicyTypes = Traffic.BothWays },
            },
            this.Child()
        );
        _ = new Core.ResourceQuota(
            $"{name}-quota",
            new CoreArgs.ResourceQuotaArgs
            {
                Metadata = Named("quota", args),
                Spec = new CoreArgs.ResourceQuotaSpecArgs
                {
                    Hard = args
                        .Quota.Requests.ToQuantities("requests.")
                        .AddRange(args.Quota.Limits.ToQuantities("limits."))
                        .Add("pods", $"{args.Quota.Pods}")
                        // No Service may be reachable from outside except through the Ingress.
                        .Add("services.loadbalancers", "0")
                        .Add("services.nodeports", "0"),
                },
            },
            this.Child()
        );
        _ = new Core.LimitRange(
            $"{name}-limits",
            new CoreArgs.LimitRangeArgs
            {
                Metadata = Named("limits", args),
                Spec = new CoreArgs.LimitRangeSpecArgs
                {
                    Limits =
                    {
                        new CoreArgs.LimitRangeItemArgs
                        {
                            Type = "Container",
                            // For pods created by hand to debug: the quota refuses pods without requests and limits.
                            DefaultRequest = new ComputeResources(100, 128, 64).ToQuantities(),
                            Default = new ComputeResources(500, 512, 256).ToQuantities(),
                        },
                    },
                },
            },
            this.Child()
        );
        RegisterOutputs();
    }

    /// <summary>The namespace's name, once it exists.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; }

    private MetaArgs.ObjectMetaArgs Named(string name, CrmNamespaceArgs args) =>
        new()
        {
            Name = name,
            Namespace = Name,
            Labels = KubernetesLabels.Of(args.Labels),
        };
}
