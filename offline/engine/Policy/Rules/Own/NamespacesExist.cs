using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class NamespacesExist()
    : PolicyRule(
        new RuleInfo(
            "own/dangling-namespace",
            RuleSeverity.High,
            "The namespace of an object exists",
            "Create the Namespace in the plan, or correct metadata.namespace.",
            "kubernetes.io/docs/concepts/overview/working-with-objects/namespaces"
        )
    )
{
    // Every cluster has these (the same page, "Initial namespaces").
    private static readonly string[] Initial = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public override string LooksAt => "kubernetes: every object in a namespace: metadata.namespace";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        var made = plan.OfKind("Namespace").Select(one => one.Name).ToHashSet();
        foreach (var one in plan.Objects)
            if (Known.At(one.Inputs, "metadata.namespace") is { } value)
                yield return new Judgement(one.Resource, Check(value, made));
    }

    private static Verdict Check(PlanValue value, HashSet<string?> made) =>
        Known.Text(value) is not { } name
            ? Verdict.Unknown("metadata.namespace is not known before the deployment; expected one of the plan")
            : Verdict.Holds(
                Initial.Contains(name) || made.Contains(name),
                $"there is no Namespace {name}; expected one that the plan creates"
            );
}
