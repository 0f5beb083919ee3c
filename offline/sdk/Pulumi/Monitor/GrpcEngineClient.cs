using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Pulumi;

/// <summary>Speaks the engine protocol: gRPC over plaintext HTTP/2 on this machine.</summary>
internal sealed class GrpcEngineClient : IMonitor, IEngine, IDisposable
{
    private const string Monitor = "/pulumirpc.ResourceMonitor/";

    private readonly EngineConnection monitor;
    private readonly EngineConnection engine;

    /// <param name="monitorAddress">host:port of the resource monitor.</param>
    /// <param name="engineAddress">host:port of the engine; often the same.</param>
    public GrpcEngineClient(string monitorAddress, string engineAddress)
    {
        monitor = new EngineConnection(monitorAddress);
        engine = engineAddress == monitorAddress ? monitor : new EngineConnection(engineAddress);
    }

    public bool IsRemote => true;

    public async Task<bool> SupportsFeatureAsync(string feature) =>
        (
            await CallAsync(
                    "SupportsFeature",
                    new Pulumirpc.SupportsFeatureRequest { Id = feature },
                    Pulumirpc.SupportsFeatureResponse.Parser
                )
                .ConfigureAwait(false)
        ).HasSupport;

    public async Task<RegisterResponse> RegisterAsync(Resource resource, Pulumirpc.RegisterResourceRequest request)
    {
        var response = await CallAsync("RegisterResource", request, Pulumirpc.RegisterResourceResponse.Parser).ConfigureAwait(false);
        return new RegisterResponse
        {
            Urn = response.Urn,
            Id = response.Id,
            State = response.Object ?? new Struct(),
            PropertyDependencies = response.PropertyDependencies.ToDictionary(
                property => property.Key,
                property => (IReadOnlyCollection<string>)property.Value.Urns
            ),
            Succeeded = response.Result == Pulumirpc.Result.Success,
        };
    }

    public async Task<ReadResponse> ReadAsync(Resource resource, ReadRequest request)
    {
        var response = await CallAsync("ReadResource", ProtocolRequests.From(request), Pulumirpc.ReadResourceResponse.Parser)
            .ConfigureAwait(false);
        return new ReadResponse(response.Urn, response.Properties ?? new Struct());
    }

    public async Task RegisterOutputsAsync(string urn, Struct outputs) =>
        await CallAsync(
                "RegisterResourceOutputs",
                new Pulumirpc.RegisterResourceOutputsRequest { Urn = urn, Outputs = outputs },
                Empty.Parser
            )
            .ConfigureAwait(false);

    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request)
    {
        var response = await CallAsync("Invoke", ProtocolRequests.From(request), Pulumirpc.ResourceInvokeResponse.Parser)
            .ConfigureAwait(false);
        return new InvokeResponse(response.Return ?? new Struct(), ToFailures(response.Failures));
    }

    public async Task<CallResponse> CallAsync(CallRequest request)
    {
        var response = await CallAsync("Call", ProtocolRequests.From(request), Pulumirpc.CallResponse.Parser).ConfigureAwait(false);
        var dependencies = response.ReturnDependencies.Values.SelectMany(property => property.Urns).Distinct();
        return new CallResponse(response.Return ?? new Struct(), [.. dependencies], ToFailures(response.Failures));
    }

    public async Task<string> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request) =>
        (await CallAsync("RegisterPackage", request, Pulumirpc.RegisterPackageResponse.Parser).ConfigureAwait(false)).Ref;

    public Task RegisterHookAsync(Pulumirpc.RegisterResourceHookRequest request) =>
        CallAsync("RegisterResourceHook", request, Empty.Parser);

    public Task RegisterHookAsync(Pulumirpc.RegisterErrorHookRequest request) => CallAsync("RegisterErrorHook", request, Empty.Parser);

    public Task RegisterInvokeTransformAsync(Pulumirpc.Callback callback) =>
        CallAsync("RegisterStackInvokeTransform", callback, Empty.Parser);

    public Task RequirePulumiVersionAsync(string range) =>
        engine.CallAsync(
            "/pulumirpc.Engine/RequirePulumiVersion",
            new Pulumirpc.RequirePulumiVersionRequest { PulumiVersionRange = range },
            Pulumirpc.RequirePulumiVersionResponse.Parser
        );

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await CallAsync("SignalAndWaitForShutdown", new Empty(), Empty.Parser).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // An older engine, which never calls back and so has nothing to wait for.
        }
    }

    public async Task LogAsync(LogMessage message)
    {
        var request = new Pulumirpc.LogRequest
        {
            Severity = (Pulumirpc.LogSeverity)message.Severity,
            Message = message.Text,
            Urn = message.Urn,
            StreamId = message.StreamId,
            Ephemeral = message.IsEphemeral,
        };
        await engine.CallAsync("/pulumirpc.Engine/Log", request, Empty.Parser).ConfigureAwait(false);
    }

    public void Dispose()
    {
        monitor.Dispose();
        engine.Dispose();
    }

    private Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : class, IMessage<TResponse> => monitor.CallAsync(Monitor + method, request, parser);

    private static CheckFailure[] ToFailures(RepeatedField<Pulumirpc.CheckFailure> failures) =>
        [.. failures.Select(failure => new CheckFailure(failure.Property, failure.Reason))];
}
