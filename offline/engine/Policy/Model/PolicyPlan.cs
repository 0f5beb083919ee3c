using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>
/// A plan with lookups that several rules use. Resources that the program only reads are left out: they belong to another program.
/// </summary>
internal sealed class PolicyPlan
{
    private readonly ILookup<string, PlanResource> byType;

    public PolicyPlan(DeploymentPlan plan)
    {
        Plan = plan;
        Resources = [.. plan.Resources.Where(resource => resource is { IsCustom: true, IsRead: false, IsProvider: false })];
        byType = Resources.ToLookup(resource => resource.Type, StringComparer.Ordinal);
        Objects = [.. Resources.Select(KubernetesObject.Of).OfType<KubernetesObject>()];
        Workloads = [.. Objects.Select(Workload.Of).OfType<Workload>()];
    }

    public DeploymentPlan Plan { get; }

    /// <summary>The resources that providers manage: no components, no providers, not the stack itself.</summary>
    public IReadOnlyList<PlanResource> Resources { get; }

    /// <summary>The Kubernetes objects, custom resources included. The objects of a Helm chart are in no plan.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>The Kubernetes objects that have pods.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    public IEnumerable<PlanResource> OfType(string type) => byType[type];

    public IEnumerable<KubernetesObject> OfKind(string kind) => Objects.Where(one => one.Kind == kind);
}
