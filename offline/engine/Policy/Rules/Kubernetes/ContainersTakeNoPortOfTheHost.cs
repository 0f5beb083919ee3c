using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersTakeNoPortOfTheHost()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_26",
            RuleSeverity.Medium,
            "A container has no host port",
            "Remove ports[].hostPort and create a Service.",
            "Checkov CKV_K8S_26; Pod Security baseline"
        ),
        "ports[].hostPort"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Each.Of(container.Map, "ports", "hostPort", Expect.OneOfOrAbsent("0"));
    }
}
