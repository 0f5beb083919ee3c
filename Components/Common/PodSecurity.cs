using System.Collections.Immutable;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace PmCrm.Components.Common;

/// <summary>Kubernetes' Pod Security Standards, as labels of a namespace.</summary>
internal static class PodSecurity
{
    /// <summary>Enough for an ordinary application.</summary>
    public const string Restricted = "restricted";

    /// <summary>For agents that read the node itself.</summary>
    public const string Privileged = "privileged";

    /// <summary>Metadata of a namespace that enforces, warns of and audits a level.</summary>
    public static ObjectMetaArgs Namespace(string name, string level, ImmutableDictionary<string, string> labels) =>
        new()
        {
            Name = name,
            Labels = labels
                .Add("pod-security.kubernetes.io/enforce", level)
                .Add("pod-security.kubernetes.io/warn", level)
                .Add("pod-security.kubernetes.io/audit", level),
        };
}
