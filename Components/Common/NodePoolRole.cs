namespace PmCrm.Components.Common;

/// <summary>
/// What a node pool is for. Nodes have the role as a label, and as a taint unless they are <see cref="App"/> nodes. Pods of a pool select
/// the label and tolerate the taint. Cluster, workloads and Helm values all use these names.
/// </summary>
public sealed record NodePoolRole
{
    /// <summary>Key of the node label and of the taint.</summary>
    public const string Key = "pool";

    /// <summary>Taint effect as Kubernetes spells it; Google's node pool API spells it <c>NO_SCHEDULE</c>.</summary>
    public const string TaintEffect = "NoSchedule";

    private NodePoolRole(string name, bool isTainted)
    {
        Name = name;
        IsTainted = isTainted;
    }

    /// <summary>Serves requests; untainted, so that cluster add-ons can run here.</summary>
    public static NodePoolRole App { get; } = new("app", isTainted: false);

    /// <summary>Runs background work.</summary>
    public static NodePoolRole Workers { get; } = new("workers", isTainted: true);

    /// <summary>Runs supporting services: monitoring agents, certificate management.</summary>
    public static NodePoolRole Monitoring { get; } = new("monitoring", isTainted: true);

    /// <summary>Name of the pool and value of its label and taint.</summary>
    public string Name { get; }

    /// <summary>Whether only pods that tolerate the role's taint run there.</summary>
    public bool IsTainted { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
