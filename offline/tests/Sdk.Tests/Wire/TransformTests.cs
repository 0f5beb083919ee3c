using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

[Collection(ProcessEnvironment.Name)]
public class TransformTests
{
    [Fact]
    public async Task The_engine_can_call_a_transform_and_gets_what_it_changes()
    {
        var project = "";
        TransformResponse? answer = null;
        ResourceTransform transform = (args, _) =>
        {
            project = Deployment.Instance.ProjectName;
            var options = (CustomResourceOptions)args.Options;
            options.Protect = true;
            options.IgnoreChanges.Add("text");
            return Task.FromResult<ResourceTransformResult?>(
                new(args.Args.SetItem("text", Output.CreateSecret($"{args.Args["text"]}!")), options)
            );
        };

        await RunAsync(transform, response => answer = response);

        Assert.Equal("proj", project);
        Assert.Equal(
            JsonParser.Default.Parse<Struct>(
                """
                { "text": { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "a!", "secret": true }, "list": [], "map": {}, "secrets": {} }
                """
            ),
            answer!.Properties
        );
        Assert.True(answer.Options.Protect);
        Assert.Equal(["kept", "text"], answer.Options.IgnoreChanges);
        Assert.Equal("300000000000ns", answer.Options.CustomTimeouts.Create);
        Assert.Equal("1.2.3", answer.Options.Version);
    }

    [Fact]
    public async Task A_transform_that_changes_nothing_returns_an_empty_response()
    {
        TransformResponse? answer = null;

        var (exitCode, engine) = await RunAsync((_, _) => Task.FromResult<ResourceTransformResult?>(null), response => answer = response);

        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        Assert.Null(answer!.Properties);
        Assert.Null(answer.Options);
    }

    [Fact]
    public async Task A_transform_that_throws_sends_an_error_to_the_engine()
    {
        var (exitCode, engine) = await RunAsync((_, _) => throw new InvalidOperationException("not like that"), _ => { });

        Assert.Equal(32, exitCode);
        Assert.Contains("not like that", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(ResourceTransform transform, Action<TransformResponse> onAnswer)
    {
        var calling = new RecordingEngine
        {
            OnRegistering = async request =>
            {
                if (request.Name == "it")
                    onAnswer(await CallAsync(Assert.Single(request.Transforms), request));
            },
        };
        return EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    var options = new CustomResourceOptions
                    {
                        ResourceTransforms = { transform },
                        IgnoreChanges = { "kept" },
                        Version = "1.2.3",
                        CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(5) },
                    };
                    _ = new Thing("it", new ThingArgs { Text = "a" }, options);
                }),
            calling
        );
    }

    private static async Task<TransformResponse> CallAsync(Callback callback, RegisterResourceRequest request)
    {
        using var channel = GrpcChannel.ForAddress($"http://{callback.Target}");
        var transform = new TransformRequest
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = request.Parent,
            Properties = request.Object,
            Options = new TransformResourceOptions
            {
                IgnoreChanges = { request.IgnoreChanges },
                Version = request.Version,
                CustomTimeouts = request.CustomTimeouts,
            },
        };
        var answer = await new Callbacks.CallbacksClient(channel).InvokeAsync(
            new CallbackInvokeRequest { Token = callback.Token, Request = transform.ToByteString() }
        );
        return TransformResponse.Parser.ParseFrom(answer.Response);
    }
}
