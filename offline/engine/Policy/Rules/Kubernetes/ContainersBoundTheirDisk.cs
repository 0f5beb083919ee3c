using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersBoundTheirDisk()
    : ContainerRule(
        new RuleInfo(
            "kube-score/container-ephemeral-storage-request-and-limit",
            RuleSeverity.Low,
            "A container requests and limits what it writes to its node's disk",
            "Set resources.requests and resources.limits of ephemeral-storage.",
            "kube-score container-ephemeral-storage-request-and-limit"
        ),
        "resources.requests, resources.limits of ephemeral-storage"
    )
{
    private static readonly string[] Kinds = ["requests", "limits"];

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Verdict.Worst(
            Kinds.Select(kind =>
                Expect.Set.Judge(container.Map.At($"resources.{kind}.ephemeral-storage"), $"resources.{kind}.ephemeral-storage")
            )
        );
    }
}
