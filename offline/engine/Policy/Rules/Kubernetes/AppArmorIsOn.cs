using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AppArmorIsOn()
    : ContainerRule(
        new RuleInfo(
            "pod-security/apparmor",
            RuleSeverity.Medium,
            "AppArmor is not switched off for a container",
            "Set appArmorProfile.type to RuntimeDefault.",
            "Pod Security baseline, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "securityContext.appArmorProfile.type"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Expect
            .OneOfOrAbsent("RuntimeDefault", "Localhost")
            .Judge(workload.SecurityOf(container, "appArmorProfile.type"), "securityContext.appArmorProfile.type");
    }
}
