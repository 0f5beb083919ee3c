using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>
/// The counterpart of a run: the engine, or mocks. The interface takes whole requests, so that both get the same ones, and results of
/// tests with mocks also hold for the engine.
/// </summary>
internal interface IMonitor
{
    /// <summary>Whether it is in another process.</summary>
    bool IsRemote { get; }

    Task<bool> SupportsFeatureAsync(string feature);

    Task<RegisterResponse> RegisterAsync(Resource resource, Pulumirpc.RegisterResourceRequest request);

    Task<ReadResponse> ReadAsync(Resource resource, ReadRequest request);

    Task RegisterOutputsAsync(string urn, Struct outputs);

    Task<InvokeResponse> InvokeAsync(InvokeRequest request);

    Task<CallResponse> CallAsync(CallRequest request);

    /// <returns>The engine's name for the package.</returns>
    Task<string> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request);

    Task RegisterHookAsync(Pulumirpc.RegisterResourceHookRequest request);

    Task RegisterHookAsync(Pulumirpc.RegisterErrorHookRequest request);

    /// <summary>Lets the engine call a function of the program before it calls a provider's.</summary>
    Task RegisterInvokeTransformAsync(Pulumirpc.Callback callback);

    /// <summary>Returns when the program may end; until then the engine may call back.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>Receives the messages of a run.</summary>
internal interface IEngine
{
    Task LogAsync(LogMessage message);

    /// <exception cref="Grpc.Core.RpcException">The version is not in the range, or the engine does not support the call.</exception>
    Task RequirePulumiVersionAsync(string range);
}

internal enum LogSeverity
{
    Debug,
    Info,
    Warning,
    Error,
}

internal sealed record LogMessage(LogSeverity Severity, string Text, string Urn, int StreamId, bool IsEphemeral);
