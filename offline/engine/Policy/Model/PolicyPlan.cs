using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>A plan with what several rules look up in it. What the program only reads is left out: another program owns it.</summary>
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

    /// <summary>What providers manage: no components, no providers, not the stack itself.</summary>
    public IReadOnlyList<PlanResource> Resources { get; }

    /// <summary>The Kubernetes objects, custom resources included. What a Helm chart makes is in no plan.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>The Kubernetes objects that have pods.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    public IEnumerable<PlanResource> OfType(string type) => byType[type];

    public IEnumerable<KubernetesObject> OfKind(string kind) => Objects.Where(one => one.Kind == kind);
}
