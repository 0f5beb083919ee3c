using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

[Collection(ProcessEnvironment.Name)]
public class RunTests
{
    [Fact]
    public async Task Every_form_of_a_program_runs_and_its_result_becomes_outputs()
    {
        IDictionary<string, object?> returned = new Dictionary<string, object?> { ["key"] = Output.CreateSecret("planted-value-5") };
        Func<Task<int>>[] forms =
        [
            () => Deployment.RunAsync(() => returned),
            () => Deployment.RunAsync(() => Task.FromResult(returned)),
            () => Deployment.RunAsync<OneOutput>(),
            () => Deployment.RunAsync<OneOutput>(new OneService()),
        ];
        foreach (var form in forms)
        {
            var (exitCode, engine) = await EngineRun.RunAsync(form);

            Assert.Equal(0, exitCode);
            var secret = Assert.Single(engine.All<RegisterResourceOutputsRequest>()).Outputs.Fields["key"].StructValue;
            Assert.Equal("planted-value-5", secret.Fields["value"].StringValue);
        }
    }

    [Fact]
    public async Task Programs_that_return_nothing_have_no_outputs()
    {
        foreach (
            var form in new Func<Task<int>>[] { () => Deployment.RunAsync(() => { }), () => Deployment.RunAsync(() => Task.CompletedTask) }
        )
        {
            var (exitCode, engine) = await EngineRun.RunAsync(form);

            Assert.Equal(0, exitCode);
            Assert.Empty(Assert.Single(engine.All<RegisterResourceOutputsRequest>()).Outputs.Fields);
        }
    }

    [Fact]
    public async Task A_program_that_throws_reports_it_and_exits_with_32()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync((Action)(() => throw new InvalidOperationException("it broke")))
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("it broke", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
        Assert.False(engine.WasSignalled);
    }

    [Fact]
    public async Task A_run_exception_is_reported_as_its_message_alone()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync((Action)(() => throw new RunException("fix the settings")))
        );

        Assert.Equal(32, exitCode);
        Assert.Equal("fix the settings", Assert.Single(engine.LoggedErrors));
    }

    [Fact]
    public async Task A_resource_exception_names_its_resource_and_hides_the_stack_if_asked_to()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                var thing = new Thing("it");
                thing.Id.Apply(string (_) => throw new ResourceException("wrong thing", thing, hideStack: true));
            })
        );

        Assert.Equal(32, exitCode);
        var log = engine.All<LogRequest>().Single(request => request.Severity == Pulumirpc.LogSeverity.Error);
        Assert.Equal("wrong thing", log.Message);
        Assert.Equal("urn:pulumi:dev::proj::test:index:Thing::it", log.Urn);
    }

    [Fact]
    public async Task A_logged_error_alone_exits_with_1()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() => Deployment.RunAsync(() => Log.Error("something is off")));

        Assert.Equal(1, exitCode);
        Assert.Equal("something is off", Assert.Single(engine.LoggedErrors));
        Assert.False(engine.WasSignalled);
    }

    [Fact]
    public async Task Messages_carry_severity_resource_stream_and_the_ephemeral_mark()
    {
        var (_, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                Log.Info("for your information", new Thing("it"), streamId: 3, ephemeral: true);
                Log.Warn("careful");
            })
        );

        var info = engine.All<LogRequest>().Single(log => log.Message == "for your information");
        Assert.Equal(Pulumirpc.LogSeverity.Info, info.Severity);
        Assert.Equal("urn:pulumi:dev::proj::test:index:Thing::it", info.Urn);
        Assert.Equal(3, info.StreamId);
        Assert.True(info.Ephemeral);
        Assert.Equal(Pulumirpc.LogSeverity.Warning, engine.All<LogRequest>().Single(log => log.Message == "careful").Severity);
    }

    [Fact]
    public async Task A_registration_that_the_engine_refuses_fails_the_run()
    {
        var refusing = new RecordingEngine
        {
            OnRegister = (request, response) =>
                request.Name == "it"
                    ? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.AlreadyExists, "duplicate URN"))
                    : response,
        };

        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    _ = new Thing("it");
                }),
            refusing
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("duplicate URN", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_is_described_by_the_engine()
    {
        var seen = "";
        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    var run = Deployment.Instance;
                    seen = $"{run.OrganizationName}/{run.ProjectName}/{run.StackName} {run.RootDirectory} {run.IsDryRun}";
                }),
            isPreview: false
        );

        Assert.Equal("org/proj/dev /root-of-the-project False", seen);
    }

    [Fact]
    public async Task A_program_that_no_engine_started_says_so()
    {
        using var environment = new EnvironmentScope(new() { ["PULUMI_MONITOR"] = null, ["PULUMI_ENGINE"] = null });

        await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync(() => { }));
    }

    [Fact]
    public async Task An_engine_that_knows_no_shutdown_signal_is_not_waited_for()
    {
        var (exitCode, _) = await EngineRun.RunAsync(() => Deployment.RunAsync(() => { }), new RecordingEngine { Lacks = { "shutdown" } });

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Messages_of_all_four_levels_are_sent_and_an_exception_is_an_error()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                Log.Debug("said at debug");
                Log.Info("said at info");
                Log.Warn("said at warning");
                Log.Error("said at error");
                Log.Exception(new InvalidOperationException("said at error, too"));
            })
        );

        var said = engine.All<LogRequest>().Where(log => log.Message.Contains("said at", StringComparison.Ordinal));
        Assert.Equal(
            ["Debug: said at debug", "Error: said at error", "Info: said at info", "Warning: said at warning"],
            said.Where(log => log.Message.StartsWith("said", StringComparison.Ordinal))
                .Select(log => $"{log.Severity}: {log.Message}")
                .Order()
        );
        Assert.Equal(Pulumirpc.LogSeverity.Error, said.Single(log => log.Message.EndsWith(", too", StringComparison.Ordinal)).Severity);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Only_features_that_are_used_are_asked_for()
    {
        var (_, plain) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                _ = new Thing("it");
            })
        );
        var (_, remote) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                _ = new RemoteGroup("it", new ThingArgs());
            })
        );

        Assert.Equal(["aliasSpecs", "resourceReferences"], Features(plain));
        Assert.Equal(["aliasSpecs", "outputValues", "resourceReferences"], Features(remote));

        static IEnumerable<string> Features(RecordingEngine engine) =>
            engine.All<SupportsFeatureRequest>().Select(request => request.Id).Distinct().Order();
    }

    [Fact]
    public async Task An_engine_without_references_gets_ids_and_urns()
    {
        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    _ = new Thing("it", new ThingArgs { Other = new Thing("other") });
                }),
            new RecordingEngine { Lacks = { "resourceReferences" } }
        );

        Assert.Equal("other-id", engine.Registered("it").Object.Fields["other"].StringValue);
    }

    [Fact]
    public async Task A_state_without_a_property_is_unknown_in_a_preview_and_after_a_failed_or_skipped_update()
    {
        Assert.False(await IsKnownAsync(isPreview: true, Result.Success));
        Assert.True(await IsKnownAsync(isPreview: false, Result.Success));
        Assert.False(await IsKnownAsync(isPreview: false, Result.Fail));
        Assert.False(await IsKnownAsync(isPreview: false, Result.Skip));

        static async Task<bool> IsKnownAsync(bool isPreview, Result result)
        {
            Thing? thing = null;
            var engine = new RecordingEngine
            {
                OnRegister = (_, response) =>
                {
                    response.Result = result;
                    return response;
                },
            };
            await EngineRun.RunAsync(
                () =>
                    Deployment.RunAsync(() =>
                    {
                        thing = new Thing("it");
                    }),
                engine,
                isPreview
            );
            return (await thing!.Number.SeeAsync()).IsKnown;
        }
    }

    [Fact]
    public async Task An_output_depends_on_its_resource_and_on_what_the_engine_says()
    {
        Thing? thing = null;
        var engine = new RecordingEngine
        {
            OnRegister = (request, response) =>
            {
                if (request.Name == "it")
                    response.PropertyDependencies["text"] = new() { Urns = { "urn:pulumi:dev::proj::a:b:C::far" } };
                return response;
            },
        };

        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it", new ThingArgs { Text = "a" });
                }),
            engine
        );

        var urns = (await OutputUtilities.GetDependenciesAsync(thing!.Text)).Select(resource =>
            OutputUtilities.GetValueAsync(resource.Urn).Result
        );
        Assert.Equal(["urn:pulumi:dev::proj::a:b:C::far", "urn:pulumi:dev::proj::test:index:Thing::it"], urns.Order());
    }

    public sealed class OneOutput : Pulumi.Stack
    {
        [Output("key")]
        public Output<string> Key { get; private set; } = Output.CreateSecret("planted-value-5");
    }

    private sealed class OneService : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(OneOutput) ? new OneOutput() : null;
    }
}
