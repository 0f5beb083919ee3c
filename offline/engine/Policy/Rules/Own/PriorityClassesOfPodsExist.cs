using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class PriorityClassesOfPodsExist()
    : PodRule(
        new RuleInfo(
            "own/dangling-priority-class",
            RuleSeverity.High,
            "The priority class of a pod exists",
            "Create the PriorityClass in the plan, or correct priorityClassName.",
            "kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption: a pod whose class does not exist is refused"
        ),
        "priorityClassName"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        var value = Known.At(workload.PodSpec, "priorityClassName");
        if (Known.Text(value) is not { } name)
            return value is null
                ? Verdict.Pass
                : Verdict.Unknown("priorityClassName is not known before the deployment; expected one of the plan");
        return Verdict.Holds(
            name.StartsWith("system-", StringComparison.Ordinal) || plan.OfKind("PriorityClass").Any(one => one.Name == name),
            $"there is no PriorityClass {name}; expected one that the plan creates"
        );
    }
}
