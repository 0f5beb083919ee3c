using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>What the rules of a Role or ClusterRole allow.</summary>
internal static class RoleRules
{
    /// <summary>A violation where one rule allows one of the verbs on one of the resources.</summary>
    public static Verdict Judge(KubernetesObject role, string[] resources, string[] verbs)
    {
        var what = $"{string.Join(", ", verbs)} on {string.Join(", ", resources)}";
        return Known.At(role.Inputs, "rules") switch
        {
            null => Verdict.Pass,
            PlanList list => Verdict.Worst(list.Items.Select(rule => Judge(rule, resources, verbs, what))),
            _ => Verdict.Unknown($"rules is not known before the deployment; expected none that allows {what}"),
        };
    }

    private static Verdict Judge(PlanValue rule, string[] resources, string[] verbs, string what)
    {
        var (onResource, byVerb) = (Has(rule, "resources", resources), Has(rule, "verbs", verbs));
        // A rule with resourceNames covers single objects only.
        if (onResource == false || byVerb == false || Known.At(rule, "resourceNames") is PlanList { Items.Count: > 0 })
            return Verdict.Pass;
        return onResource is null || byVerb is null
            ? Verdict.Unknown($"a rule is not known before the deployment; expected none that allows {what}")
            : Verdict.Violation($"a rule allows {what}; expected none that does");
    }

    private static bool? Has(PlanValue rule, string part, string[] wanted) =>
        Known.At(rule, part) switch
        {
            null => false,
            PlanList list when list.Items.Any(item => Known.Text(item) is { } text && (text == "*" || wanted.Contains(text))) => true,
            var other => Known.Is(other) ? false : null,
        };
}
