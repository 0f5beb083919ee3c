using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>
/// A rule over a setting of the security context that a container takes from its pod unless it has its own, such as
/// <c>runAsUser</c> (kubernetes.io, "Configure a Security Context for a Pod or Container").
/// </summary>
internal abstract class ContainerSecurityRule(RuleInfo info, string setting, Expectation expected)
    : ContainerRule(info, $"securityContext.{setting}")
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan) =>
        expected.Judge(workload.SecurityOf(container, setting), $"securityContext.{setting}");
}
