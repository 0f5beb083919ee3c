using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>Rules for all workflows that no linter on npm has; the names are zizmor's.</summary>
public sealed partial class WorkflowRuleTests
{
    public static TheoryData<string> Workflows => [.. Checkout.Workflows.Select(file => Path.GetFileName(file))];

    /// <summary>The next rules would pass if no actions and permissions were found.</summary>
    [Fact]
    public void The_rules_find_their_lines()
    {
        var lines = Checkout.Workflows.SelectMany(file => Lines(Path.GetFileName(file))).ToList();

        Assert.Contains(lines, line => UsesLine().IsMatch(line));
        Assert.Contains(lines, line => WriteLine().IsMatch(line));
        Assert.Contains(lines, line => CheckoutLine().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_to_a_commit_with_its_version_beside_it(string workflow)
    {
        var used = Lines(workflow).Where(line => UsesLine().IsMatch(line) && !line.Contains("uses: ./", StringComparison.Ordinal));

        Assert.All(used, line => Assert.Matches(PinnedLine(), line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void The_workflow_itself_has_no_permission_and_each_job_states_its_own(string workflow)
    {
        var text = Text(workflow);

        Assert.Contains("\npermissions: {}\n", text, StringComparison.Ordinal);
        Assert.Equal(JobLine().Count(text[text.IndexOf("\njobs:", StringComparison.Ordinal)..]), JobPermissionsLine().Count(text));
    }

    /// <summary>docs/decisions/0016: nothing else checks the origin of an image.</summary>
    [Fact]
    public void The_provenance_of_an_image_is_verified_before_it_is_deployed()
    {
        var deploying = Checkout.Workflows.Where(file => File.ReadAllText(file).Contains("pulumi up ", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(deploying);
        Assert.All(deploying, file =>
        {
            var text = File.ReadAllText(file);
            var verified = text.IndexOf("gh attestation verify", StringComparison.Ordinal);
            Assert.InRange(verified, 0, text.IndexOf("pulumi up ", StringComparison.Ordinal));
        });
    }

    /// <summary>The tag names commit and attempt; a re-run of the job must not fail because of the image that it pushed before.</summary>
    [Fact]
    public void A_job_that_is_run_again_pushes_no_image_that_is_there_already()
    {
        var text = Text("stack.yml");
        var (asked, left, pushed) = (
            text.IndexOf("if skopeo inspect", StringComparison.Ordinal),
            text.IndexOf("exit 0", StringComparison.Ordinal),
            text.IndexOf("skopeo copy", StringComparison.Ordinal)
        );

        Assert.InRange(asked, 0, left);
        Assert.InRange(left, asked, pushed);
        Assert.Contains("$GITHUB_SHA-$GITHUB_RUN_ATTEMPT", text, StringComparison.Ordinal);
    }

    /// <summary>undocumented-permissions: every permission except reading the source has a comment with its reason.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_permission_to_write_says_why(string workflow) =>
        Assert.All(Lines(workflow).Where(line => WriteLine().IsMatch(line)), line =>
            Assert.Contains(" # ", line, StringComparison.Ordinal)
        );

    /// <summary>artipacked: a checkout keeps no token that later steps or uploaded folders could leak.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_checkout_keeps_its_token(string workflow) =>
        Assert.Equal(CheckoutLine().Count(Text(workflow)), NoCredentialsLine().Count(Text(workflow)));

    /// <summary>anonymous-definition</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void The_workflow_and_each_job_have_a_name(string workflow)
    {
        var text = Text(workflow);

        Assert.Matches(NameLine(), text);
        Assert.Equal(JobLine().Count(text[text.IndexOf("\njobs:", StringComparison.Ordinal)..]), JobNameLine().Count(text));
    }

    /// <summary>template-injection: a script gets values as environment variables, which a shell does not read as code.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_script_has_an_expression_in_it(string workflow)
    {
        var inRun = false;
        var indent = 0;
        foreach (var line in Lines(workflow))
        {
            var depth = line.Length - line.TrimStart().Length;
            if (inRun && line.Trim().Length > 0 && depth <= indent)
                inRun = false;
            if (RunLine().Match(line) is { Success: true } run)
            {
                inRun = true;
                indent = run.Groups["indent"].Length;
            }
            Assert.False(inRun && line.Contains("${{", StringComparison.Ordinal), $"{workflow}: {line.Trim()}");
        }
    }

    /// <summary>Unpinned tools could change between the approved preview and the deployment.</summary>
    [Fact]
    public void The_sdk_the_pulumi_cli_and_gcloud_are_pinned_everywhere()
    {
        foreach (var workflow in Checkout.Workflows)
        {
            var text = File.ReadAllText(workflow);
            Assert.DoesNotContain("dotnet-version:", text, StringComparison.Ordinal);
            Assert.Equal(Count(text, "actions/setup-dotnet@"), Count(text, "global-json-file: global.json"));
            Assert.Equal(Count(text, "pulumi/actions@"), Count(text, "pulumi-version: ${{ env.PULUMI_VERSION }}"));
            Assert.Equal(Count(text, "google-github-actions/setup-gcloud@"), Count(text, "version: ${{ env.GCLOUD_VERSION }}"));
        }
        foreach (var name in new[] { "PULUMI_VERSION", "GCLOUD_VERSION" })
            Assert.Single(
                Checkout
                    .Workflows.SelectMany(File.ReadLines)
                    .Where(line => line.StartsWith($"  {name}: ", StringComparison.Ordinal))
                    .Distinct()
            );
    }

    /// <summary>A job with a write token or a cloud identity runs no code of a pull request.</summary>
    [Fact]
    public void The_workflow_that_runs_a_change_has_no_token_that_writes_and_no_identity() =>
        Assert.DoesNotMatch(WriteLine(), Text("pull-request.yml"));

    /// <summary>
    /// A job that waits for a reviewer occupies its concurrency group, and a waiting run occupies its workflow's: a revert would wait
    /// behind an approval (github.com/vstorm-co/agenticos/issues/1832, github.com/hypothesis/lms/pull/4533).
    /// </summary>
    [Fact]
    public void A_waiting_approval_occupies_no_concurrency_group()
    {
        Assert.DoesNotContain("\nconcurrency:", Text("deploy.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain("\nconcurrency:", Text("rollback.yml"), StringComparison.Ordinal);
        var stack = Text("stack.yml");
        var approve = stack[stack.IndexOf("\n  approve:", StringComparison.Ordinal)..stack.IndexOf("\n  up:", StringComparison.Ordinal)];
        Assert.Contains("environment: ${{ inputs.stack }} ", approve, StringComparison.Ordinal);
        Assert.DoesNotContain("concurrency:", approve, StringComparison.Ordinal);
        Assert.Contains(
            "group: up-${{ inputs.stack }}",
            stack[stack.IndexOf("\n  up:", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }

    private static string Text(string workflow) => File.ReadAllText(Path.Combine(Checkout.Root, ".github", "workflows", workflow));

    private static string[] Lines(string workflow) => Text(workflow).Split('\n');

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"^\s*(- )?uses: ")]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedLine();

    [GeneratedRegex(@"^  [a-z-]+:$", RegexOptions.Multiline)]
    private static partial Regex JobLine();

    [GeneratedRegex(@"^    permissions:", RegexOptions.Multiline)]
    private static partial Regex JobPermissionsLine();

    [GeneratedRegex(@"^    name: ", RegexOptions.Multiline)]
    private static partial Regex JobNameLine();

    [GeneratedRegex(@"^name: \S", RegexOptions.Multiline)]
    private static partial Regex NameLine();

    [GeneratedRegex(@"^\s+[a-z-]+: write\b", RegexOptions.Multiline)]
    private static partial Regex WriteLine();

    [GeneratedRegex(@"uses: actions/checkout@")]
    private static partial Regex CheckoutLine();

    [GeneratedRegex(@"persist-credentials: false")]
    private static partial Regex NoCredentialsLine();

    [GeneratedRegex(@"^(?<indent>\s*)(- )?run:")]
    private static partial Regex RunLine();
}
