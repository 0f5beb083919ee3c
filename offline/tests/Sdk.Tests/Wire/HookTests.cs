using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Functions of the program that the engine calls around its operations, and before it calls a provider's function.</summary>
[Collection(ProcessEnvironment.Name)]
public class HookTests
{
    [Fact]
    public async Task A_resource_names_its_hooks_and_the_engine_knows_them_before()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Pulumi.Deployment.RunAsync(() =>
            {
                var hook = new ResourceHook(
                    "hook",
                    (_, _) => Task.CompletedTask,
                    new ResourceHookOptions { OnDryRun = true, IgnoreErrors = true }
                );
                var error = new ErrorHook("error", (_, _) => Task.FromResult(true));
                _ = new Thing(
                    "it",
                    null,
                    new CustomResourceOptions
                    {
                        Hooks = new ResourceHookBinding
                        {
                            BeforeCreate = { hook },
                            AfterDelete = { hook, hook },
                            OnError = { error },
                        },
                    }
                );
            })
        );

        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        var registered = Assert.Single(engine.All<RegisterResourceHookRequest>());
        Assert.Equal(("hook", true, true), (registered.Name, registered.OnDryRun, registered.IgnoreErrors));
        Assert.Equal("error", Assert.Single(engine.All<RegisterErrorHookRequest>()).Name);
        Assert.Equal(
            new RegisterResourceRequest.Types.ResourceHooksBinding
            {
                BeforeCreate = { "hook" },
                AfterDelete = { "hook", "hook" },
                OnError = { "error" },
            },
            engine.Registered("it").Hooks
        );
        var all = engine.All<IMessage>().ToList();
        Assert.True(all.IndexOf(registered) < all.IndexOf(engine.Registered("it")));
    }

    [Fact]
    public async Task The_engine_can_call_a_hook_which_gets_the_values_of_the_operation()
    {
        ResourceHookArgs? seen = null;
        var calling = new RecordingEngine
        {
            OnHook = hook =>
                CallAsync(
                    hook.Callback,
                    new ResourceHookRequest
                    {
                        Urn = "urn:pulumi:dev::proj::test:index:Thing::it",
                        Id = "it-id",
                        Name = "it",
                        Type = Thing.Token,
                        NewInputs = JsonParser.Default.Parse<Struct>("""{ "text": "a", "none": null }"""),
                    }
                ),
        };

        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Pulumi.Deployment.RunAsync(() =>
                {
                    _ = new ResourceHook("hook", (args, _) =>
                    {
                        seen = args;
                        return Task.CompletedTask;
                    });
                }),
            calling
        );

        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        Assert.Equal(("it", "it-id", Thing.Token), (seen!.Name, seen.Id, seen.Type));
        Assert.Equal("a", seen.NewInputs!["text"]);
        Assert.Null(seen.OldInputs);
        Assert.Null(seen.NewOutputs);
    }

    [Fact]
    public async Task An_error_hook_decides_about_a_retry_and_its_own_failure_is_reported()
    {
        var answers = new List<ErrorHookResponse>();
        var calling = new RecordingEngine
        {
            OnErrorHook = async hook =>
                answers.Add(
                    ErrorHookResponse.Parser.ParseFrom(
                        await CallAsync(
                            hook.Callback,
                            new ErrorHookRequest
                            {
                                Name = "it",
                                FailedOperation = "create",
                                Errors = { "newest", "oldest" },
                            }
                        )
                    )
                ),
        };

        await EngineRun.RunAsync(
            () =>
                Pulumi.Deployment.RunAsync(async () =>
                {
                    _ = new ErrorHook("retries", (args, _) =>
                        Task.FromResult(args.FailedOperation == "create" && args.Errors[0] == "newest")
                    );
                    while (answers.Count < 1)
                        await Task.Yield();
                    _ = new ErrorHook("fails", (_, _) => throw new InvalidOperationException("not like that"));
                }),
            calling
        );

        Assert.Equal([(true, ""), (false, "not like that")], answers.Select(answer => (answer.Retry, answer.Error)));
    }

    [Fact]
    public async Task An_engine_without_hooks_fails_the_run()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Pulumi.Deployment.RunAsync(() =>
                {
                    _ = new ResourceHook("hook", (_, _) => Task.CompletedTask);
                }),
            new RecordingEngine { Lacks = { "resourceHooks" } }
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("does not support resource hooks", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_function_is_called_before_the_engine_knows_the_transforms_of_functions()
    {
        TransformInvokeResponse? answer = null;
        var calling = new RecordingEngine
        {
            OnInvokeTransform = async callback =>
                answer = TransformInvokeResponse.Parser.ParseFrom(
                    await CallAsync(
                        callback,
                        new TransformInvokeRequest
                        {
                            Token = "test:index:find",
                            Args = JsonParser.Default.Parse<Struct>("""{ "name": "a" }"""),
                            Options = new TransformInvokeOptions { Version = "1.2.3" },
                        }
                    )
                ),
        };

        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Pulumi.Deployment.RunAsync(() =>
                {
                    Pulumi.Deployment.Instance.RegisterInvokeTransform(
                        (args, _) =>
                            Task.FromResult<InvokeTransformResult?>(
                                new InvokeTransformResult(args.Args.SetItem("name", $"{args.Args["name"]}!"), args.Options)
                            )
                    );
                    Pulumi.Deployment.Instance.Invoke<object>("test:index:find", InvokeArgs.Empty);
                }),
            calling
        );

        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        Assert.Equal("a!", answer!.Args.Fields["name"].StringValue);
        Assert.Equal("1.2.3", answer.Options.Version);
        var order = engine
            .All<IMessage>()
            .Where(message => message is Callback or ResourceInvokeRequest)
            .Select(message => message.GetType().Name);
        Assert.Equal([nameof(Callback), nameof(ResourceInvokeRequest)], order);
    }

    private static async Task<ByteString> CallAsync(Callback callback, IMessage request)
    {
        using var channel = GrpcChannel.ForAddress($"http://{callback.Target}");
        var answer = await new Callbacks.CallbacksClient(channel).InvokeAsync(
            new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() }
        );
        return answer.Response;
    }
}
