using PmCrm.Sdk.Tests.Wire;
using Pulumi;

namespace PmCrm.Sdk.Tests.StandIn;

/// <summary>How the stand-in differs from the official SDK: it never runs under an engine that deploys, and never shows a secret.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class RefusalTests : IDisposable
{
    private readonly TextWriter errorBefore = Console.Error;
    private readonly StringWriter error = new();

    public RefusalTests() => Console.SetError(error);

    public void Dispose()
    {
        Console.SetError(errorBefore);
        error.Dispose();
    }

    [Fact]
    public async Task Under_an_engine_that_is_not_the_preview_it_refuses_with_the_command_that_helps()
    {
        var ran = false;
        var (exitCode, engine) = await EngineRun.RunAsync(async () =>
        {
            using var real = new EnvironmentScope(new() { ["PMCRM_PREVIEW_ENGINE"] = null });
            return await Deployment.RunAsync(() =>
            {
                ran = true;
            });
        });

        Assert.Equal(1, exitCode);
        Assert.False(ran);
        Assert.Empty(engine.All<Pulumirpc.RegisterResourceRequest>());
        Assert.Contains("PulumiSdk=official dotnet build infra", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_setting_of_the_wrong_type_is_not_shown()
    {
        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    new Config().RequireSecretObject<int[]>("k");
                }),
            config: new() { ["proj:k"] = "planted-value-10" },
            secretKeys: ["proj:k"]
        );

        var message = Assert.Single(engine.LoggedErrors);
        Assert.Contains("'proj:k' value '[secret]'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value-10", message, StringComparison.Ordinal);
    }
}
