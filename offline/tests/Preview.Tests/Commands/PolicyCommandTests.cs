using PmCrm.Preview.Policy;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

public sealed class PolicyCommandTests
{
    [Fact]
    public async Task A_plan_that_breaks_no_rule_exits_with_0()
    {
        using var project = new SampleProject("config", "shop:value: blue");

        var result = await project.RunAsync("policy");

        Assert.Equal(ExitCodes.Fine, result.ExitCode);
        Assert.Contains(": 0 violations, ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiver_for_an_unknown_rule_exits_with_2_before_anything_runs()
    {
        using var project = new SampleProject("config", "shop:value: blue");
        await File.WriteAllTextAsync(
            Path.Combine(project.Root, "policy.yaml"),
            "waivers:\n  - { rule: CKV_GCP_9999, resource: a, reason: r, expires: 2027-05-31 }\n",
            TestContext.Current.CancellationToken
        );

        var result = await project.RunAsync("policy");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: policy.yaml:2:13: there is no rule 'CKV_GCP_9999'; ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_violation_exits_with_1_and_its_waiver_with_0_until_it_expires()
    {
        using var project = new SampleProject("shop");
        var file = Path.Combine(project.Root, "mine.yaml");
        var all = string.Concat(
            RuleCatalog.All.Select(rule => $"  - {{ rule: {rule.Id}, resource: '*', reason: accepted, expires: 2999-01-01 }}\n")
        );

        var broken = await project.RunAsync("policy", "--format", "sarif");
        await File.WriteAllTextAsync(file, "waivers:\n" + all, TestContext.Current.CancellationToken);
        var waived = await project.RunAsync("policy", "--waivers", file);
        await File.WriteAllTextAsync(file, "waivers:\n" + all.Replace("2999", "2020"), TestContext.Current.CancellationToken);
        var expired = await project.RunAsync("policy", "--waivers", file);

        Assert.Equal((1, 0, 1), (broken.ExitCode, waived.ExitCode, expired.ExitCode));
        Assert.Contains("\"uri\": \"Pulumi.staging.yaml\"", broken.Output, StringComparison.Ordinal);
        Assert.Contains(": 0 violations, 0 unknown, ", waived.Output, StringComparison.Ordinal);
        Assert.Matches(
            "warning: mine.yaml:[0-9]+:5: the waiver of CKV_GCP_51 for '\\*' expired on 2020-01-01, so what it waived counts again",
            expired.Errors
        );
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("manifests")]
    public async Task A_secret_of_the_program_is_nowhere_in_the_output(string verb)
    {
        using var project = new SampleProject("shop", "shop:token: planted-value-2");

        var result = await project.RunAsync(verb);

        Assert.DoesNotContain("planted-value", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifests_of_a_plan_without_objects_are_one_comment()
    {
        using var project = new SampleProject("config", "shop:value: blue");

        var result = await project.RunAsync("manifests");

        Assert.Equal(ExitCodes.Fine, result.ExitCode);
        Assert.Matches("^# shop / staging: [^\n]+\n$", result.Output);
    }
}
