using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class SecretsAreFiles()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_35",
            RuleSeverity.Low,
            "A container reads secrets from files, not from its environment",
            "Mount the Secret as a volume.",
            "Checkov CKV_K8S_35"
        ),
        "env[].valueFrom.secretKeyRef, envFrom[].secretRef"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Verdict.Worst([
            Each.Of(container.Map, "env", "valueFrom.secretKeyRef", Expect.Absent),
            Each.Of(container.Map, "envFrom", "secretRef", Expect.Absent),
        ]);
    }
}
