using System.Text.Json;
using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>What each workflow is there for, job by job: who acts, on what, in which order, and what becomes of a run that fails.</summary>
public sealed partial class WorkflowPromiseTests
{
    [Fact]
    public void A_pull_request_is_tested_with_both_SDKs()
    {
        var job = Job("pull-request.yml", "test");

        Assert.Contains("sdk: [official, standin]", job, StringComparison.Ordinal);
        Assert.Contains("PulumiSdk: ${{ matrix.sdk }}", job, StringComparison.Ordinal);
        Assert.Contains("run: make test", job, StringComparison.Ordinal);
    }

    /// <summary>A fork's run has no token that comments: another workflow posts what it wrote, and runs nothing that it brought.</summary>
    [Fact]
    public void A_forks_comment_is_posted_by_a_workflow_that_runs_nothing_of_the_change()
    {
        var text = Text("comment.yml");

        Assert.Contains("workflows: [pull request]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ref: ${{ github.event", Job("comment.yml", "comment"), StringComparison.Ordinal);
        Assert.DoesNotMatch(RunsCode(), text);
        Assert.Contains("name: comment\n", Job("pull-request.yml", "diff"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("build")]
    public void What_compiles_and_tests_has_no_identity_and_no_environment(string job)
    {
        var text = Job("deploy.yml", job);

        Assert.DoesNotContain("\n      id-token:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("environment:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("vars.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Provenance_and_bill_of_materials_are_attested_of_what_was_built_and_tested()
    {
        var job = Job("deploy.yml", "attest");

        Assert.Contains("needs: [test, build]", job, StringComparison.Ordinal);
        Assert.Equal(2, Count(job, "uses: actions/attest@"));
        Assert.Equal(2, Count(job, "subject-digest: ${{ needs.build.outputs.digest }}"));
        Assert.Contains("sbom-path:", job, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stack.yml", "push", "GCP_PUSHER", "-plan")]
    [InlineData("stack.yml", "plan", "GCP_PLANNER", "-plan")]
    [InlineData("stack.yml", "up", "GCP_DEPLOYER", "-up")]
    [InlineData("rollback.yml", "find", "GCP_PLANNER", "-plan")]
    [InlineData("drift.yml", "look", "GCP_PLANNER", "-plan")]
    [InlineData("rehearsal.yml", "rehearse", "GCP_RESTORER", "-rehearsal")]
    [InlineData("rehearsal.yml", "remove", "GCP_RESTORER", "-rehearsal")]
    public void Each_job_acts_as_the_account_that_may_do_just_that(string workflow, string job, string account, string environment)
    {
        var text = Job(workflow, job);

        Assert.Equal([account], Account().Matches(text).Select(match => match.Groups[1].Value).Distinct());
        Assert.Matches(new Regex($@"\n    environment: \S.*\}}{environment}\n", RegexOptions.None, TimeSpan.FromSeconds(1)), text);
    }

    [Fact]
    public void No_other_job_has_an_account()
    {
        var jobs = Checkout
            .Workflows.Select(file => Path.GetFileName(file))
            .SelectMany(workflow => Jobs(workflow).Select(job => (workflow, job)))
            .Where(pair => Account().IsMatch(Job(pair.workflow, pair.job)))
            .Select(pair => $"{pair.workflow} {pair.job}");

        Assert.Equal(
            [
                "drift.yml look",
                "rehearsal.yml rehearse",
                "rehearsal.yml remove",
                "rollback.yml find",
                "stack.yml plan",
                "stack.yml push",
                "stack.yml up",
            ],
            jobs.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void What_is_approved_is_what_is_applied()
    {
        Assert.Contains("--save-plan plan/plan.json", Job("stack.yml", "plan"), StringComparison.Ordinal);
        Assert.Contains("needs: plan\n", Job("stack.yml", "approve"), StringComparison.Ordinal);
        Assert.Contains("environment: ${{ inputs.stack }} ", Job("stack.yml", "approve"), StringComparison.Ordinal);
        var up = Job("stack.yml", "up");
        Assert.Contains("needs: approve\n", up, StringComparison.Ordinal);
        Assert.Contains("name: plan-${{ inputs.stack }}", up, StringComparison.Ordinal);
        Assert.Contains("--plan plan/plan.json --yes --skip-preview", up, StringComparison.Ordinal);
        Assert.Equal(1, Count(Text("stack.yml"), "pulumi up "));
    }

    [Fact]
    public void A_rollback_finds_its_image_first_and_then_goes_the_way_of_a_deployment()
    {
        var job = Job("rollback.yml", "rollback");

        Assert.Contains("needs: find\n", job, StringComparison.Ordinal);
        Assert.Contains("uses: ./.github/workflows/stack.yml", job, StringComparison.Ordinal);
        Assert.Contains("digest: ${{ needs.find.outputs.digest }}", job, StringComparison.Ordinal);
        Assert.Contains("ref: ${{ needs.find.outputs.ref }}", job, StringComparison.Ordinal);
        Assert.Contains("rollback: true", job, StringComparison.Ordinal);
        Assert.Contains("run: eng/find-image ", Job("rollback.yml", "find"), StringComparison.Ordinal);
        Assert.DoesNotContain("if:", job, StringComparison.Ordinal);
    }

    /// <summary>What was not compared leaves no artifact, so the issue of the stack stays as it is.</summary>
    [Fact]
    public void Drift_is_looked_for_daily_and_reported_only_where_it_was_compared()
    {
        Assert.Matches(@"\n    - cron: ""\d+ \d+ \* \* \*""\n", Text("drift.yml"));
        var look = Job("drift.yml", "look");
        Assert.InRange(
            look.IndexOf("run: eng/look-for-drift", StringComparison.Ordinal),
            0,
            look.IndexOf("uses: actions/upload-artifact@", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("if: always()", look, StringComparison.Ordinal);
        Assert.DoesNotContain("continue-on-error", Job("drift.yml", "report"), StringComparison.Ordinal);
    }

    /// <summary>A job of its own: the last steps of a job that is cancelled or out of time have five minutes.</summary>
    [Fact]
    public void A_rehearsal_is_quarterly_and_removes_its_clone_whatever_happened()
    {
        Assert.Matches(@"\n    - cron: ""\d+ \d+ \d+ 1,4,7,10 \*""\n", Text("rehearsal.yml"));
        var removal = Job("rehearsal.yml", "remove");
        Assert.Contains("\n    needs: rehearse\n    if: always()\n", removal, StringComparison.Ordinal);
        Assert.Contains("run: eng/remove-rehearsal \"$CLONE\"\n", removal, StringComparison.Ordinal);
        var report = Job("rehearsal.yml", "report");
        Assert.Contains("\n    needs: [rehearse, remove]\n    if: always()\n", report, StringComparison.Ordinal);
        Assert.Contains("REMOVED: ${{ needs.remove.result }}\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_workflows_and_dependencies_are_looked_at_by_their_own_tools()
    {
        Assert.Matches(@"language: \[.*\bcsharp\b.*\]", Text("codeql.yml"));
        Assert.Contains("persona: auditor", Text("zizmor.yml"), StringComparison.Ordinal);
        Assert.Contains("actions/dependency-review-action@", Job("pull-request.yml", "dependencies"), StringComparison.Ordinal);
        var dependabot = File.ReadAllText(Path.Combine(Checkout.Root, ".github", "dependabot.yml"));
        foreach (var ecosystem in new[] { "github-actions", "nuget", "npm" })
            Assert.Contains($"package-ecosystem: {ecosystem}\n", dependabot, StringComparison.Ordinal);
    }

    /// <summary>
    /// actions/setup-dotnet installs the version of global.json, but the newest of 10.0 where that says latestFeature
    /// (github.com/actions/setup-dotnet/pull/224), and dotnet then takes the newest that there is. "feature" goes on to a newer band only
    /// where that of global.json is not installed (https://learn.microsoft.com/dotnet/core/tools/global-json).
    /// </summary>
    [Fact]
    public void The_workflows_SDK_is_the_version_of_global_json()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "global.json")));
        var sdk = document.RootElement.GetProperty("sdk");

        Assert.Matches(@"^\d+\.\d+\.\d{3}$", sdk.GetProperty("version").GetString());
        Assert.Matches("^(disable|patch|feature)$", sdk.GetProperty("rollForward").GetString());
    }

    private static string Text(string workflow) => File.ReadAllText(Path.Combine(Checkout.Root, ".github", "workflows", workflow));

    private static IEnumerable<string> Jobs(string workflow) =>
        JobLine().Matches(Text(workflow)[JobsAt(Text(workflow))..]).Select(match => match.Groups[1].Value);

    private static string Job(string workflow, string job)
    {
        var text = Text(workflow);
        var begin = text.IndexOf($"\n  {job}:\n", JobsAt(text), StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{workflow} has no job {job}");
        var next = JobLine().Match(text, begin + job.Length + 4);
        return next.Success ? text[begin..next.Index] : text[begin..];
    }

    private static int JobsAt(string text) => text.IndexOf("\njobs:\n", StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"^  ([a-z-]+):$", RegexOptions.Multiline)]
    private static partial Regex JobLine();

    [GeneratedRegex(@"service_account: \$\{\{ vars\.([A-Z_]+) \}\}")]
    private static partial Regex Account();

    [GeneratedRegex(@"\b(make|dotnet|npm) ")]
    private static partial Regex RunsCode();
}
