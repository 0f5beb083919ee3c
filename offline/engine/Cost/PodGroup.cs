using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>The pods of one Deployment or StatefulSet: what each requests, how many there are, and where they may run.</summary>
/// <param name="Cpus">Requested cores of one pod.</param>
/// <param name="Bytes">Requested memory of one pod.</param>
/// <param name="Minimum">Pods when the autoscaler is at its lowest; the replicas where there is none.</param>
/// <param name="Maximum">Pods when the autoscaler is at its maximum.</param>
internal sealed record PodGroup(string Name, decimal Cpus, decimal Bytes, int Minimum, int Maximum, PlanValue Spec)
{
    private static readonly string[] Controllers = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];

    public static IReadOnlyList<PodGroup> Of(DeploymentPlan plan)
    {
        var autoscalers = plan
            .Resources.Where(resource =>
                resource.Type.StartsWith("kubernetes:autoscaling/", StringComparison.Ordinal)
                && resource.ShortType == "HorizontalPodAutoscaler"
            )
            .ToList();
        return [.. plan.Resources.Where(resource => Controllers.Contains(resource.Type)).Select(resource => Of(resource, autoscalers))];
    }

    /// <summary>Whether the pods may run on a pool's nodes: its labels match their node selector, and they tolerate its taints.</summary>
    public bool MayRunOn(PlanResource pool)
    {
        var selector = (Spec.At("nodeSelector") as PlanMap)?.Entries ?? new Dictionary<string, PlanValue>();
        var labels = pool.Inputs.At("nodeConfig.labels") as PlanMap ?? PlanMap.Empty;
        return selector.All(entry => PlanValue.Same(entry.Value, labels[entry.Key]))
            && pool.Inputs.List("nodeConfig.taints").Concat(pool.Inputs.List("taints")).All(IsTolerated);
    }

    private bool IsTolerated(PlanValue taint) =>
        Is(taint, "effect", "PREFER_NO_SCHEDULE")
        || Spec.List("tolerations")
            .Any(toleration =>
                (toleration.At("key") is null || PlanValue.Same(toleration.At("key"), taint.At("key")))
                && (Is(toleration, "operator", "Exists") || PlanValue.Same(toleration.At("value"), taint.At("value")))
            );

    private static bool Is(PlanValue value, string path, string text) => (value.At(path) as PlanText)?.Text == text;

    private static PodGroup Of(PlanResource controller, IReadOnlyList<PlanResource> autoscalers)
    {
        var spec = controller.Inputs.At("spec.template.spec") ?? PlanMap.Empty;
        var autoscaler = autoscalers.FirstOrDefault(candidate =>
            candidate.Text("spec.scaleTargetRef.name") == controller.Text("metadata.name")
            && candidate.Text("spec.scaleTargetRef.kind") == controller.ShortType
            && candidate.Text("metadata.namespace") == controller.Text("metadata.namespace")
        );
        // Both default to one: kubernetes.io, API references of HorizontalPodAutoscalerSpec and DeploymentSpec.
        var replicas = (int)(controller.Number("spec.replicas") ?? 1);
        return new PodGroup(
            controller.Name,
            Requested(spec, "cpu"),
            Requested(spec, "memory"),
            autoscaler is null ? replicas : (int)(autoscaler.Number("spec.minReplicas") ?? 1),
            autoscaler is null ? replicas : (int)(autoscaler.Number("spec.maxReplicas") ?? 1),
            spec
        );
    }

    // The containers together, or one init container that asks for more: kubernetes.io, "Init containers", resource sharing.
    private static decimal Requested(PlanValue spec, string resource)
    {
        var each = spec.List("containers").Sum(container => Request(container, resource));
        return spec.List("initContainers").Select(container => Request(container, resource)).Append(each).Max();
    }

    // Without a request, a limit is the request.
    private static decimal Request(PlanValue container, string resource) =>
        PlanInputs.Quantity(container.At($"resources.requests.{resource}") ?? container.At($"resources.limits.{resource}")) ?? 0;
}
