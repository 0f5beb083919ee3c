using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>The options that a transform gets and returns, where they are missing, null or unusual.</summary>
[Collection(ProcessEnvironment.Name)]
public class TransformOptionsTests
{
    [Fact]
    public async Task A_version_that_is_not_set_is_empty_and_other_texts_are_null()
    {
        (string?, string?) seen = ("", "");

        await AnswerAsync(args =>
        {
            seen = (args.Options.Version, args.Options.PluginDownloadURL);
            return args.Options;
        });

        Assert.Equal(("", null), seen);
    }

    [Fact]
    public async Task New_options_need_a_version()
    {
        Assert.Contains("null", await RefusalAsync(_ => new CustomResourceOptions { Protect = true }), StringComparison.Ordinal);
        Assert.True((await AnswerAsync(_ => new CustomResourceOptions { Protect = true, Version = "" })).Options.Protect);
    }

    [Fact]
    public async Task New_options_of_a_function_need_a_version()
    {
        // The official SDK does not wait for the registration.
        var refusal = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = new RecordingEngine
        {
            OnInvokeTransform = async callback =>
            {
                var request = new TransformInvokeRequest { Args = new Struct(), Options = new TransformInvokeOptions() };
                refusal.SetResult((await Assert.ThrowsAsync<RpcException>(() => CallAsync(callback, request))).Status.Detail);
            },
        };

        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(async () =>
                {
                    Deployment.Instance.RegisterInvokeTransform(
                        (args, _) => Task.FromResult<InvokeTransformResult?>(new(args.Args, new Pulumi.InvokeOptions()))
                    );
                    await refusal.Task;
                }),
            engine
        );

        Assert.Contains("null", await refusal.Task, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_lists_of_resources_is_left_out()
    {
        var answer = await AnswerAsync(args =>
        {
            args.Options.DependsOn = new InputList<Pulumi.Resource> { (Pulumi.Resource)null! };
            args.Options.ReplaceWith = new InputList<Pulumi.Resource> { (Pulumi.Resource)null! };
            return args.Options;
        });

        Assert.Empty(answer.Options.DependsOn);
        Assert.Empty(answer.Options.ReplaceWith);
    }

    [Fact]
    public async Task An_alias_with_a_parent_has_it_as_a_resource_and_as_a_URN()
    {
        const string urn = "urn:pulumi:dev::proj::test:index:Group::old";
        string? parent = null;
        string? parentUrn = null;

        await AnswerAsync(
            args =>
            {
                var alias = OutputUtilities.GetValueAsync(args.Options.Aliases.Single().ToOutput()).Result;
                parent = OutputUtilities.GetValueAsync(alias.Parent!.Urn).Result;
                parentUrn = OutputUtilities.GetValueAsync(alias.ParentUrn.ToOutput()).Result;
                return args.Options;
            },
            options => options.Aliases.Add(new Alias { ParentUrn = urn })
        );

        Assert.Equal((urn, urn), (parent, parentUrn));
    }

    [Fact]
    public async Task Timeouts_may_be_negative_as_an_infinite_one_is_and_have_days()
    {
        CustomTimeouts? seen = null;

        var answer = await AnswerAsync(
            args =>
            {
                seen = args.Options.CustomTimeouts;
                return args.Options;
            },
            change: request =>
                request.Options.CustomTimeouts = new()
                {
                    Create = "-1000000ns",
                    Update = "1d2h",
                    Delete = "+1.5h",
                }
        );

        Assert.Equal(Timeout.InfiniteTimeSpan, seen!.Create);
        Assert.Equal(new TimeSpan(1, 2, 0, 0), seen.Update);
        Assert.Equal(TimeSpan.FromHours(1.5), seen.Delete);
        Assert.Equal("-1000000ns", answer.Options.CustomTimeouts.Create);
    }

    [Fact]
    public async Task A_callback_can_be_cancelled()
    {
        var canBeCancelled = false;
        await RunAsync(
            (args, cancelled) =>
            {
                canBeCancelled = cancelled.CanBeCanceled;
                return Task.FromResult<ResourceTransformResult?>(null);
            },
            (callback, request) => CallAsync(callback, request)
        );

        Assert.True(canBeCancelled);
    }

    private static async Task<TransformResponse> AnswerAsync(
        Func<ResourceTransformArgs, ResourceOptions> transform,
        Action<CustomResourceOptions>? options = null,
        Action<TransformRequest>? change = null
    )
    {
        TransformResponse? answer = null;
        await RunAsync(
            Returning(transform),
            async (callback, request) =>
            {
                change?.Invoke(request);
                answer = TransformResponse.Parser.ParseFrom(await CallAsync(callback, request));
            },
            options
        );
        return answer!;
    }

    private static async Task<string> RefusalAsync(Func<ResourceTransformArgs, ResourceOptions> transform)
    {
        var refusal = "";
        await RunAsync(Returning(transform), async (callback, request) =>
            refusal = (await Assert.ThrowsAsync<RpcException>(() => CallAsync(callback, request))).Status.Detail
        );
        return refusal;
    }

    private static ResourceTransform Returning(Func<ResourceTransformArgs, ResourceOptions> transform) =>
        (args, _) => Task.FromResult<ResourceTransformResult?>(new(args.Args, transform(args)));

    private static async Task RunAsync(
        ResourceTransform transform,
        Func<Callback, TransformRequest, Task> onRegistering,
        Action<CustomResourceOptions>? change = null
    )
    {
        var engine = new RecordingEngine
        {
            OnRegistering = async request =>
            {
                if (request.Name == "it")
                    await onRegistering(
                        Assert.Single(request.Transforms),
                        new TransformRequest
                        {
                            Type = request.Type,
                            Name = request.Name,
                            Custom = true,
                            Properties = request.Object,
                            Options = new TransformResourceOptions { Aliases = { request.Aliases } },
                        }
                    );
            },
        };
        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    var options = new CustomResourceOptions { ResourceTransforms = { transform } };
                    change?.Invoke(options);
                    _ = new Thing("it", new ThingArgs(), options);
                }),
            engine
        );
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
