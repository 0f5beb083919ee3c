using System.Text.Json;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Policy.Model;
using PmCrm.Preview.Render;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Policy;

public sealed class PolicyFormatTests
{
    private const string File = "Pulumi.staging.yaml";

    /// <summary>
    /// The properties that GitHub requires, with their limits (docs.github.com, "SARIF support for code scanning": sarifLog, run,
    /// toolComponent, reportingDescriptor, result, location and physicalLocation objects, runAutomationDetails).
    /// </summary>
    [Fact]
    public void Sarif_has_what_GitHub_requires()
    {
        var log = JsonDocument.Parse(PolicySarif.Write(Result(), File)).RootElement;
        Assert.Equal("https://json.schemastore.org/sarif-2.1.0.json", Text(log, "$schema"));
        Assert.Equal("2.1.0", Text(log, "version"));
        var run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        Assert.Equal("preview-policy-staging/", Text(run.GetProperty("automationDetails"), "id"));
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.NotEmpty(Text(driver, "name"));
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Id), rules.Select(rule => Text(rule, "id")));
        foreach (var rule in rules)
        {
            Assert.InRange(Text(rule, "name").Length, 1, 255);
            Assert.InRange(Text(rule.GetProperty("shortDescription"), "text").Length, 1, 1024);
            Assert.InRange(Text(rule.GetProperty("fullDescription"), "text").Length, 1, 1024);
            Assert.NotEmpty(Text(rule.GetProperty("help"), "text"));
            Assert.Contains(Text(rule.GetProperty("defaultConfiguration"), "level"), new[] { "note", "warning", "error" });
            Assert.InRange(double.Parse(Text(rule.GetProperty("properties"), "security-severity")), 0.1, 10);
        }
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.NotEmpty(results);
        foreach (var result in results)
        {
            Assert.Equal(Text(result, "ruleId"), Text(rules[result.GetProperty("ruleIndex").GetInt32()], "id"));
            Assert.NotEmpty(Text(result.GetProperty("message"), "text"));
            Assert.Contains(Text(result, "level"), new[] { "note", "warning", "error" });
            var location = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
            Assert.Equal(File, Text(location.GetProperty("artifactLocation"), "uri"));
            foreach (var name in new[] { "startLine", "startColumn", "endLine", "endColumn" })
                Assert.InRange(location.GetProperty("region").GetProperty(name).GetInt32(), 1, int.MaxValue);
        }
    }

    [Fact]
    public void Sarif_fingerprints_are_unique_and_the_same_in_every_run()
    {
        static List<string> Prints() =>
            [
                .. JsonDocument
                    .Parse(PolicySarif.Write(Result(), File))
                    .RootElement.GetProperty("runs")[0]
                    .GetProperty("results")
                    .EnumerateArray()
                    .Select(result => Text(result.GetProperty("partialFingerprints"), "primaryLocationLineHash")),
            ];
        Assert.Equal(Prints().Count, Prints().Distinct().Count());
        Assert.Equal(Prints(), Prints());
    }

    [Fact]
    public void Sarif_leaves_waived_findings_out_and_has_unknown_ones_as_notes()
    {
        var result = Result();
        var sarif = PolicySarif.Write(result, File);
        var results = JsonDocument.Parse(sarif).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(result.Findings.Count - result.Waived.Count(), results.Count);
        Assert.DoesNotContain(results, one => Text(one, "ruleId") == "CKV_GCP_1");
        Assert.Equal("note", Text(Assert.Single(results, one => Text(one, "ruleId") == "CKV_GCP_42"), "level"));
    }

    [Fact]
    public void Json_has_the_findings_with_their_rule_and_waiver()
    {
        var json = JsonDocument.Parse(PolicyJson.Write(Result())).RootElement;
        Assert.Equal(RuleCatalog.All.Count, json.GetProperty("summary").GetProperty("rules").GetInt32());
        var waived = Assert.Single(json.GetProperty("findings").EnumerateArray(), one => Text(one, "rule") == "CKV_GCP_1");
        Assert.Equal(("waived", "cluster", "high"), (Text(waived, "outcome"), Text(waived, "name"), Text(waived, "severity")));
        Assert.Equal(
            ("because", "policy.yaml:2:5"),
            (Text(waived.GetProperty("waiver"), "reason"), Text(waived.GetProperty("waiver"), "at"))
        );
    }

    [Fact]
    public void Text_says_what_is_broken_what_to_do_and_why_the_rest_is_accepted()
    {
        var text = PolicyText.Write(Result(), Paint.Plain);
        Assert.Contains(
            "violation  CKV_GCP_20  high  A GKE cluster states which networks reach its control plane\n  cluster: ",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("  remedy: Set masterAuthorizedNetworksConfig.\n", text, StringComparison.Ordinal);
        Assert.Contains("  waived until 2027-05-31: because\n", text, StringComparison.Ordinal);
        Assert.Contains("unknown  CKV_GCP_42", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
    }

    [Theory]
    [InlineData("evil\u001b[2Jname")]
    [InlineData("a | b `c` <b>@octocat #1 GH-2")]
    [InlineData("two\nlines")]
    public void A_name_of_the_program_can_neither_move_the_cursor_nor_break_the_table_nor_ping(string name)
    {
        var cluster = RuleCase.Resource("gcp:container/cluster:Cluster", "x", "{ loggingService: none }") with { Name = name };
        var result = PolicyCheck.Run(Plans.Of(cluster), Waivers.None);
        Assert.DoesNotContain('\u001b', PolicyText.Write(result, Paint.Plain));
        var rows = PolicyMarkdown.Write(result).Split('\n').Where(line => line.StartsWith("| CKV_GCP_1 ", StringComparison.Ordinal));
        Assert.Contains($"| {Markdown.CodeCell(name)} |", Assert.Single(rows), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', PolicySarif.Write(result, File));
    }

    private static PolicyResult Result() =>
        PolicyCheck.Run(
            Plans.Of(
                RuleCase.Resource("gcp:container/cluster:Cluster", "cluster", "{ loggingService: none }"),
                RuleCase.Resource("gcp:container/cluster:Cluster", "second", "{ location: europe-west1 }"),
                RuleCase.Resource("gcp:projects/iAMMember:IAMMember", "grant", "{ role: roles/a.admin, member: '<a.member>' }")
            ),
            WaiverReader.ReadText(
                "waivers:\n  - { rule: CKV_GCP_1, resource: cluster, reason: because, expires: 2027-05-31 }\n",
                "policy.yaml",
                new DateOnly(2027, 1, 1)
            )
        );

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
