using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over one property of each container.</summary>
internal abstract class ContainerPropertyRule(RuleInfo info, string path, Expectation expected, bool runningOnly = false)
    : ContainerRule(info, path, runningOnly)
{
    private readonly PropertyPath parsed = PropertyPath.Parse(path);

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan) =>
        expected.Judge(container.Map.At(parsed), parsed.ToString());
}
