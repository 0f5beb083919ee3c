using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Pulumi;

/// <summary>Speaks the engine protocol: gRPC over plaintext HTTP/2 on this machine.</summary>
internal sealed class GrpcEngineClient : IMonitor, IEngine, IDisposable
{
    /// <summary>Bytes. Clusters and charts make messages far larger than gRPC's default limit.</summary>
    private const int MaxMessageSize = 400 * 1024 * 1024;

    private readonly GrpcChannel monitorChannel;
    private readonly GrpcChannel engineChannel;
    private readonly Pulumirpc.ResourceMonitor.ResourceMonitorClient monitor;
    private readonly Pulumirpc.Engine.EngineClient engine;

    /// <param name="monitorAddress">host:port of the resource monitor.</param>
    /// <param name="engineAddress">host:port of the engine; often the same.</param>
    public GrpcEngineClient(string monitorAddress, string engineAddress)
    {
        monitorChannel = Connect(monitorAddress);
        engineChannel = engineAddress == monitorAddress ? monitorChannel : Connect(engineAddress);
        monitor = new(monitorChannel);
        engine = new(engineChannel);
    }

    public async Task<bool> SupportsFeatureAsync(string feature)
        => (await monitor.SupportsFeatureAsync(new Pulumirpc.SupportsFeatureRequest { Id = feature })).HasSupport;

    public async Task<RegisterResponse> RegisterAsync(Resource resource, RegisterRequest request)
    {
        var response = await monitor.RegisterResourceAsync(ProtocolRequests.From(request));
        return new RegisterResponse
        {
            Urn = response.Urn,
            Id = response.Id,
            State = response.Object ?? new Struct(),
            PropertyDependencies = response.PropertyDependencies.ToDictionary(
                property => property.Key, property => (IReadOnlyCollection<string>)property.Value.Urns),
            Succeeded = response.Result == Pulumirpc.Result.Success,
        };
    }

    public async Task<ReadResponse> ReadAsync(Resource resource, ReadRequest request)
    {
        var response = await monitor.ReadResourceAsync(ProtocolRequests.From(request));
        return new ReadResponse(response.Urn, response.Properties ?? new Struct());
    }

    public async Task RegisterOutputsAsync(string urn, Struct outputs)
        => await monitor.RegisterResourceOutputsAsync(new Pulumirpc.RegisterResourceOutputsRequest { Urn = urn, Outputs = outputs });

    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request)
    {
        var response = await monitor.InvokeAsync(ProtocolRequests.From(request));
        return new InvokeResponse(response.Return ?? new Struct(), ToFailures(response.Failures));
    }

    public async Task<CallResponse> CallAsync(CallRequest request)
    {
        var response = await monitor.CallAsync(ProtocolRequests.From(request));
        var dependencies = response.ReturnDependencies.Values.SelectMany(property => property.Urns).Distinct();
        return new CallResponse(response.Return ?? new Struct(), [.. dependencies], ToFailures(response.Failures));
    }

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await monitor.SignalAndWaitForShutdownAsync(new Empty());
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // An older engine, which never calls back and so has nothing to wait for.
        }
    }

    public async Task LogAsync(LogMessage message)
        => await engine.LogAsync(new Pulumirpc.LogRequest
        {
            Severity = (Pulumirpc.LogSeverity)message.Severity,
            Message = message.Text,
            Urn = message.Urn,
            StreamId = message.StreamId,
            Ephemeral = message.IsEphemeral,
        });

    public void Dispose()
    {
        monitorChannel.Dispose();
        engineChannel.Dispose();
    }

    private static GrpcChannel Connect(string address)
        => GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
        {
            MaxReceiveMessageSize = MaxMessageSize,
            MaxSendMessageSize = MaxMessageSize,
            Credentials = ChannelCredentials.Insecure,
        });

    private static CheckFailure[] ToFailures(RepeatedField<Pulumirpc.CheckFailure> failures)
        => [.. failures.Select(failure => new CheckFailure(failure.Property, failure.Reason))];
}
