using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="WorkloadIdentityAccount"/>.</summary>
public sealed class WorkloadIdentityAccountArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the account belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Part of the account's address before the @: 6 to 30 lower-case letters, digits and dashes.</summary>
    public required string AccountId { get; init; }

    /// <summary>
    /// The cluster's workload pool, <c>PROJECT.svc.id.goog</c>. It exists only after the cluster, so the account must depend on the
    /// cluster.
    /// </summary>
    [Input("workloadPool", required: true)]
    public required Input<string> WorkloadPool { get; init; }

    /// <summary>Namespace of the Kubernetes account.</summary>
    public required string KubernetesNamespace { get; init; }

    /// <summary>Name of the Kubernetes account that acts as this one.</summary>
    public required string KubernetesServiceAccount { get; init; }

    /// <summary>Secret Manager ids of the secrets that the account may read, each with a name as key. Default: none.</summary>
    public IReadOnlyDictionary<string, Output<string>> ReadsSecrets { get; init; } = new Dictionary<string, Output<string>>();
}
