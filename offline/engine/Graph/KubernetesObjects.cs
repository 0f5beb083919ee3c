using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>Relations between Kubernetes objects: selectors, references by name, network policies.</summary>
internal sealed class KubernetesObjects
{
    private readonly PlanIndex index;
    private readonly List<PlanResource> objects;
    private readonly List<PlanResource> workloads;

    public KubernetesObjects(PlanIndex index)
    {
        this.index = index;
        objects = [.. index.Drawn.Where(resource => resource.Package == "kubernetes")];
        workloads = [.. objects.Where(resource => RoleTable.Of(resource.Type).Role == BoxRole.Workload)];
    }

    public IReadOnlyList<PlanResource> Workloads => workloads;

    public IEnumerable<PlanResource> Of(string kind) => objects.Where(resource => resource.ShortType == kind);

    /// <summary>The workload of a service, policy, autoscaler, budget or account; null if there is none, or more than one.</summary>
    public PlanResource? WorkloadOf(PlanResource part)
    {
        if (part.Package != "kubernetes")
            return null;
        var found = part.ShortType switch
        {
            "HorizontalPodAutoscaler" => workloads.Where(workload => IsNamed(workload, part, "spec.scaleTargetRef.name")),
            "Service" => workloads.Where(workload => IsSelected(workload, part, part.Inputs.At("spec.selector"))),
            "NetworkPolicy" => workloads.Where(workload => IsSelected(workload, part, part.Inputs.At("spec.podSelector.matchLabels"))),
            "PodDisruptionBudget" => workloads.Where(workload => IsSelected(workload, part, part.Inputs.At("spec.selector.matchLabels"))),
            "ServiceAccount" => workloads.Where(workload =>
                InSameNamespace(workload, part)
                && PlanIndex.Under(workload.Inputs, "serviceAccountName").Any(name => IsText(name, Placement.Name(part)))
            ),
            "PriorityClass" => workloads.Where(workload =>
                PlanIndex.Under(workload.Inputs, "priorityClassName").Any(name => IsText(name, Placement.Name(part)))
            ),
            _ => [],
        };
        return found.Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>The workloads whose pods a policy selects.</summary>
    public IEnumerable<PlanResource> SelectedBy(PlanResource policy) =>
        policy.Inputs.At("spec.podSelector") is PlanMap { Entries.Count: 0 }
            ? workloads.Where(workload => InSameNamespace(workload, policy))
            : workloads.Where(workload => IsSelected(workload, policy, policy.Inputs.At("spec.podSelector.matchLabels")));

    /// <summary>The Secrets and ConfigMaps that a workload names.</summary>
    public IEnumerable<PlanResource> ReadBy(PlanResource workload)
    {
        var texts = PlanIndex.Texts(workload.Inputs).ToHashSet(StringComparer.Ordinal);
        return objects.Where(resource =>
            resource.ShortType is "Secret" or "ConfigMap" && InSameNamespace(workload, resource) && texts.Contains(Placement.Name(resource))
        );
    }

    /// <summary>The workloads that an Ingress sends requests to, with the service's port.</summary>
    public IEnumerable<(PlanResource Workload, string Port)> BehindIngress(PlanResource ingress)
    {
        var names = PlanIndex
            .Under(ingress.Inputs, "service")
            .Select(service => PlanIndex.Text(service, "name"))
            .Concat(PlanIndex.Under(ingress.Inputs, "serviceName").Select(name => (name as PlanText)?.Text))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var service in Of("Service").Where(service => InSameNamespace(service, ingress) && names.Contains(Placement.Name(service)))
        )
            if (WorkloadOf(service) is { } workload)
                yield return (workload, PortOf(service));
    }

    /// <summary>
    /// One line about the workload of a part, with the number of pods or their port; null if there is nothing short to say.
    /// </summary>
    public static string? LineOf(PlanResource part) =>
        part.Package != "kubernetes" ? null
        : part.ShortType == "HorizontalPodAutoscaler"
            ? $"{Show(part.Inputs.At("spec.minReplicas")) ?? "1"} to {Show(part.Inputs.At("spec.maxReplicas"))} pods"
        : part.ShortType == "Service" && PortOf(part) is { Length: > 0 } port ? $"service {port}"
        : null;

    /// <summary>For example <c>TCP 80 → 3000</c>.</summary>
    public static string PortOf(PlanResource service)
    {
        var (port, target) = (Show(service.Inputs.At("spec.ports[0].port")), Show(service.Inputs.At("spec.ports[0].targetPort")));
        var protocol = PlanIndex.Text(service.Inputs, "spec.ports[0].protocol") ?? "TCP";
        return port is null ? ""
            : target is null || target == port ? $"{protocol} {port}"
            : $"{protocol} {port} → {target}";
    }

    /// <summary>The node pools that a workload's node selectors fit.</summary>
    public IEnumerable<PlanResource> PoolsOf(PlanResource workload)
    {
        var selectors = PlanIndex.Under(workload.Inputs, "nodeSelector").OfType<PlanMap>().Where(map => map.Entries.Count > 0).ToList();
        return index.Drawn.Where(pool =>
            RoleTable.Of(pool.Type).Role == BoxRole.Pool
            && (pool.Inputs.At("nodeConfig.labels") ?? pool.Inputs["labels"]) is PlanMap labels
            && selectors.Exists(selector => Holds(labels, selector))
        );
    }

    /// <summary>The workloads in a namespace that a selector of a policy names, with the pods that it selects.</summary>
    public IEnumerable<PlanResource> Peers(PlanResource policy, PlanValue peer)
    {
        var spaces = peer.At("namespaceSelector") as PlanMap;
        var name = spaces is null
            ? Placement.NamespaceOf(policy)
            : PlanIndex.Text(spaces["matchLabels"], "[\"kubernetes.io/metadata.name\"]");
        if (spaces is null && peer.At("podSelector") is null)
            return [];
        var labels = peer.At("podSelector.matchLabels") as PlanMap;
        return workloads.Where(workload =>
            (spaces is { Entries.Count: 0 } || Placement.NamespaceOf(workload) == name)
            && (labels is null || LabelsOf(workload) is { } pods && Holds(pods, labels))
        );
    }

    private static string? Show(PlanValue? value) =>
        value switch
        {
            PlanNumber number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            PlanText text => text.Text,
            _ => null,
        };

    private static bool IsSelected(PlanResource workload, PlanResource by, PlanValue? selector) =>
        InSameNamespace(workload, by)
        && selector is PlanMap { Entries.Count: > 0 } labels
        && LabelsOf(workload) is { } pods
        && Holds(pods, labels);

    private static bool IsNamed(PlanResource workload, PlanResource by, string path) =>
        InSameNamespace(workload, by) && PlanIndex.Text(by.Inputs, path) == Placement.Name(workload);

    private static bool InSameNamespace(PlanResource a, PlanResource b) =>
        Placement.NamespaceOf(a) == Placement.NamespaceOf(b) && a.ProviderUrn == b.ProviderUrn
        || Placement.NamespaceOf(a) is { } space && space == Placement.NamespaceOf(b);

    private static PlanMap? LabelsOf(PlanResource workload) =>
        (workload.Inputs.At("spec.template.metadata.labels") ?? workload.Inputs.At("metadata.labels")) as PlanMap;

    private static bool Holds(PlanMap labels, PlanMap selector) =>
        selector.Entries.All(entry => labels[entry.Key] is { } value && PlanValue.Same(value, entry.Value));

    private static bool IsText(PlanValue value, string text) => value is PlanText found && found.Text == text;
}
