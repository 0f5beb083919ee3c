using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

[Collection(ProcessEnvironment.Name)]
public class FunctionTests
{
    private const string Token = "test:index:getPart";

    [Fact]
    public async Task An_invoke_carries_its_arguments_provider_and_version()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var provider = new TestProvider("provider");
            var options = new InvokeOptions
            {
                Provider = provider,
                Version = "1.2.3",
                PluginDownloadURL = "https://plugins.example.test",
            };
            Deployment.Instance.Invoke<PartResult>(Token, new PartQuery { Name = Output.CreateSecret("planted-value-6") }, options);
        });

        Assert.Equal(
            JsonParser.Default.Parse<ResourceInvokeRequest>(
                """
                {
                  "tok": "test:index:getPart",
                  "args": { "name": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "planted-value-6" } },
                  "provider": "urn:pulumi:dev::proj::pulumi:providers:test::provider::provider-id",
                  "version": "1.2.3", "pluginDownloadURL": "https://plugins.example.test", "acceptResources": true
                }
                """
            ),
            Assert.Single(engine.All<ResourceInvokeRequest>())
        );
    }

    [Fact]
    public async Task An_invoke_uses_the_provider_of_its_parent()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Providers = { new TestProvider("provider") } });
            Deployment.Instance.Invoke<PartResult>(Token, new PartQuery(), new InvokeOptions { Parent = group });
        });

        Assert.EndsWith("::provider::provider-id", Assert.Single(engine.All<ResourceInvokeRequest>()).Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invokes_result_is_read_with_its_marks_and_dependencies()
    {
        var result = await ResultOfAsync(
            () =>
                Deployment.Instance.Invoke<PartResult>(Token, new PartQuery { Name = new Thing("it", new ThingArgs { Text = "a" }).Text }),
            """{ "name": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "b" }, "labels": ["x"] }"""
        );

        Assert.Equal("b", result.Value.Name);
        Assert.Null(result.Value.Count);
        Assert.Equal(["x"], result.Value.Labels);
        Assert.True(result.IsSecret);
        Assert.Equal(["it"], result.Dependencies);
    }

    [Fact]
    public async Task An_invoke_on_unknown_arguments_is_unknown_and_not_sent()
    {
        Output<PartResult>? result = null;

        var (_, engine) = await RunAsync(() =>
            result = Deployment.Instance.Invoke<PartResult>(Token, new PartQuery { Name = OutputUtilities.CreateUnknown("x") })
        );

        Assert.Empty(engine.All<ResourceInvokeRequest>());
        Assert.False((await result!.SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task An_invoke_that_depends_on_what_is_not_created_yet_is_unknown_and_not_sent()
    {
        Output<PartResult>? result = null;
        var creating = new RecordingEngine
        {
            OnRegister = (_, response) =>
            {
                response.Id = "";
                return response;
            },
        };

        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    var options = new InvokeOutputOptions { DependsOn = { new Thing("it") } };
                    result = Deployment.Instance.Invoke<PartResult>(Token, new PartQuery(), options);
                }),
            creating
        );

        Assert.Empty(engine.All<ResourceInvokeRequest>());
        Assert.False((await result!.SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task A_single_result_is_unwrapped()
    {
        Assert.Equal(
            "only",
            (await ResultOfAsync(() => Deployment.Instance.InvokeSingle<string>(Token, new PartQuery()), """{ "x": "only" }""")).Value
        );
        Assert.Equal(
            "only",
            await TaskResultOfAsync(() => Deployment.Instance.InvokeSingleAsync<string>(Token, new PartQuery()), """{ "x": "only" }""")
        );
    }

    [Fact]
    public async Task An_asynchronous_invoke_returns_a_plain_value() =>
        Assert.Equal(
            "b",
            (await TaskResultOfAsync(() => Deployment.Instance.InvokeAsync<PartResult>(Token, new PartQuery()), """{ "name": "b" }""")).Name
        );

    [Fact]
    public async Task A_refused_invoke_names_the_function_the_reason_and_the_property()
    {
        var refusing = new RecordingEngine
        {
            OnInvoke = _ => new ResourceInvokeResponse
            {
                Failures =
                {
                    new CheckFailure { Property = "name", Reason = "is too short" },
                },
            },
        };

        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    Deployment.Instance.Invoke<PartResult>(Token, new PartQuery());
                }),
            refusing
        );

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "InvokeException: Invoke of 'test:index:getPart' failed: is too short (name)",
            Assert.Single(engine.LoggedErrors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Arguments_of_an_invoke_that_cannot_be_sent_are_an_error_of_their_own()
    {
        var (exitCode, engine) = await RunAsync(() =>
            Deployment.Instance.Invoke<PartResult>(Token, new AnyQuery { Any = Output.Create<object>(5L) })
        );

        Assert.Equal(32, exitCode);
        Assert.Contains(engine.LoggedErrors, error =>
            error.StartsWith($"Error serializing arguments for invoke {Token}: ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Arguments_of_a_call_that_cannot_be_sent_are_an_error_about_its_resource()
    {
        var (exitCode, engine) = await RunAsync(() =>
            Deployment.Instance.Call<Sum>("test:index:Thing/add", new AddArgs { Text = Output.Create("a"), Any = 5L }, new Thing("it"))
        );

        Assert.Equal(32, exitCode);
        var error = engine
            .All<LogRequest>()
            .Single(log => log.Message.StartsWith("Error serializing arguments for call", StringComparison.Ordinal));
        Assert.EndsWith("::it", error.Urn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_of_a_call_that_does_not_fit_is_a_warning_about_its_resource()
    {
        var (_, engine) = await RunAsync(() => Deployment.Instance.Call<TextSum>("test:index:Thing/add", new AddArgs(), new Thing("it")));

        var warning = engine.All<LogRequest>().Single(log => log.Severity == Pulumirpc.LogSeverity.Warning);
        Assert.EndsWith("::it", warning.Urn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_carries_itself_and_what_its_arguments_depend_on()
    {
        Output<Sum>? sum = null;
        var (_, engine) = await RunAsync(() =>
        {
            var group = new RemoteGroup("remote", new ThingArgs(), new ComponentResourceOptions { Version = "2.0.0" });
            var thing = new Thing("it", new ThingArgs { Text = "a" });
            sum = Deployment.Instance.Call<Sum>("test:index:RemoteGroup/add", new AddArgs { Text = thing.Text, Plain = 2 }, group);
        });

        Assert.Equal(
            JsonParser.Default.Parse<ResourceCallRequest>(
                """
                {
                  "tok": "test:index:RemoteGroup/add",
                  "args": {
                    "__self__": {
                      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                      "urn": "urn:pulumi:dev::proj::test:index:RemoteGroup::remote"
                    },
                    "plain": 2,
                    "text": {
                      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
                      "value": "a",
                      "dependencies": ["urn:pulumi:dev::proj::test:index:Thing::it"]
                    }
                  },
                  "argDependencies": { "__self__": {}, "plain": {}, "text": { "urns": ["urn:pulumi:dev::proj::test:index:Thing::it"] } },
                  "version": "2.0.0"
                }
                """
            ),
            Assert.Single(engine.All<ResourceCallRequest>())
        );
        Assert.Equal(4, (await sum!.SeeAsync()).Value.Total);
    }

    [Fact]
    public async Task Reading_sends_the_id_and_takes_the_state()
    {
        Thing? thing = null;
        var reading = new RecordingEngine
        {
            OnRead = request => new ReadResourceResponse
            {
                Urn = RecordingEngine.UrnOf(request.Parent, request.Type, request.Name),
                Properties = new Struct { Fields = { ["text"] = Value.ForString("from the cloud") } },
            },
        };
        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it", null, new CustomResourceOptions { Id = "existing", Version = "1.0.0" });
                }),
            reading
        );

        Assert.Equal(
            JsonParser.Default.Parse<ReadResourceRequest>(
                """
                {
                  "id": "existing", "type": "test:index:Thing", "name": "it",
                  "parent": "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev",
                  "properties": { "list": [], "map": {}, "secrets": {} },
                  "version": "1.0.0", "acceptSecrets": true, "acceptResources": true
                }
                """
            ),
            Assert.Single(engine.All<ReadResourceRequest>())
        );
        Assert.Equal("existing", (await thing!.Id.SeeAsync()).Value);
        Assert.Equal("from the cloud", (await thing.Text.SeeAsync()).Value);
    }

    [Fact]
    public async Task A_resource_that_is_bound_to_a_urn_takes_its_state_from_there()
    {
        Thing? thing = null;
        const string urn = "urn:pulumi:dev::proj::test:index:Thing::old";
        var holding = new RecordingEngine
        {
            OnInvoke = _ => new ResourceInvokeResponse
            {
                Return = JsonParser.Default.Parse<Struct>($$"""{ "urn": "{{urn}}", "id": "i", "state": { "text": "t" } }"""),
            },
        };

        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("old", null, new CustomResourceOptions { Urn = urn });
                }),
            holding
        );

        Assert.Equal("pulumi:pulumi:getResource", Assert.Single(engine.All<ResourceInvokeRequest>()).Tok);
        Assert.Equal(urn, (await thing!.Urn.SeeAsync()).Value);
        Assert.Equal("t", (await thing.Text.SeeAsync()).Value);
        Assert.DoesNotContain(engine.All<RegisterResourceRequest>(), request => request.Name == "old");
    }

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(Action program) =>
        EngineRun.RunAsync(() => Deployment.RunAsync(program));

    private static async Task<Seen<T>> ResultOfAsync<T>(Func<Output<T>> program, string answer)
    {
        Output<T>? output = null;
        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    output = program();
                }),
            Answering(answer)
        );
        return await output!.SeeAsync();
    }

    private static async Task<T> TaskResultOfAsync<T>(Func<Task<T>> program, string answer)
    {
        Task<T>? task = null;
        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(async () =>
                {
                    await (task = program());
                }),
            Answering(answer)
        );
        return await task!;
    }

    private static RecordingEngine Answering(string json) =>
        new() { OnInvoke = _ => new ResourceInvokeResponse { Return = JsonParser.Default.Parse<Struct>(json) } };

    [OutputType]
    public sealed class Sum
    {
        public readonly int Total;

        [OutputConstructor]
        private Sum([OutputConstructorParameter("sum")] int total) => Total = total;
    }

    [OutputType]
    public sealed class TextSum
    {
        public readonly string Total;

        [OutputConstructor]
        private TextSum([OutputConstructorParameter("sum")] string total) => Total = total;
    }

    private sealed class AnyQuery : Pulumi.InvokeArgs
    {
        [Input("any")]
        public Input<object>? Any { get; set; }
    }

    private sealed class PartQuery : Pulumi.InvokeArgs
    {
        [Input("name")]
        public Input<string>? Name { get; set; }
    }

    private sealed class AddArgs : Pulumi.CallArgs
    {
        [Input("text")]
        public Input<string>? Text { get; set; }

        [Input("plain")]
        public int Plain { get; set; }

        [Input("any")]
        public object? Any { get; set; }
    }
}
