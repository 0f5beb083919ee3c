using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>The methods of the two gRPC services, as thin as they can be: record the request, ask the recorder, answer.</summary>
internal sealed class Services(Recorder recorder, Transforms transforms)
{
    private static readonly Empty Done = new();

    // The features of this engine. A program asks before it uses one of them.
    private static readonly HashSet<string> Features =
    [
        "secrets",
        "resourceReferences",
        "outputValues",
        "aliasSpecs",
        "deletedWith",
        "replaceWith",
        "transforms",
        "invokeTransforms",
        "parameterization",
        "resourceHooks",
        "errorHooks",
        "replacementTrigger",
    ];

    public IReadOnlyDictionary<string, GrpcMethod> Methods() =>
        new Dictionary<string, GrpcMethod>(StringComparer.Ordinal)
        {
            ["/pulumirpc.ResourceMonitor/SupportsFeature"] = Handle(
                "SupportsFeature",
                SupportsFeatureRequest.Parser,
                request => new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) }
            ),
            ["/pulumirpc.ResourceMonitor/RegisterResource"] = Handle("RegisterResource", RegisterResourceRequest.Parser, RegisterAsync),
            ["/pulumirpc.ResourceMonitor/RegisterResourceOutputs"] = Handle(
                "RegisterResourceOutputs",
                RegisterResourceOutputsRequest.Parser,
                request =>
                {
                    recorder.RegisterOutputs(request);
                    return Done;
                }
            ),
            ["/pulumirpc.ResourceMonitor/ReadResource"] = Handle("ReadResource", ReadResourceRequest.Parser, recorder.Read),
            ["/pulumirpc.ResourceMonitor/Invoke"] = Handle("Invoke", ResourceInvokeRequest.Parser, InvokeAsync),
            ["/pulumirpc.ResourceMonitor/Call"] = Handle<ResourceCallRequest>("Call", ResourceCallRequest.Parser, request =>
                throw new GrpcFailure(GrpcFailure.Unimplemented, $"preview cannot simulate the method '{request.Tok}'")
            ),
            ["/pulumirpc.ResourceMonitor/RegisterPackage"] = Handle(
                "RegisterPackage",
                RegisterPackageRequest.Parser,
                request => new RegisterPackageResponse { Ref = recorder.Packages.Register(request) }
            ),
            ["/pulumirpc.ResourceMonitor/RegisterStackTransform"] = Handle("RegisterStackTransform", Callback.Parser, request =>
            {
                transforms.AddForStack(request);
                return Done;
            }),
            ["/pulumirpc.ResourceMonitor/RegisterStackInvokeTransform"] = Handle("RegisterStackInvokeTransform", Callback.Parser, request =>
            {
                transforms.AddForInvokes(request);
                return Done;
            }),
            ["/pulumirpc.ResourceMonitor/RegisterResourceHook"] = Handle(
                "RegisterResourceHook",
                RegisterResourceHookRequest.Parser,
                request => SkipHook(request.Name)
            ),
            ["/pulumirpc.ResourceMonitor/RegisterErrorHook"] = Handle("RegisterErrorHook", RegisterErrorHookRequest.Parser, request =>
                SkipHook(request.Name)
            ),
            ["/pulumirpc.ResourceMonitor/SignalAndWaitForShutdown"] = Handle("SignalAndWaitForShutdown", Empty.Parser, _ => Done),
            ["/pulumirpc.Engine/Log"] = Handle("Log", LogRequest.Parser, Log),
            ["/pulumirpc.Engine/GetRootResource"] = Handle(
                "GetRootResource",
                GetRootResourceRequest.Parser,
                _ => new GetRootResourceResponse { Urn = recorder.StackUrn ?? "" }
            ),
            ["/pulumirpc.Engine/SetRootResource"] = Handle(
                "SetRootResource",
                SetRootResourceRequest.Parser,
                _ => new SetRootResourceResponse()
            ),
            ["/pulumirpc.Engine/StartDebugging"] = Handle("StartDebugging", StartDebuggingRequest.Parser, _ => Done),
            ["/pulumirpc.Engine/RequirePulumiVersion"] = Handle(
                "RequirePulumiVersion",
                RequirePulumiVersionRequest.Parser,
                _ => new RequirePulumiVersionResponse()
            ),
        };

    private async Task<IMessage> RegisterAsync(RegisterResourceRequest request, CancellationToken cancellationToken)
    {
        recorder.InheritFromParent(request);
        var response = recorder.Register(await transforms.ApplyAsync(request, cancellationToken));
        transforms.Remember(response.Urn, request);
        return response;
    }

    private async Task<IMessage> InvokeAsync(ResourceInvokeRequest request, CancellationToken cancellationToken)
    {
        var arguments = await transforms.ApplyAsync(request, cancellationToken);
        return new ResourceInvokeResponse { Return = recorder.Invoke(request.Tok, arguments) };
    }

    private Empty Log(LogRequest request)
    {
        var severity = request.Severity switch
        {
            LogSeverity.Error => Severity.Error,
            LogSeverity.Warning => Severity.Warning,
            LogSeverity.Info => Severity.Info,
            _ => Severity.Debug,
        };
        if (!request.Ephemeral)
            recorder.Say(severity, request.Message, request.Urn);
        return Done;
    }

    private Empty SkipHook(string name)
    {
        recorder.RegisterHook(name);
        recorder.Say(Severity.Info, $"the hook '{name}' is registered; a preview runs no hooks");
        return Done;
    }

    private GrpcMethod Handle<T>(string name, MessageParser<T> parser, Func<T, IMessage> answer)
        where T : IMessage<T> => Handle(name, parser, (request, _) => Task.FromResult(answer(request)));

    private GrpcMethod Handle<T>(string name, MessageParser<T> parser, Func<T, CancellationToken, Task<IMessage>> answer)
        where T : IMessage<T> =>
        (bytes, cancellationToken) =>
        {
            T request;
            try
            {
                request = ProtocolMessage.Parse(parser, bytes);
            }
            catch (InvalidProtocolBufferException exception)
            {
                throw new GrpcFailure(
                    GrpcFailure.InvalidArgument,
                    $"a request of {name} cannot be read, perhaps because a value has more than {ProtocolMessage.MaxLevels} levels, which "
                        + $"the SDK does not read either: {exception.Message}"
                );
            }
            // Transforms and inheritance change the request in place; what is recorded is what the program sent.
            recorder.Record(name, request.Clone());
            return answer(request, cancellationToken);
        };
}
