using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace PmCrm.Components.ClusterServices;

/// <summary>
/// A namespace of its own for one Helm chart, with the secret that the chart reads and the chart's release. Used inside components only.
/// </summary>
internal sealed class ChartHome
{
    private static readonly TimeSpan InstallationTime = TimeSpan.FromMinutes(10);

    private readonly ComponentResource _owner;
    private readonly string _name;
    private readonly string _namespace;
    private readonly ResourceLabels _labels;
    private readonly Namespace _home;

    /// <summary>Creates the namespace.</summary>
    public ChartHome(ComponentResource owner, string name, string namespaceName, string podSecurity, ResourceLabels labels)
    {
        _owner = owner;
        _name = name;
        _namespace = namespaceName;
        _labels = labels;
        _home = new Namespace($"{name}-namespace", new NamespaceArgs
        {
            Metadata = PodSecurity.Namespace(namespaceName, podSecurity, labels.Values),
        }, owner.Child());
    }

    /// <summary>Creates a secret of one entry.</summary>
    public Secret CreateSecret(string purpose, string secretName, string key, Input<string> value) => new($"{_name}-{purpose}", new SecretArgs
    {
        Metadata = new ObjectMetaArgs { Name = secretName, Namespace = _namespace, Labels = _labels.ToInputMap() },
        StringData = { [key] = Output.CreateSecret(value.ToOutput()) },
    }, _owner.Child(_home).WithFixedName());

    /// <summary>Installs the chart under its own name; an installation that fails is undone.</summary>
    public Release CreateRelease(string chart, string version, string repository, Dictionary<string, object> values, params Resource[] after)
        => new($"{_name}-release", new ReleaseArgs
        {
            Name = chart,
            Namespace = _namespace,
            Chart = chart,
            Version = version,
            RepositoryOpts = new RepositoryOptsArgs { Repo = repository },
            Atomic = true,
            Timeout = (int)InstallationTime.TotalSeconds,
            Values = values,
        }, _owner.Child([_home, .. after]));
}
