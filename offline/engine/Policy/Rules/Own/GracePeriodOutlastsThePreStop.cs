using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class GracePeriodOutlastsThePreStop()
    : ContainerRule(
        new RuleInfo(
            "own/grace-period",
            RuleSeverity.Medium,
            "A pod has time to end after its preStop hook",
            "Set terminationGracePeriodSeconds well above the sleep of preStop: the hook counts against it.",
            "kubernetes.io/docs/concepts/containers/container-lifecycle-hooks"
        ),
        "lifecycle.preStop.sleep.seconds"
    )
{
    // The default (kubernetes.io, Pod v1).
    private const double DefaultSeconds = 30;

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var sleep = Known.At(container.Map, "lifecycle.preStop.sleep.seconds");
        var grace = Known.At(workload.PodSpec, "terminationGracePeriodSeconds") ?? new PlanNumber(DefaultSeconds);
        return (sleep, grace) switch
        {
            (null, _) => Verdict.Pass,
            (PlanNumber slept, PlanNumber given) => Verdict.Holds(
                given.Value > slept.Value,
                $"terminationGracePeriodSeconds is {given.Value}, and preStop sleeps {slept.Value}; expected more"
            ),
            _ => Verdict.Unknown("the sleep of preStop or terminationGracePeriodSeconds is not known before the deployment"),
        };
    }
}
