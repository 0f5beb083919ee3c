using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class WorkloadsNameTheirInstance()
    : PolicyRule(
        new RuleInfo(
            "polaris/metadataAndInstanceMismatched",
            RuleSeverity.Low,
            "The label app.kubernetes.io/instance of a workload is its name",
            "Set the label app.kubernetes.io/instance to metadata.name.",
            "Polaris metadataAndInstanceMismatched"
        )
    )
{
    private const string Instance = "app.kubernetes.io/instance";

    public override string LooksAt => $"kubernetes: every object with pods: metadata.labels {Instance}, metadata.name";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan.Workloads.Select(workload => new Judgement(workload.Object.Resource, Check(workload.Object)));

    private static Verdict Check(KubernetesObject one) =>
        one.Name is { } name
            ? Expect.OneOf(name).Judge(one.Labels[Instance], $"the label {Instance}")
            : Verdict.Unknown($"metadata.name is not known before the deployment; expected it in the label {Instance}");
}
