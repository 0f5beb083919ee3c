using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>Relations between the Kubernetes objects of a plan.</summary>
internal static class Objects
{
    /// <summary>The object of a kind and name in the namespace of another one.</summary>
    public static KubernetesObject? Find(string kind, string name, KubernetesObject beside, PolicyPlan plan) =>
        plan.OfKind(kind).FirstOrDefault(one => one.Name == name && one.Namespace == beside.Namespace);

    /// <summary>The Services that send requests to the pods of an object.</summary>
    public static IEnumerable<KubernetesObject> ServicesOf(KubernetesObject one, PolicyPlan plan) =>
        Workload.Of(one) is { } workload
            ? plan.OfKind("Service")
                .Where(service =>
                    service.Namespace == one.Namespace
                    && Known.At(service.Inputs, "spec.selector") is { } selector
                    && Selector.Selects(selector, workload.PodLabels) == true
                )
            : [];

    /// <summary>The autoscalers that set the number of an object's pods.</summary>
    public static IEnumerable<KubernetesObject> AutoscalersOf(KubernetesObject one, PolicyPlan plan) =>
        plan.OfKind("HorizontalPodAutoscaler")
            .Where(autoscaler =>
                autoscaler.Namespace == one.Namespace
                && one.Name is { } name
                && Known.Text(autoscaler.Inputs.At("spec.scaleTargetRef.name")) == name
                && Known.Text(autoscaler.Inputs.At("spec.scaleTargetRef.kind")) == one.Kind
            );

    /// <summary>Whether an object of a kind selects the pods of another one.</summary>
    public static Verdict SelectedBy(KubernetesObject one, string kind, string selector, PolicyPlan plan)
    {
        var labels = Workload.Of(one)!.PodLabels;
        var answers = plan.OfKind(kind)
            .Where(other => other.Namespace == one.Namespace)
            .Select(other => Selector.Selects(other.Inputs.At(selector), labels))
            .ToList();
        return answers.Contains(true) ? Verdict.Pass
            : answers.Contains(null)
                ? Verdict.Unknown($"a selector of a {kind} is not known before the deployment; expected one that selects the pods")
            : Verdict.Violation($"no {kind} of the namespace selects the pods; expected one");
    }

    /// <summary>Whether an object selects pods of its namespace.</summary>
    public static Verdict SelectsPods(KubernetesObject one, string path, PolicyPlan plan)
    {
        var selector = Known.At(one.Inputs, path);
        if (selector is null or PlanMap { Entries.Count: 0 })
            return Verdict.Pass;
        var answers = plan
            .Workloads.Where(workload => workload.Object.Namespace == one.Namespace)
            .Select(workload => Selector.Selects(selector, workload.PodLabels))
            .ToList();
        if (answers.Contains(true))
            return Verdict.Pass;
        var isChart = plan.Resources.Any(resource =>
            resource.Type.StartsWith("kubernetes:helm.sh/", StringComparison.Ordinal)
            && Known.Text(resource.Inputs["namespace"]) == one.Namespace
        );
        return isChart ? Verdict.Unknown($"{path} selects no pod of the plan; a Helm chart makes others in this namespace")
            : answers.Contains(null) ? Verdict.Unknown($"{path} or a label is not known before the deployment; expected it to select pods")
            : Verdict.Violation($"{path} selects no pod of the namespace; expected at least one");
    }
}
