using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule that nothing is granted to everybody.</summary>
internal abstract class PublicMemberRule(RuleInfo info, params string[] types) : ResourceRule(info, types)
{
    private static readonly Expectation Somebody = Expect.NoneOf("allUsers", "allAuthenticatedUsers");

    public override string LooksAt => $"{base.LooksAt}: member, members";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Worst(Members.Of(resource).Select(member => Somebody.Judge(member, "member")));
}

/// <summary>Whom a grant of Google Cloud is for.</summary>
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
