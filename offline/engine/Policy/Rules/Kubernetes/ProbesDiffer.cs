using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ProbesDiffer()
    : ContainerRule(
        new RuleInfo(
            "kube-score/pod-probes-identical",
            RuleSeverity.Medium,
            "The readiness and liveness probes of a container differ",
            "Let liveness look at the process alone: a slow dependency must not restart every pod.",
            "kube-score pod-probes-identical"
        ),
        "livenessProbe, readinessProbe",
        runningOnly: true
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var (live, ready) = (Known.At(container.Map, "livenessProbe"), Known.At(container.Map, "readinessProbe"));
        if (live is not null && ready is not null && !PlanValue.Same(live, ready) && !(Known.Is(live) && Known.Is(ready)))
            return Verdict.Unknown(
                "a part of a probe is not known before the deployment; expected livenessProbe to differ from readinessProbe"
            );
        return Verdict.Holds(
            live is null || ready is null || !PlanValue.Same(live, ready),
            "livenessProbe is the same as readinessProbe; expected one that looks at the process alone"
        );
    }
}
