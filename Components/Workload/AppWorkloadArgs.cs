using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments that backend, worker and migration share.</summary>
public abstract class AppWorkloadArgs : ResourceArgs
{
    /// <summary>Namespace of the objects.</summary>
    [Input("namespace", required: true)]
    public required Input<string> Namespace { get; init; }

    /// <summary>The application's image by digest: <c>repository@sha256:…</c>.</summary>
    [Input("image", required: true)]
    public required Input<string> Image { get; init; }

    /// <summary>The application's variables, secrets and certificates.</summary>
    public required AppConfiguration Configuration { get; init; }

    /// <summary>What each pod's container reserves and may use.</summary>
    public required ContainerResources Resources { get; init; }

    /// <summary>Where the pods may connect to.</summary>
    public required AppEgress Egress { get; init; }

    /// <summary>Labels of the objects.</summary>
    public required ResourceLabels Labels { get; init; }
}

/// <summary>Arguments that backend and worker share in addition.</summary>
public abstract class AppServiceArgs : AppWorkloadArgs
{
    /// <summary>E-mail of the Google service account that the pods act as.</summary>
    [Input("googleServiceAccount", required: true)]
    public required Input<string> GoogleServiceAccount { get; init; }

    /// <summary>How many pods there are.</summary>
    public required ReplicaRange Replicas { get; init; }
}

/// <summary>Fewest and most pods of a workload.</summary>
/// <param name="Min">Minimum; at least 2, so that one pod may be evicted.</param>
/// <param name="Max">Maximum, under load.</param>
public sealed record ReplicaRange(int Min, int Max)
{
    /// <summary>Pods that a rollout may add, in percent of the pods.</summary>
    public const int RolloutSurgePercent = 25;

    /// <summary>Most pods that serve in the middle of a rollout at <see cref="Max"/>: Kubernetes rounds the surge up.</summary>
    public int MaxServing => Max + (int)Math.Ceiling(Max * RolloutSurgePercent / 100.0);

    /// <summary>
    /// Most pods that exist then: besides those that serve, up to <see cref="Max"/> are terminating and finish their requests. A
    /// Deployment's controller does not wait for them, and a quota counts them until they have ended.
    /// </summary>
    public int MaxExisting => MaxServing + Max;
}
