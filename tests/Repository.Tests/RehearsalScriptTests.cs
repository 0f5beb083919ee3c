namespace PmCrm.Repository.Tests;

/// <summary>Runs the scripts of the workflow "restore rehearsal" with stubs of the cloud's tools.</summary>
public sealed class RehearsalScriptTests : IDisposable
{
    private const string Clone = "pmcrm-rehearsal-7-1";
    private const string Verified = """{"status":"ok","canary":"'"$(date -u -d '-6 minutes' +%Y-%m-%dT%H:%M:%SZ)"'","checks":[]}""";
    private const string Failed =
        """{"status":"failed","canary":null,"checks":[{"name":"jobs","status":"failed","detail":"lost: 1 exports"}]}""";

    private readonly StubTools tools = new();
    private readonly string folder;

    public RehearsalScriptTests()
    {
        folder = tools.NewFolder("rehearsal");
        tools.Add("sleep", "exit 0");
        tools.Add(
            "gcloud",
            "case \"$*\" in *ipAddresses*) echo 10.1.2.3 ;; *serverCaCert*) echo PEM ;; *instances\\ clone*) echo operation-1 ;; "
                + "*instances\\ list*) echo "
                + Clone
                + " ;; esac"
        );
        Kubectl(Verified);
    }

    public void Dispose() => tools.Dispose();

    [Fact]
    public async Task The_clone_is_verified_by_the_workers_image_and_both_objectives_are_measured()
    {
        var (exitCode, printed) = await RehearseAsync();

        Assert.True(exitCode == 0, printed);
        Assert.Single(tools.Calls, IsClone);
        var job = await File.ReadAllTextAsync(Path.Combine(folder, "job.json"));
        Assert.Contains("10.1.2.3", job, StringComparison.Ordinal);
        Assert.Contains("/etc/pmcrm/clone/ca.pem", job, StringComparison.Ordinal);
        Assert.DoesNotContain("livenessProbe", job, StringComparison.Ordinal);
        Assert.Contains("\"recoverySeconds\"", printed, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"ok\"", printed, StringComparison.Ordinal);
    }

    /// <summary>gcloud's own wait ends after ten minutes with an error, while the clone goes on (api_lib/sql/operations.py).</summary>
    [Fact]
    public async Task A_clone_is_waited_for_as_long_as_the_objective_allows()
    {
        var (exitCode, printed) = await RehearseAsync();

        Assert.True(exitCode == 0, printed);
        Assert.EndsWith(" --async --format=value(name)", Assert.Single(tools.Calls, IsClone), StringComparison.Ordinal);
        Assert.Contains("gcloud sql operations wait operation-1 --timeout=7200", tools.Calls);
    }

    [Theory]
    [InlineData("case $3 in clone) echo 'ERROR: quota' >&2; exit 1 ;; esac")]
    [InlineData("case $3 in clone) echo operation-1 ;; wait) echo 'ERROR: [INTERNAL_ERROR]' >&2; exit 1 ;; esac")]
    public async Task A_clone_that_cannot_be_created_is_reported_and_nothing_is_verified(string gcloud)
    {
        tools.Add("gcloud", gcloud);

        var (exitCode, printed) = await RehearseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("ERROR: ", printed, StringComparison.Ordinal);
        Assert.Contains("could not be made", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(tools.Calls, call => call.StartsWith("kubectl", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(folder, "result.json")));
    }

    [Fact]
    public async Task A_clone_that_cannot_be_served_fails_with_its_checks_and_the_result_is_kept()
    {
        Kubectl(Failed);

        var (exitCode, printed) = await RehearseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("jobs: lost: 1 exports", printed, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "result.json")));
    }

    [Fact]
    public async Task An_old_clone_breaks_the_objective()
    {
        Kubectl("""{"status":"ok","canary":"2020-01-01T00:00:00Z","checks":[]}""");

        var (exitCode, printed) = await RehearseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("the objective is 3600 s", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_created_is_removed_even_if_one_removal_fails()
    {
        tools.Add("kubectl", "exit 1");

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [Clone]);

        Assert.Equal(1, exitCode);
        Assert.Contains("remove it by hand", printed, StringComparison.Ordinal);
        Assert.Contains($"gcloud sql instances delete {Clone} --quiet", tools.Calls);
    }

    /// <summary>
    /// A run that is cancelled leaves a clone that is still being made, which Cloud SQL lets nobody change. It has the database's settings,
    /// so its final backup is turned off (https://cloud.google.com/sql/docs/postgres/backup-recovery/backing-up).
    /// </summary>
    [Theory]
    [InlineData("true")]
    [InlineData("exit 1")]
    public async Task A_clone_that_is_still_being_made_is_waited_for_and_then_removed(string wait)
    {
        tools.Add("kubectl", "true");
        tools.Add(
            "gcloud",
            $"case \"$2 $3\" in 'instances list') echo {Clone} ;; 'operations list') echo operation-1 ;; 'operations wait') {wait} ;; esac"
        );

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [Clone]);

        Assert.True(exitCode == 0, printed);
        Assert.Equal(
            [
                "gcloud sql operations wait operation-1 --timeout=3600",
                $"gcloud sql instances patch {Clone} --no-deletion-protection --no-retain-backups-on-delete --no-final-backup --quiet",
                $"gcloud sql instances delete {Clone} --quiet",
            ],
            tools.Calls.Where(call =>
                call.StartsWith("gcloud", StringComparison.Ordinal) && !call.Contains(" list ", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task The_clones_of_earlier_rehearsals_are_removed_too()
    {
        const string earlier = "pmcrm-rehearsal-6-2";
        tools.Add("kubectl", "true");
        tools.Add("gcloud", $"[ \"$2 $3\" != 'instances list' ] || echo {earlier}");

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [Clone]);

        Assert.True(exitCode == 0, printed);
        Assert.Contains("gcloud sql instances list --filter=name~^pmcrm-rehearsal-[0-9-]+$ --format=value(name)", tools.Calls);
        Assert.Contains($"gcloud sql instances delete {earlier} --quiet", tools.Calls);
        foreach (var name in new[] { earlier, Clone })
            Assert.Contains($"kubectl -n pmcrm delete job {name} --ignore-not-found --wait=false", tools.Calls);
    }

    [Fact]
    public async Task A_clone_that_was_never_made_leaves_nothing_to_remove()
    {
        tools.Add("kubectl", "true");
        tools.Add("gcloud", "true");

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [Clone]);

        Assert.True(exitCode == 0, printed);
        Assert.DoesNotContain(tools.Calls, call => call.StartsWith("gcloud sql instances delete", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData($"case \"$2 $3\" in 'instances list') echo {Clone} ;; 'operations list') exit 1 ;; esac")]
    public async Task What_cannot_be_looked_for_counts_as_left(string gcloud)
    {
        tools.Add("kubectl", "true");
        tools.Add("gcloud", gcloud);

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [Clone]);

        Assert.Equal(1, exitCode);
        Assert.Contains("remove it by hand", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pmcrm-production")]
    [InlineData("")]
    public async Task Nothing_but_a_rehearsals_clone_is_removed(string name)
    {
        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("remove-rehearsal"), [name]);

        Assert.Equal(1, exitCode);
        Assert.Contains("is not the name of a rehearsal's clone", printed, StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    [Fact]
    public async Task The_figures_go_to_the_issue_and_by_pull_request_into_the_page()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "result.json"),
            """{"stack":"staging","at":"2026-01-31T02:59:00Z","cloneSeconds":900,"verifySeconds":30,"lostSeconds":40,"status":"ok","failed":[]}"""
        );
        tools.Add(
            "gh",
            "for argument; do case $argument in content=*) echo \"${argument#content=}\" | base64 -d >'" + folder + "/page' ;; esac; done"
        );

        var (exitCode, printed) = await ReportAsync();

        Assert.True(exitCode == 0, printed);
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "page"));
        Assert.Contains(
            "| staging | 2026-01-31 | 900 s | 30 s | 40 s | ok |\n<!-- cloud rehearsal: end -->",
            page,
            StringComparison.Ordinal
        );
        Assert.Equal(1, page.Split("| staging |").Length - 1);
        Assert.Contains(tools.Calls, call => call.StartsWith("gh issue create", StringComparison.Ordinal));
        Assert.Contains(tools.Calls, call => call.StartsWith("gh api repos/owner/name/pulls ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rehearsal_without_a_result_is_reported_in_the_issue_and_changes_no_page()
    {
        tools.Add("gh", "[ \"$2\" != list ] || echo 5");

        var (exitCode, _) = await ReportAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(tools.Calls, call => call.StartsWith("gh issue comment 5", StringComparison.Ordinal));
        Assert.DoesNotContain(tools.Calls, call => call.StartsWith("gh api", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("success", false)]
    [InlineData("failure", true)]
    [InlineData("cancelled", true)]
    public async Task The_issue_says_where_a_clone_may_be_left(string removed, bool isSaid)
    {
        tools.Add("gh", "[ \"$2\" != list ] || echo 5\n[ \"$2\" != comment ] || cat \"${@: -1}\"");

        var (_, printed) = await ReportAsync(removed);

        Assert.Contains("could not be rehearsed", printed, StringComparison.Ordinal);
        Assert.Equal(isSaid, printed.Contains("Its clone may be left", StringComparison.Ordinal));
    }

    private static bool IsClone(string call) =>
        call.StartsWith($"gcloud sql instances clone pmcrm-staging {Clone} --point-in-time=", StringComparison.Ordinal);

    private void Kubectl(string report) =>
        tools.Add(
            "kubectl",
            $$$"""
            case "$*" in
            *"get deployment"*) echo '{"spec":{"template":{"spec":{"volumes":[],"containers":[{"args":["worker"],"livenessProbe":{},"volumeMounts":[]}] } } } }' ;;
            *"create -f"*) cat >'{{{folder}}}/job.json' ;;
            *"get job"*) echo 1 ;;
            *logs*) echo '{{{report}}}' ;;
            esac
            """
        );

    private Task<(int ExitCode, string Printed)> RehearseAsync() =>
        tools.RunAsync(Checkout.Script("rehearse-restore"), ["staging", "pmcrm-staging", Clone, folder]);

    private Task<(int ExitCode, string Printed)> ReportAsync(string removed = "success") =>
        tools.RunAsync(
            Checkout.Script("report-rehearsal"),
            ["staging", folder],
            new()
            {
                ["GITHUB_REPOSITORY"] = "owner/name",
                ["RUN_URL"] = "https://example.org/run",
                ["REMOVED"] = removed,
            }
        );
}
