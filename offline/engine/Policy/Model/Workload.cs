using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>A Kubernetes object that has pods.</summary>
/// <param name="Object">The object.</param>
/// <param name="PodMetadata">The metadata of its pods.</param>
/// <param name="PodSpec">The specification of its pods; empty where it is not known.</param>
internal sealed record Workload(KubernetesObject Object, PlanMap PodMetadata, PlanMap PodSpec)
{
    public string Kind => Object.Kind;

    /// <summary>Its pods run to completion: probes and Services do not apply.</summary>
    public bool Ends => Kind is "Job" or "CronJob";

    /// <summary>Its containers can be read in the plan.</summary>
    public bool IsKnown => PodSpec["containers"] is PlanList && PodSpec["initContainers"] is null or PlanNull or PlanList;

    /// <summary>The labels of its pods.</summary>
    public PlanMap PodLabels => PodMetadata["labels"] as PlanMap ?? PlanMap.Empty;

    /// <summary>The containers, those that run before the others included.</summary>
    public IReadOnlyList<Container> Containers { get; } =
    [.. ContainersOf(PodSpec, "containers"), .. ContainersOf(PodSpec, "initContainers")];

    /// <summary>The workload, or null for an object without pods.</summary>
    public static Workload? Of(KubernetesObject one)
    {
        var path = one.Kind switch
        {
            "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" => "spec.template",
            "CronJob" => "spec.jobTemplate.spec.template",
            "PodTemplate" => "template",
            "Pod" => "",
            _ => null,
        };
        if (path is null)
            return null;
        var pod = path.Length == 0 ? one.Inputs : one.Inputs.At(path) as PlanMap;
        return new Workload(one, pod?["metadata"] as PlanMap ?? PlanMap.Empty, pod?["spec"] as PlanMap ?? PlanMap.Empty);
    }

    /// <summary>A setting of the security context: the container's own, else the pod's.</summary>
    public PlanValue? SecurityOf(Container container, string setting) =>
        Known.At(container.Map, $"securityContext.{setting}") ?? Known.At(PodSpec, $"securityContext.{setting}");

    private static IEnumerable<Container> ContainersOf(PlanMap spec, string list) =>
        spec[list] is PlanList { Items: var items } ? items.OfType<PlanMap>().Select(map => new Container(map, list != "containers")) : [];
}

/// <param name="Map">The container as the program writes it.</param>
/// <param name="IsInit">It runs to its end before the others start.</param>
internal sealed record Container(PlanMap Map, bool IsInit)
{
    public string Name => Known.Text(Map["name"]) ?? "without a name";

    public string? Image => Known.Text(Map["image"]);
}
