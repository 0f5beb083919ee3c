using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class GitSyncIsNotUsed()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_159",
            RuleSeverity.Medium,
            "No container runs git-sync with a command of the environment",
            "Remove the variables that begin with GITSYNC_GIT.",
            "Checkov CKV_K8S_159"
        ),
        "env[].name"
    )
{
    private static readonly Expectation Other = new("no variable that begins with GITSYNC_GIT", true, value =>
        value is PlanText text && !text.Text.StartsWith("GITSYNC_GIT", StringComparison.Ordinal)
    );

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Each.Of(container.Map, "env", "name", Other);
    }
}
