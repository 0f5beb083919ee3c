using System.Collections.Immutable;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.ClusterServices;

/// <summary>
/// The namespace of one Helm chart, with the secret that the chart reads, network policies for its pods, and the chart's release. Only for
/// use inside components.
/// </summary>
internal sealed class ChartHome
{
    private static readonly TimeSpan InstallationTime = TimeSpan.FromMinutes(10);

    private readonly ComponentResource owner;
    private readonly string name;
    private readonly string namespaceName;
    private readonly ResourceLabels labels;
    private readonly Namespace home;
    private readonly List<Resource> policies = [];

    /// <summary>Creates the namespace, in which no traffic is allowed until <see cref="Allow"/> says so.</summary>
    public ChartHome(ComponentResource owner, string name, string namespaceName, string podSecurity, ResourceLabels labels)
    {
        this.owner = owner;
        this.name = name;
        this.namespaceName = namespaceName;
        this.labels = labels;
        home = new Namespace(
            $"{name}-namespace",
            new NamespaceArgs { Metadata = PodSecurity.Namespace(namespaceName, podSecurity, KubernetesLabels.Of(labels)) },
            owner.Child()
        );
        CreatePolicy("default-deny", new LabelSelectorArgs(), [], []);
    }

    /// <summary>
    /// Creates a secret of one entry. Its name contains a hash of the entry, so the entry must be too long to guess. A secret with a fixed
    /// name would be deleted before its replacement exists, as Pulumi replaces a Secret whose data changes (provider/pkg/provider/diff.go
    /// in pulumi/pulumi-kubernetes).
    /// </summary>
    /// <returns>The secret, and its name once it exists.</returns>
    public (Secret Secret, Output<string> Name) CreateSecret(string purpose, string secretName, string key, Input<string> value)
    {
        var content = Output.CreateSecret(value.ToOutput());
        var hash = Output.Unsecret(content.Apply(entry => ContentHash.Of(ImmutableDictionary<string, string>.Empty.Add(key, entry))));
        var secret = new Secret(
            $"{this.name}-{purpose}",
            new SecretArgs
            {
                Metadata = Named(Output.Format($"{secretName}-{hash}")),
                Immutable = true,
                StringData = { [key] = content },
            },
            this.owner.Child(home)
        );
        return (secret, MissingValue.NameOf(secret.Metadata, "Secret"));
    }

    /// <summary>Allows traffic to and from pods of the namespace.</summary>
    /// <param name="purpose">Name of the policy.</param>
    /// <param name="pods">Labels of the pods; none: all of them.</param>
    /// <param name="ingress">What may connect to them.</param>
    /// <param name="egress">What they may connect to.</param>
    public void Allow(
        string purpose,
        ImmutableDictionary<string, string> pods,
        NetworkPolicyIngressRuleArgs[] ingress,
        NetworkPolicyEgressRuleArgs[] egress
    )
    {
        var selector = new LabelSelectorArgs();
        foreach (var (label, value) in pods)
            selector.MatchLabels.Add(label, value);
        CreatePolicy(purpose, selector, ingress, egress);
    }

    /// <summary>Installs the chart under its own name; an installation that fails is undone.</summary>
    public Release CreateRelease(
        string chart,
        string version,
        string repository,
        Dictionary<string, object> values,
        params Resource[] after
    ) =>
        new(
            $"{this.name}-release",
            new ReleaseArgs
            {
                Name = chart,
                Namespace = this.namespaceName,
                Chart = chart,
                Version = version,
                RepositoryOpts = new RepositoryOptsArgs { Repo = repository },
                Atomic = true,
                Timeout = (int)InstallationTime.TotalSeconds,
                Values = values,
            },
            this.owner.Child([home, .. policies, .. after])
        );

    private void CreatePolicy(
        string purpose,
        LabelSelectorArgs pods,
        NetworkPolicyIngressRuleArgs[] ingress,
        NetworkPolicyEgressRuleArgs[] egress
    )
    {
        var spec = new NetworkPolicySpecArgs { PodSelector = pods, PolicyTypes = Traffic.BothWays };
        if (ingress.Length > 0)
            spec.Ingress = ingress;
        if (egress.Length > 0)
            spec.Egress = egress;
        var policy = new NetworkPolicyArgs { Metadata = Named(purpose), Spec = spec };
        policies.Add(new NetworkPolicy($"{this.name}-{purpose}", policy, this.owner.Child(home)));
    }

    private ObjectMetaArgs Named(Input<string> objectName) =>
        new()
        {
            Name = objectName,
            Namespace = this.namespaceName,
            Labels = KubernetesLabels.Of(this.labels),
        };
}
