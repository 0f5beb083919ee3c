using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

[Collection(ProcessEnvironment.Name)]
public class VersionTests
{
    [Fact]
    public async Task A_program_can_require_a_version_of_the_CLI()
    {
        var (exitCode, engine) = await RunAsync(new RecordingEngine());

        Assert.Equal(0, exitCode);
        Assert.Equal(">=3.200.0", Assert.Single(engine.All<RequirePulumiVersionRequest>()).PulumiVersionRange);
    }

    [Fact]
    public async Task Another_version_fails_the_run_with_the_engines_reason()
    {
        var (exitCode, engine) = await RunAsync(new RecordingEngine { HasVersion = _ => false });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "RequirePulumiVersionException: 3.276.0 is not in >=3.200.0",
            Assert.Single(engine.LoggedErrors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_engine_that_cannot_check_a_version_fails_the_run()
    {
        var (exitCode, engine) = await RunAsync(new RecordingEngine { Lacks = { "versions" } });

        Assert.Equal(32, exitCode);
        Assert.Contains("CLI", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stash_is_registered_with_its_input()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Pulumi.Deployment.RunAsync(() =>
            {
                _ = new Stash("kept", new StashArgs { Input = "a" });
            })
        );

        Assert.Equal(0, exitCode);
        Assert.Equal("pulumi:index:Stash", engine.Registered("kept").Type);
        Assert.Equal("a", engine.Registered("kept").Object.Fields["input"].StringValue);
    }

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(RecordingEngine behaviour) =>
        EngineRun.RunAsync(
            () =>
                Pulumi.Deployment.RunAsync(() =>
                {
                    Pulumi.Deployment.RequirePulumiVersionAsync(">=3.200.0");
                }),
            behaviour
        );
}
