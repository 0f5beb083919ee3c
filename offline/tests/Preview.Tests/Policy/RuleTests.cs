using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Policy.Model;
using PmCrm.Preview.Tests.Harness;
using PmCrm.Preview.Tests.Policy.Cases;

namespace PmCrm.Preview.Tests.Policy;

/// <summary>Every rule with plans that pass it and plans that break it (<see cref="Cases"/>).</summary>
public sealed class RuleTests
{
    private static readonly ILookup<string, RuleCase> Cases = new[]
    {
        ClusterCases.All,
        DatabaseCases.All,
        NetworkCases.All,
        IdentityCases.All,
        ServiceCases.All,
        PodCases.All,
        ObjectCases.All,
    }
        .SelectMany(cases => cases)
        .ToLookup(one => one.Rule, StringComparer.Ordinal);

    // Every key is a violation, so no resource passes this rule.
    private const string RuleAgainstExisting = "CKV2_GCP_3";

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_plan_that_passes_it_and_one_that_breaks_it(string id)
    {
        var rule = RuleCatalog.All.Single(one => one.Id == id);
        Assert.True(Cases[id].Any(), $"{id} has no case below Policy/Cases");
        foreach (var (_, good, bad) in Cases[id])
        {
            var kept = rule.Evaluate(new PolicyPlan(Plans.Of(good))).ToList();
            Assert.True(kept.Count > 0 || id == RuleAgainstExisting, $"{id} judges nothing of the plan that keeps it");
            Assert.All(kept, one => Assert.Equal(Verdict.Pass, one.Verdict));
            var broken = Assert.Single(rule.Evaluate(new PolicyPlan(Plans.Of(bad))), one => one.Verdict.Kind != VerdictKind.Pass);
            Assert.Equal((bad[0].Urn, VerdictKind.Violation), (broken.Resource.Urn, broken.Verdict.Kind));
            Assert.NotEmpty(broken.Verdict.Message);
        }
    }

    [Fact]
    public void Every_case_is_of_a_rule() => Assert.Equal([], Cases.Select(one => one.Key).Except(RuleCatalog.All.Select(rule => rule.Id)));

    [Fact]
    public void The_catalog_has_every_rule_once()
    {
        var types = typeof(PolicyRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PolicyRule)) && !type.IsAbstract);
        Assert.Equal(types.ToHashSet(), RuleCatalog.All.Select(rule => rule.GetType()).ToHashSet());
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Id).Distinct().Count());
        Assert.True(RuleCatalog.All.Count >= 120, $"only {RuleCatalog.All.Count} rules");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_says_what_it_is(string id)
    {
        var (_, _, title, remedy, source) = RuleCatalog.All.Single(one => one.Id == id).Info;
        Assert.False(title.EndsWith('.'), title);
        Assert.EndsWith(".", remedy.TrimEnd('…'), StringComparison.Ordinal);
        Assert.NotEmpty(source);
        Assert.NotEmpty(RuleCatalog.All.Single(one => one.Id == id).LooksAt);
    }

    // Rules that check only whether an object of a type, or a key, exists: its values have no effect.
    private static readonly HashSet<string> ByPresence = ["CKV2_GCP_3", "own/placeholder", "own/unused-bucket", "own/plain-secret"];

    /// <summary>
    /// Each value that only the bad plan has is replaced by what a real plan has for a value that is not known before the deployment: an
    /// unknown value, a placeholder of the simulation, a secret. None of them may turn the violation into a pass.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_value_that_is_not_known_before_the_deployment_is_never_a_pass(string id)
    {
        if (ByPresence.Contains(id))
            return;
        var rule = RuleCatalog.All.Single(one => one.Id == id);
        foreach (var (_, good, bad) in Cases[id])
        foreach (var path in Leaves(bad[0].Inputs, PropertyPath.Root))
        {
            if (good.Length > 0 && PlanValue.Same(good[0].Inputs.At(path), bad[0].Inputs.At(path)))
                continue;
            foreach (PlanValue unknown in new PlanValue[] { PlanUnknown.Instance, Plans.Text("<other.value>"), Plans.Secret("s") })
            {
                var changed = bad[0] with { Inputs = (PlanMap)Replace(bad[0].Inputs, path.Steps, unknown) };
                var verdicts = rule.Evaluate(new PolicyPlan(Plans.Of([changed, .. bad[1..]]))).Select(one => one.Verdict.Kind).ToList();
                Assert.True(
                    verdicts.Exists(kind => kind != VerdictKind.Pass),
                    $"{id}: {path} as {unknown.GetType().Name} gives [{string.Join(", ", verdicts)}]"
                );
            }
        }
    }

    [Fact]
    public void An_administrator_with_an_address_that_is_not_known_yet_is_unknown()
    {
        var grant = RuleCase.Resource(
            "gcp:projects/iAMMember:IAMMember",
            "grant",
            "{ role: roles/container.admin, member: 'serviceAccount:<deployer.email>' }"
        );
        var result = PolicyCheck.Run(Plans.Of(grant), Waivers.None);
        var finding = Assert.Single(result.Findings, finding => finding.RuleId == "CKV_GCP_42");
        Assert.Equal((FindingOutcome.Unknown, false), (finding.Outcome, result.IsBroken));
    }

    [Fact]
    public void Findings_are_sorted_by_severity_and_the_numbers_of_their_rules()
    {
        var database = RuleCase.Resource("gcp:sql/databaseInstance:DatabaseInstance", "db", "{ databaseVersion: POSTGRES_16 }");
        var findings = PolicyCheck.Run(Plans.Of(database), Waivers.None).Findings;
        Assert.Equal(
            findings.OrderByDescending(finding => finding.Severity).Select(finding => finding.RuleId),
            findings.Select(finding => finding.RuleId)
        );
        var low = findings.Where(finding => finding.Severity == RuleSeverity.Low).Select(finding => finding.RuleId).ToList();
        Assert.True(low.IndexOf("CKV_GCP_54") < low.IndexOf("CKV_GCP_108"), string.Join(", ", low));
    }

    [Theory]
    [InlineData("<account.email>", true)]
    [InlineData("serviceAccount:<deployer-planner.email>", true)]
    [InlineData("<cache.serverCaCerts[0].cert>", true)]
    [InlineData("a < b and c.d > e", false)]
    [InlineData("<b>bold</b>", false)]
    [InlineData("<>", false)]
    [InlineData("<a.", false)]
    [InlineData("", false)]
    public void A_placeholder_is_told_from_other_text(string text, bool isPlaceholder) =>
        Assert.Equal(isPlaceholder, Known.HasPlaceholder(text));

    private static IEnumerable<PropertyPath> Leaves(PlanValue value, PropertyPath path) =>
        value switch
        {
            PlanMap map => map.Entries.SelectMany(entry => Leaves(entry.Value, path.Child(entry.Key))),
            PlanList list => list.Items.SelectMany((item, i) => Leaves(item, path.Child(i))),
            _ => [path],
        };

    private static PlanValue Replace(PlanValue value, IReadOnlyList<PathStep> path, PlanValue by) =>
        path.Count == 0 ? by
        : value is PlanMap map
            ? Plans.Map([
                .. map.Entries.Select(entry =>
                    (entry.Key, entry.Key == path[0].Key ? Replace(entry.Value, [.. path.Skip(1)], by) : entry.Value)
                ),
            ])
        : value is PlanList list
            ? Plans.List([.. list.Items.Select((item, i) => i == path[0].Index ? Replace(item, [.. path.Skip(1)], by) : item)])
        : value;
}
