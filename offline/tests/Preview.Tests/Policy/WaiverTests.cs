using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Policy;

public sealed class WaiverTests
{
    private static readonly DateOnly Today = new(2027, 1, 1);

    [Fact]
    public void A_waiver_excuses_what_it_names_and_keeps_its_reason()
    {
        var result = Run("{ rule: CKV_GCP_1, resource: cluster, reason: logs go elsewhere, expires: 2027-01-01 }");
        var finding = Assert.Single(result.Findings);
        Assert.Equal((FindingOutcome.Waived, "logs go elsewhere", false), (finding.Outcome, finding.Waiver?.Reason, result.IsBroken));
    }

    [Theory]
    [InlineData("{ rule: CKV_GCP_1, resource: clust, reason: r, expires: 2027-05-31 }")]
    [InlineData("{ rule: CKV_GCP_60, resource: cluster, reason: r, expires: 2027-05-31 }")]
    [InlineData("{ rule: CKV_GCP_1, resource: cluster, stack: production, reason: r, expires: 2027-05-31 }")]
    public void A_waiver_for_something_else_excuses_nothing(string waiver) => Assert.True(Run(waiver).IsBroken);

    [Theory]
    [InlineData("clu*", true)]
    [InlineData("*ter", true)]
    [InlineData("c*us*r", true)]
    [InlineData("*", true)]
    [InlineData("cluster*cluster", false)]
    [InlineData("*::cluster", true)]
    [InlineData("urn:pulumi:staging::*", true)]
    [InlineData("urn:pulumi:production::*", false)]
    public void A_star_stands_for_any_text_in_a_name_or_in_a_URN(string pattern, bool covers) =>
        Assert.Equal(!covers, Run($"{{ rule: CKV_GCP_1, resource: '{pattern}', reason: r, expires: 2027-05-31 }}").IsBroken);

    [Fact]
    public void An_expired_waiver_lets_the_violation_count_again_and_the_message_says_so()
    {
        var result = Run("{ rule: CKV_GCP_1, resource: cluster, reason: r, expires: 2026-12-31 }");
        Assert.True(result.IsBroken);
        Assert.EndsWith(
            "(the waiver at policy.yaml:2:5 expired on 2026-12-31)",
            Assert.Single(result.Violations).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Assert.Single(result.Expired).At.Line);
    }

    [Fact]
    public void A_valid_waiver_wins_over_an_expired_one() =>
        Assert.False(
            Run(
                "{ rule: CKV_GCP_1, resource: cluster, reason: r, expires: 2026-12-31 }",
                "{ rule: CKV_GCP_1, resource: cluster, reason: r, expires: 2027-12-31 }"
            ).IsBroken
        );

    [Fact]
    public void An_unused_waiver_is_reported() =>
        Assert.Equal("other", Assert.Single(Run("{ rule: CKV_GCP_1, resource: other, reason: r, expires: 2027-05-31 }").Unused).Resource);

    [Theory]
    [InlineData(
        "waivers:\n  - { rule: CKV_GCP_2x, resource: a, reason: r, expires: 2027-05-31 }",
        "policy.yaml:2:13: there is no rule 'CKV_GCP_2x'; did you mean 'CKV_GCP_"
    )]
    [InlineData("waivers:\n  - { rule: CKV_GCP_1, resource: a, reason: r }", "policy.yaml:2:5: the waiver has no 'expires'")]
    [InlineData("waivers:\n  - { rule: CKV_GCP_1, resource: a, expires: 2027-05-31 }", "policy.yaml:2:5: the waiver has no 'reason'")]
    [InlineData("waivers:\n  - { rule: CKV_GCP_1, resource: a, reason: ' ', expires: 2027-05-31 }", "'reason' takes a text")]
    [InlineData(
        "waivers:\n  - { rule: CKV_GCP_1, resource: [a], reason: r, expires: 2027-05-31 }",
        "policy.yaml:2:34: 'resource' takes a text"
    )]
    [InlineData(
        "waivers:\n  - { rule: CKV_GCP_1, resource: a, reason: r, expires: May }",
        "'expires' is 'May'; accepted: a day such as 2027-03-31"
    )]
    [InlineData("waivers:\n  - { rule: CKV_GCP_1, resource: a, reason: r, expires: 2027-02-30 }", "'expires' is '2027-02-30'")]
    [InlineData(
        "waivers:\n  - { rule: CKV_GCP_1, resorce: a, resource: a, reason: r, expires: 2027-05-31 }",
        "a waiver has no 'resorce'; accepted: rule, resource, reason, expires, stack"
    )]
    [InlineData("waivers: CKV_GCP_1", "policy.yaml:1:10: 'waivers' takes a list")]
    [InlineData("waivers: [CKV_GCP_1]", "policy.yaml:1:11: a waiver has rule, resource, reason, expires")]
    [InlineData("wavers: []", "policy.yaml:1:1: unknown key 'wavers'; accepted: waivers")]
    [InlineData("[]", "policy.yaml:1:1: accepted: the key 'waivers' with a list")]
    public void A_mistake_is_reported_with_its_place_and_what_is_accepted(string text, string message)
    {
        var error = Assert.Throws<PreviewException>(() => WaiverReader.ReadText(text, "policy.yaml", Today));
        Assert.Equal(ExitCodes.UsedWrongly, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var error = Assert.Throws<PreviewException>(() =>
            WaiverReader.ReadText("waivers:\n  - { rule: CKV_GCP_1 }\n  - { rule: none }\n", "policy.yaml", Today)
        );
        Assert.Equal(7, error.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("waivers:\n")]
    [InlineData("waivers: []\n")]
    public void An_empty_file_has_no_waivers(string text) => Assert.Empty(WaiverReader.ReadText(text, "policy.yaml", Today).All);

    private static PolicyResult Run(params string[] waivers)
    {
        var cluster = Plans.Resource("gcp:container/cluster:Cluster", "cluster", ("loggingService", Plans.Text("none")));
        var text = "waivers:\n" + string.Concat(waivers.Select(waiver => $"  - {waiver}\n"));
        var rules = RuleCatalog.All.Where(rule => rule.Id == "CKV_GCP_1").ToList();
        return PolicyCheck.Run(Plans.Of(cluster), WaiverReader.ReadText(text, "policy.yaml", Today), rules);
    }
}
