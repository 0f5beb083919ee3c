using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over one property of a pod's specification.</summary>
internal abstract class PodPropertyRule(RuleInfo info, string path, Expectation expected) : PodRule(info, path)
{
    private readonly PropertyPath parsed = PropertyPath.Parse(path);

    protected override Verdict Check(Workload workload, PolicyPlan plan) => expected.Judge(workload.PodSpec.At(parsed), parsed.ToString());
}
