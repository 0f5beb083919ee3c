using System.Diagnostics;
using System.Text.RegularExpressions;
using PmCrm.Components.Workload;
using PmCrm.Preview;
using PmCrm.Stacks.Tests.Plan;

namespace PmCrm.Stacks.Tests.Documentation;

/// <summary>
/// The commands of docs/rollback.md that remove old configuration, run with a stub of <c>kubectl</c> that answers from files.
/// </summary>
public sealed partial class KeptConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pmcrm-kubectl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Configuration_that_a_revision_or_a_job_names_stays_and_the_rest_is_removed()
    {
        WriteKubectl(
            revisions: "name: pmcrm-config-aaaaaaaaaa\nname: pmcrm-secrets-bbbbbbbbbb\n",
            kept: "configmap/pmcrm-config-aaaaaaaaaa\nconfigmap/pmcrm-config-cccccccccc\nsecret/pmcrm-secrets-bbbbbbbbbb\nsecret/pmcrm-secrets-dddddddddd\n"
        );
        await RunAsync(Commands());
        Assert.Equal(
            ["configmap/pmcrm-config-cccccccccc", "secret/pmcrm-secrets-dddddddddd"],
            await File.ReadAllLinesAsync(Path.Combine(folder, "deleted"), TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Commands_find_what_the_stack_keeps_and_nothing_else(string name)
    {
        Assert.Contains($"-l app.kubernetes.io/component={AppConfiguration.Component} ", Commands(), StringComparison.Ordinal);
        var stack = await PlannedStack.OfAsync(name);
        Assert.All(
            stack.Plan.Resources.Where(resource => resource.Package == "kubernetes" && resource.IsCustom && !resource.IsProvider),
            resource =>
                Assert.Equal(
                    resource.Options.RetainOnDelete,
                    resource.Inputs.At("metadata.labels[\"app.kubernetes.io/component\"]")
                        is Preview.Plan.PlanText { Text: AppConfiguration.Component }
                )
        );
    }

    private static string Commands() =>
        Block().Match(File.ReadAllText(Path.Combine(PlannedStack.Root, "docs", "rollback.md"))).Groups["commands"].Value;

    private void WriteKubectl(string revisions, string kept)
    {
        File.WriteAllText(Path.Combine(folder, "revisions"), revisions);
        File.WriteAllText(Path.Combine(folder, "kept"), kept);
        File.WriteAllText(
            Path.Combine(folder, "kubectl"),
            $$"""
            case "$*" in
              "-n pmcrm get replicasets,jobs -o yaml") cat "{{folder}}/revisions" ;;
              "-n pmcrm get configmaps,secrets -l "*" -o name") cat "{{folder}}/kept" ;;
              "-n pmcrm delete "*) echo "$4" >> "{{folder}}/deleted" ;;
              *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """
        );
    }

    private async Task RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-c", $"kubectl() {{ sh '{folder}/kubectl' \"$@\"; }}\n{commands}"])
        {
            WorkingDirectory = folder,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var bash = await ChildProcess.RunAsync(start, line: null, limit.Token);
        Assert.True(bash.ExitCode == 0, bash.Errors);
    }

    [GeneratedRegex("```sh\n(?<commands>kubectl [^`]*component=[^`]*)```")]
    private static partial Regex Block();
}
