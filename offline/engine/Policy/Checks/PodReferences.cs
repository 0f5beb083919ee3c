using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>The objects that a pod names: it does not start before they exist.</summary>
internal static class PodReferences
{
    /// <summary>Whether each object of a kind that a pod names is made in its namespace.</summary>
    public static Verdict Judge(Workload workload, string kind, PolicyPlan plan) =>
        Verdict.Worst(Of(workload, kind).Select(reference => Judge(workload, kind, reference, plan)));

    private static Verdict Judge(Workload workload, string kind, PlanValue reference, PolicyPlan plan)
    {
        if (Known.Text(reference) is not { } name)
            return Verdict.Unknown($"the name of a {kind} is not known before the deployment; expected one that the plan creates");
        if (Objects.Find(kind, name, workload.Object, plan) is not null || kind == "ServiceAccount" && name == "default")
            return Verdict.Pass;
        return plan.OfKind(kind).Any(one => one.Namespace is null || one.Name is null && one.Namespace == workload.Object.Namespace)
            ? Verdict.Unknown($"there is no {kind} {name} in the plan, but there is one whose name is not known before the deployment")
            : Verdict.Violation($"there is no {kind} {name} in the namespace; expected one that the plan creates");
    }

    private static IEnumerable<PlanValue> Of(Workload workload, string kind) =>
        kind switch
        {
            "ConfigMap" => Of(workload, "configMap.name", "configMap", "configMapRef", "configMapKeyRef"),
            "Secret" => Of(workload, "secret.secretName", "secret", "secretRef", "secretKeyRef")
                .Concat(Items(workload.PodSpec, "imagePullSecrets").Select(one => Known.At(one, "name")).OfType<PlanValue>()),
            "ServiceAccount" => Known.At(workload.PodSpec, "serviceAccountName") is { } name ? [name] : [],
            _ => [],
        };

    private static IEnumerable<PlanValue> Of(Workload workload, string inVolume, string volume, string all, string key)
    {
        foreach (var one in Items(workload.PodSpec, "volumes"))
            if (Known.At(one, inVolume) is { } name && !IsOptional(one, volume))
                yield return name;
        foreach (var source in Items(workload.PodSpec, "volumes").SelectMany(one => Items(one, "projected.sources")))
            if (Known.At(source, $"{volume}.name") is { } name && !IsOptional(source, volume))
                yield return name;
        foreach (var container in workload.Containers)
        {
            foreach (var one in Items(container.Map, "envFrom"))
                if (Known.At(one, $"{all}.name") is { } name && !IsOptional(one, all))
                    yield return name;
            foreach (var one in Items(container.Map, "env"))
                if (Known.At(one, $"valueFrom.{key}.name") is { } name && !IsOptional(one, $"valueFrom.{key}"))
                    yield return name;
        }
    }

    private static IReadOnlyList<PlanValue> Items(PlanValue value, string path) => (Known.At(value, path) as PlanList)?.Items ?? [];

    private static bool IsOptional(PlanValue value, string path) => Known.IsBool(value.At($"{path}.optional"), true);
}
