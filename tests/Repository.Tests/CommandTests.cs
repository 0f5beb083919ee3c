using System.Text;
using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>
/// Every call of gcloud, gh, kubectl, make and pulumi in documents, workflows and scripts exists, with its flags, in the tool's own
/// reference
/// (References/). During an incident nobody has time to find out what a wrong flag was meant to be.
/// </summary>
public sealed partial class CommandTests
{
    public static TheoryData<string> Files =>
        [
            .. new[] { "docs/*.md", "README.md", "SECURITY.md", ".github/workflows/*.yml" }
                .SelectMany(pattern =>
                    Directory.EnumerateFiles(Path.Combine(Checkout.Root, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern))
                )
                .Concat(Checkout.Scripts)
                .Select(file => Path.GetRelativePath(Checkout.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_command_and_flag_exists_in_the_tools_own_reference(string file)
    {
        var faults = Calls(file).Where(call => call.Fault is not null).Select(call => $"{call.Fault}: {call.Call}");

        Assert.True(!faults.Any(), $"{file}:\n{string.Join('\n', faults)}");
    }

    [Theory]
    [InlineData("docs/deploy.md", 30)]
    [InlineData("docs/restore.md", 30)]
    [InlineData("docs/rollback.md", 20)]
    [InlineData(".github/workflows/stack.yml", 5)]
    [InlineData("eng/report-drift", 4)]
    public void The_calls_of_a_file_are_found(string file, int atLeast) => Assert.InRange(Calls(file).Count(), atLeast, 1000);

    [Theory]
    [InlineData("pulumi destroy --preview-only --stagger", "pulumi destroy has no flag --stagger")]
    [InlineData("pulumi rollback", "pulumi has no command or argument 'rollback'")]
    [InlineData("pulumi stack restore --file x", "pulumi stack has no command or argument 'restore'")]
    [InlineData("pulumi stack output --stack", "--stack of pulumi stack output needs a value")]
    [InlineData("pulumi cancel && pulumi refreshen", "pulumi has no command or argument 'refreshen'")]
    [InlineData("A=$(pulumi stack outputs image)", "pulumi stack has no command or argument 'outputs'")]
    [InlineData("echo \"at $(gcloud sql instances promote $R)\"", "gcloud sql instances has no command or argument 'promote'")]
    [InlineData("gcloud sql instances clone a b --point-in-times=x", "gcloud sql instances clone has no flag --point-in-times")]
    [InlineData("gcloud kms keys versions restore 1 --key=k --location=europe", "gcloud kms keys versions needs --keyring")]
    [InlineData("kubectl -n pmcrm rollout back deployment/x", "kubectl rollout has no command or argument 'back'")]
    [InlineData("kubectl -n pmcrm rollout undo deployment/x --revision=2", "kubectl rollout undo has no flag --revision")]
    [InlineData("if ! kubectl -n pmcrm fetch pods; then", "kubectl has no command or argument 'fetch'")]
    [InlineData("gh workflow pause deploy", "gh workflow has no command or argument 'pause'")]
    [InlineData("gh run list --branches=main", "gh run list has no flag --branches")]
    [InlineData("alias settled='kubectl rollout wait x'", "kubectl rollout has no command or argument 'wait'")]
    [InlineData("pulumi up 2>&1 --explode", "pulumi up has no flag --explode")]
    [InlineData("make explode", "the Makefile has no target explode")]
    [InlineData("make preview STAGE=x", "the Makefile has no variable STAGE")]
    public void A_made_up_command_is_found(string script, string fault) =>
        Assert.Contains(fault, CommandReferences.Check(script).Select(call => call.Fault));

    [Theory]
    [InlineData("kubectl -n pmcrm get pods -ojson | jq .")]
    [InlineData("gcloud sql instances patch x --no-deletion-protection")]
    [InlineData("for s in a b; do pulumi stack output --stack \"$s\" apiUrl; done > urls.txt")]
    [InlineData("pulumi config set image \"$(pulumi stack output image)\" # and not: pulumi set")]
    public void A_correct_command_passes(string script)
    {
        var calls = CommandReferences.Check(script).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Null(call.Fault));
    }

    private static IEnumerable<(string Call, string? Fault)> Calls(string file)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, file)).ReplaceLineEndings("\n");
        return Path.GetExtension(file) switch
        {
            ".md" => FencedBlock()
                .Matches(text)
                .Select(match => match.Groups[1].Value)
                .Concat(InlineCode().Matches(FencedBlock().Replace(text, "")).Select(match => match.Groups[1].Value))
                .SelectMany(CommandReferences.Check),
            ".yml" => CommandReferences.Check(RunSteps(text)),
            _ => CommandReferences.Check(text),
        };
    }

    /// <summary>The scripts of a workflow's <c>run:</c> keys.</summary>
    private static string RunSteps(string workflow)
    {
        var scripts = new StringBuilder();
        var indent = -1;
        foreach (var line in workflow.Split('\n'))
        {
            if (indent >= 0 && (line.Trim().Length == 0 || line.Length - line.TrimStart().Length > indent))
            {
                scripts.Append(line).Append('\n');
            }
            else
            {
                var run = RunKey().Match(line);
                indent = run.Success && run.Groups[2].Value == "|" ? run.Groups[1].Length : -1;
                scripts.Append(run.Success && run.Groups[2].Value != "|" ? run.Groups[2].Value + "\n" : "");
            }
        }

        return scripts.ToString();
    }

    [GeneratedRegex("^```(?:sh|bash)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^( *(?:- )?)run: (.+)$")]
    private static partial Regex RunKey();
}
