using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over each container of a pod. The pod is judged by its worst container.</summary>
/// <param name="info">The rule's id, severity, title, remedy and source.</param>
/// <param name="path">The property of a container that it checks.</param>
/// <param name="runningOnly">Only containers that can have probes: not init containers, and not in pods that run to completion.</param>
internal abstract class ContainerRule(RuleInfo info, string path, bool runningOnly = false) : PodRule(info, $"containers[].{path}")
{
    protected override bool AppliesTo(Workload workload, PolicyPlan plan) => !runningOnly || !workload.Ends;

    protected sealed override Verdict Check(Workload workload, PolicyPlan plan) =>
        Verdict.Worst(
            workload
                .Containers.Where(container => !runningOnly || !container.IsInit)
                .Select(container =>
                    Check(container, workload, plan) is { Kind: not VerdictKind.Pass } verdict
                        ? verdict with
                        {
                            Message = $"container {container.Name}: {verdict.Message}",
                        }
                        : Verdict.Pass
                )
        );

    protected abstract Verdict Check(Container container, Workload workload, PolicyPlan plan);
}
