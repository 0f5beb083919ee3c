using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over the pods of every Kubernetes object that has some, whatever its kind.</summary>
/// <param name="info">The rule's id, severity, title, remedy and source.</param>
/// <param name="path">The property of a pod's specification that it checks.</param>
internal abstract class PodRule(RuleInfo info, string path) : PolicyRule(info)
{
    public override string LooksAt => $"kubernetes: Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod and their like: {path}";

    public sealed override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan
            .Workloads.Where(workload => AppliesTo(workload, plan))
            .Select(workload => new Judgement(
                workload.Object.Resource,
                workload.IsKnown
                    ? Check(workload, plan)
                    : Verdict.Unknown($"the containers are not known before the deployment; the rule looks at {path}")
            ));

    /// <summary>Whether the rule applies to the pods.</summary>
    protected virtual bool AppliesTo(Workload workload, PolicyPlan plan) => true;

    protected abstract Verdict Check(Workload workload, PolicyPlan plan);
}
