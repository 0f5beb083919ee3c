using PmCrm.LocalServers;

namespace PmCrm.Repository.Tests;

/// <summary>Runs eng/count-tests and eng/failed-tests on result files in xunit's format.</summary>
public sealed class TestResultScriptTests : IDisposable
{
    private const string Passed = """<UnitTestResult testName="PmCrm.A.Tests.Works" outcome="Passed" duration="00:00:00.1" />""";

    private const string Skipped = """
        <UnitTestResult testName="PmCrm.A.Tests.Needs_docker" outcome="NotExecuted"><Output><StdOut>No docker</StdOut></Output></UnitTestResult>
        """;

    /// <summary>A theory's row with quotes in its name, output of its own, an empty line in the message, and a stack trace.</summary>
    private const string Failed = """
        <UnitTestResult testName="PmCrm.A.Tests.Compares(text: &quot;a &amp; &lt;b&gt;&quot;)" outcome="Failed" duration="00:00:00.1"><Output><TextMessages><Message>printed</Message><Message>by the
        test</Message></TextMessages><ErrorInfo><Message>Assert.Equal() Failure: Values differ

        Expected: &lt;one&gt;
        Actual:   two
        third
        fourth
        fifth</Message><StackTrace>   at PmCrm.A.Tests.Compares(String text)
           at System.Reflection</StackTrace></ErrorInfo></Output></UnitTestResult>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("test-results-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Failed_tests_are_named_with_the_start_of_their_message_before_the_last_line()
    {
        Write("standin/a.trx", Passed, Failed, Skipped);
        Write(
            "standin/b.trx",
            Passed,
            """<UnitTestResult testName="B.Alone" outcome="Failed"><Output><ErrorInfo><Message>One line</Message></ErrorInfo></Output></UnitTestResult>"""
        );

        var (exitCode, printed) = await CountAsync(failures: "1");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            failed: PmCrm.A.Tests.Compares(text: "a & <b>")
                Assert.Equal() Failure: Values differ
                Expected: <one>
                Actual:   two
                third
                fourth
            failed: B.Alone
                One line
            2 passed, 2 failed, 1 skipped
            """,
            printed.TrimEnd()
        );
    }

    [Fact]
    public async Task Without_a_failure_there_is_one_line()
    {
        Write("a.trx", Passed, Skipped);

        var (exitCode, printed) = await CountAsync(failures: "0");

        Assert.Equal((0, "1 passed, 0 failed, 1 skipped"), (exitCode, printed.TrimEnd()));
    }

    [Fact]
    public async Task A_project_that_left_no_result_file_is_a_failure_that_is_named()
    {
        Write("a.trx", Passed);

        var (exitCode, printed) = await CountAsync(failures: "1");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            ["failed: a project did not build, or its tests did not end; see above", "1 passed, 1 failed, 0 skipped"],
            printed.TrimEnd().Split('\n')
        );
    }

    [Fact]
    public async Task No_result_at_all_is_a_failure()
    {
        var (exitCode, printed) = await CountAsync(failures: "0");

        Assert.Equal((1, "0 passed, 0 failed, 0 skipped"), (exitCode, printed.TrimEnd()));
    }

    private Task<(int ExitCode, string Printed)> CountAsync(string failures) =>
        ChildProcess.Run(Checkout.Script("count-tests"), [folder, failures]);

    private void Write(string name, params string[] results)
    {
        var passed = results.Count(result => result.Contains("outcome=\"Passed\"", StringComparison.Ordinal));
        var failed = results.Count(result => result.Contains("outcome=\"Failed\"", StringComparison.Ordinal));
        var skipped = results.Length - passed - failed;
        var counters =
            $"""<Counters total="{results.Length}" passed="{passed}" failed="{failed}" notRunnable="0" notExecuted="{skipped}" />""";
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"<TestRun><Results>{string.Concat(results)}</Results><ResultSummary>{counters}</ResultSummary></TestRun>");
    }
}
