using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Rehearsal;

/// <summary>`make rehearse` itself, on the published binary: two of its recoveries, which take seconds.</summary>
public sealed class RehearsalTests(PublishedApp published)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly string Program = Repository.Program("Rehearsal");

    [Fact]
    public async Task A_recovery_with_productions_own_settings_keeps_its_promises()
    {
        var (code, printed) = await Rehearse("cache", "key");

        Assert.True(code == 0, printed);
        Assert.Contains(", 0 broken", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_that_was_spoiled_is_judged_broken()
    {
        var (code, printed) = await Rehearse("key", "--break");

        Assert.True(code == 1, printed);
        Assert.Contains(", 1 broken", printed, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Printed)> Rehearse(params string[] arguments)
    {
        Assert.SkipWhen(
            PostgresPrograms.Find() is null,
            "The rehearsal runs the PostgreSQL that is installed on this machine, and there is none"
        );
        var environment = new Dictionary<string, string?> { [PublishedBackend.Given] = await published.Binary() };
        return await ChildProcess.Run("dotnet", [Program, .. arguments, "--no-write"], environment, Timeout);
    }
}
