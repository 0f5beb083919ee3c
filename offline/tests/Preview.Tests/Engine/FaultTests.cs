using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Engine;

public sealed class FaultTests
{
    [Fact]
    public async Task Two_resources_with_one_URN_are_an_error_that_names_it()
    {
        var run = await Sample.RunAsync("duplicate");

        Assert.Contains(
            "two resources have the URN 'urn:pulumi:staging::shop::random:index/randomPet:RandomPet::twin': "
                + "give one of them another name or parent",
            Errors(run)
        );
    }

    [Fact]
    public async Task An_exception_is_reported_without_its_stack_trace()
    {
        var run = await Sample.RunAsync("throws");

        var error = Assert.Single(Errors(run), message => message.Contains("the orchard is closed", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_verbose_the_stack_trace_is_shown()
    {
        var run = await Sample.RunAsync(request => request with { Verbose = true }, "throws");

        Assert.Contains(Errors(run), message => message.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_inside_an_apply_fails_the_run()
    {
        var run = await Sample.RunAsync("throws-in-apply");

        Assert.Contains(Errors(run), message => message.Contains("no route to <db.privateIpAddress>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_logged_error_fails_the_run()
    {
        var run = await Sample.RunAsync("logs-error", ("token", ConfigEntry.Plain("abc")));

        Assert.Contains("the token abc is stale", Errors(run));
    }

    [Fact]
    public async Task A_crash_names_the_signal_and_the_last_resource()
    {
        var run = await Sample.RunAsync("crashes");

        Assert.Contains(Errors(run), message =>
            message.StartsWith(
                "the program Scenarios.dll crashed (exit code 134, signal 6); "
                    + "the last resource it registered is 'urn:pulumi:staging::shop::random:index/randomPet:RandomPet::",
                StringComparison.Ordinal
            )
        );
        Assert.Contains(Errors(run), message => message.Contains("pulled the plug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_never_ends_is_stopped_after_the_timeout()
    {
        var run = await Sample.RunAsync(request => request with { Timeout = TimeSpan.FromSeconds(10) }, "hangs");

        Assert.Null(run.ExitCode);
        Assert.Contains(
            "the program Scenarios.dll did not finish within 10 s and was stopped; "
                + "the last resource it registered is 'urn:pulumi:staging::shop::random:index/randomPet:RandomPet::sleepy'",
            Errors(run)
        );
    }

    [Fact]
    public async Task A_program_that_sends_no_request_is_not_taken_for_an_empty_stack()
    {
        var run = await Sample.RunAsync(With("SCENARIO", "silent"), "shop");

        Assert.Equal(
            [
                "the program Scenarios.dll ended without asking the engine for anything; "
                    + "a Pulumi program awaits Deployment.RunAsync in its Main",
            ],
            Errors(run)
        );
    }

    [Fact]
    public async Task A_program_that_fails_before_it_reaches_the_engine_shows_what_it_wrote()
    {
        var run = await Sample.RunAsync(With("SCENARIO", "exit-7"), "shop");

        Assert.Equal(["the disk is full", "the program Scenarios.dll failed with exit code 7; it never reached the engine"], Errors(run));
    }

    [Fact]
    public async Task What_a_program_writes_on_standard_output_is_a_message_not_data()
    {
        var run = await Sample.RunAsync(With("SCENARIO", "chatty"), "shop");

        Assert.False(run.Failed);
        Assert.Contains(new Diagnostic(Severity.Info, "the program wrote: hello from the program"), run.Diagnostics);
    }

    [Fact]
    public async Task A_function_that_is_in_no_table_returns_placeholders_and_is_named()
    {
        var run = await Sample.RunAsync("invokes");

        Assert.False(run.Failed);
        var said = Assert.Single(run.Diagnostics, said => said.Severity == Severity.Warning);
        Assert.StartsWith("the function 'acme:index:getNothing' is not in the table", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_named()
    {
        var error = await Assert.ThrowsAsync<PreviewException>(() =>
            Sample.RunAsync(request => request with { Command = request.Command with { FileName = "no-such-command" } }, "shop")
        );

        Assert.StartsWith("cannot start 'no-such-command': ", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.ProgramFailed, error.ExitCode);
    }

    private static Func<RunRequest, RunRequest> With(string variable, string value) =>
        request => request with { Environment = new Dictionary<string, string> { [variable] = value } };

    private static List<string> Errors(RunResult run) =>
        [.. run.Diagnostics.Where(said => said.Severity == Severity.Error).Select(said => said.Message)];
}
