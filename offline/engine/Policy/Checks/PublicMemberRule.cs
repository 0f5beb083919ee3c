using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule that nothing is granted to everybody.</summary>
internal abstract class PublicMemberRule(RuleInfo info, params string[] types) : ResourceRule(info, types)
{
    private static readonly Expectation Somebody = Expect.NoneOf("allUsers", "allAuthenticatedUsers");

    // cloud.google.com/iam/docs/principal-identifiers
    private static readonly string[] Kinds = ["user:", "serviceAccount:", "group:", "domain:", "principal:", "principalSet:"];

    public override string LooksAt => $"{base.LooksAt}: member, members";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Worst(Members.Of(resource).Select(member => IsAccount(member) ? Verdict.Pass : Somebody.Judge(member, "member")));

    // allUsers and allAuthenticatedUsers have no colon; the text after it does not matter here.
    private static bool IsAccount(PlanValue member) =>
        member is PlanText { Text: var text } && Kinds.Any(kind => text.StartsWith(kind, StringComparison.Ordinal));
}

/// <summary>The members of an IAM grant of Google Cloud.</summary>
internal static class Members
{
    /// <summary>The <c>member</c>, or each of <c>members</c>; the list itself where it is not known.</summary>
    public static IEnumerable<PlanValue> Of(PlanResource grant) =>
        (Known.At(grant.Inputs, "member"), Known.At(grant.Inputs, "members")) switch
        {
            ({ } member, _) => [member],
            (_, PlanList members) => members.Items,
            (_, { } members) => [members],
            _ => [],
        };
}
