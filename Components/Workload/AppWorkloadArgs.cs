using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>What backend, worker and migration are all told.</summary>
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

/// <summary>What backend and worker are told beside that.</summary>
public abstract class AppServiceArgs : AppWorkloadArgs
{
    /// <summary>E-mail of the Google service account that the pods act as.</summary>
    [Input("googleServiceAccount", required: true)]
    public required Input<string> GoogleServiceAccount { get; init; }

    /// <summary>How many pods there are.</summary>
    public required ReplicaRange Replicas { get; init; }
}

/// <summary>Fewest and most pods of a workload.</summary>
/// <param name="Min">At least 2, so that one may be evicted.</param>
/// <param name="Max">Most, under load.</param>
public sealed record ReplicaRange(int Min, int Max)
{
    /// <summary>By how many percent of the pods a rollout may exceed them.</summary>
    public const int RolloutSurgePercent = 25;

    /// <summary>Most pods that serve in the middle of a rollout at <see cref="Max"/>: Kubernetes rounds the surge up.</summary>
    public int MaxServing => Max + (int)Math.Ceiling(Max * RolloutSurgePercent / 100.0);

    /// <summary>
    /// Most pods that exist then: beside those that serve, up to <see cref="Max"/> were told to go and still finish what they are doing.
    /// A Deployment's controller does not wait for them, and a quota counts them until they are gone.
    /// </summary>
    public int MaxExisting => MaxServing + Max;
}
