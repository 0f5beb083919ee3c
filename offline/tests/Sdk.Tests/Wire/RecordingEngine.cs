using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>An engine for one run: it accepts and records every request.</summary>
internal sealed class RecordingEngine : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, bool> UsedAddresses = new();

    private readonly ConcurrentQueue<IMessage> requests = new();
    private readonly WebApplication host;

    public RecordingEngine()
        : this(null!) { }

    private RecordingEngine(WebApplication host) => this.host = host;

    public string Address { get; private set; } = "";

    /// <summary>Features of the protocol that this engine reports as unsupported.</summary>
    public HashSet<string> Lacks { get; init; } = [];

    public Func<RegisterResourceRequest, RegisterResourceResponse, RegisterResourceResponse> OnRegister { get; init; } =
        (_, response) => response;

    /// <summary>Runs before a registration is answered.</summary>
    public Func<RegisterResourceRequest, Task> OnRegistering { get; init; } = _ => Task.CompletedTask;

    public Func<ResourceInvokeRequest, ResourceInvokeResponse> OnInvoke { get; init; } =
        request => new ResourceInvokeResponse
        {
            Return =
                request.Tok == "pulumi:pulumi:getResource"
                    ? new Struct
                    {
                        Fields =
                        {
                            ["urn"] = request.Args.Fields["urn"],
                            ["id"] = Value.ForString("found"),
                            ["state"] = Value.ForStruct(new Struct()),
                        },
                    }
                    : request.Args,
        };

    /// <summary>Runs before the registration of a hook is answered.</summary>
    public Func<RegisterResourceHookRequest, Task> OnHook { get; init; } = _ => Task.CompletedTask;

    /// <inheritdoc cref="OnHook"/>
    public Func<RegisterErrorHookRequest, Task> OnErrorHook { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs before the registration of an invoke transform is answered.</summary>
    public Func<Callback, Task> OnInvokeTransform { get; init; } = _ => Task.CompletedTask;

    /// <summary>Whether the version of this engine is in a range.</summary>
    public Func<string, bool> HasVersion { get; init; } = _ => true;

    public Func<ReadResourceRequest, ReadResourceResponse> OnRead { get; init; } =
        request => new ReadResourceResponse { Urn = UrnOf(request.Parent, request.Type, request.Name), Properties = request.Properties };

    public IReadOnlyList<T> All<T>()
        where T : IMessage => [.. requests.OfType<T>()];

    public RegisterResourceRequest Registered(string name) => All<RegisterResourceRequest>().Single(request => request.Name == name);

    public IEnumerable<string> LoggedErrors => Logged(Pulumirpc.LogSeverity.Error);

    public IEnumerable<string> LoggedWarnings => Logged(Pulumirpc.LogSeverity.Warning);

    public bool WasSignalled => requests.OfType<Empty>().Any();

    /// <summary>An engine whose provider returns this state of the resource <c>it</c>.</summary>
    public static RecordingEngine Answering(string state) =>
        new()
        {
            OnRegister = (request, response) =>
            {
                if (request.Name == "it")
                    response.Object = JsonParser.Default.Parse<Struct>(state);
                return response;
            },
        };

    private IEnumerable<string> Logged(Pulumirpc.LogSeverity severity) =>
        All<LogRequest>().Where(log => log.Severity == severity).Select(log => log.Message);

    public static string UrnOf(string parent, string type, string name)
    {
        var above = parent == "" ? "" : parent.Split("::")[2];
        var chain = above is "" or "pulumi:pulumi:Stack" ? type : $"{above}${type}";
        return $"urn:pulumi:dev::proj::{chain}::{name}";
    }

    /// <summary>
    /// Starts an engine at an address that no engine of this process had: the official SDK keeps one connection per address
    /// (pulumi-dotnet: GrpcMonitor.cs, GrpcEngine.cs), and a connection to an engine that has ended would refuse requests to a later one.
    /// </summary>
    public static async Task<RecordingEngine> StartAsync(RecordingEngine? behaviour = null)
    {
        while (true)
        {
            var engine = await StartAtAnyAddressAsync(behaviour);
            if (UsedAddresses.TryAdd(engine.Address, true))
                return engine;
            await engine.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    private static async Task<RecordingEngine> StartAtAnyAddressAsync(RecordingEngine? behaviour)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        var holder = new Holder();
        builder.Services.AddSingleton(holder);
        var host = builder.Build();
        host.MapGrpcService<MonitorService>();
        host.MapGrpcService<EngineService>();
        var engine = behaviour == null ? new RecordingEngine(host) : behaviour.With(host);
        holder.Engine = engine;
        await host.StartAsync();
        engine.Address = new Uri(host.Urls.First()).Authority;
        return engine;
    }

    private RecordingEngine With(WebApplication started) =>
        new(started)
        {
            Lacks = Lacks,
            OnRegister = OnRegister,
            OnRegistering = OnRegistering,
            OnInvoke = OnInvoke,
            OnHook = OnHook,
            OnErrorHook = OnErrorHook,
            OnInvokeTransform = OnInvokeTransform,
            HasVersion = HasVersion,
            OnRead = OnRead,
        };

    private sealed class Holder
    {
        public RecordingEngine Engine { get; set; } = null!;
    }

    private sealed class EngineService(Holder holder) : Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            holder.Engine.requests.Enqueue(request);
            return Task.FromResult(new Empty());
        }

        public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(
            RequirePulumiVersionRequest request,
            ServerCallContext context
        )
        {
            holder.Engine.requests.Enqueue(request);
            if (holder.Engine.Lacks.Contains("versions"))
                throw new RpcException(new Status(StatusCode.Unimplemented, "this engine has no such method"));
            return holder.Engine.HasVersion(request.PulumiVersionRange)
                ? Task.FromResult(new RequirePulumiVersionResponse())
                : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"3.276.0 is not in {request.PulumiVersionRange}"));
        }
    }

    private sealed class MonitorService(Holder holder) : ResourceMonitor.ResourceMonitorBase
    {
        private RecordingEngine Recording => holder.Engine;

        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
            Task.FromResult(new SupportsFeatureResponse { HasSupport = !Keep(request).Lacks.Contains(request.Id) });

        public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
        {
            Keep(request);
            await Recording.OnRegistering(request);
            var response = new RegisterResourceResponse
            {
                Urn = UrnOf(request.Parent, request.Type, request.Name),
                Id = request.Custom ? $"{request.Name}-id" : "",
                Object = request.Object,
            };
            return Recording.OnRegister(request, response);
        }

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
        {
            Keep(request);
            return Task.FromResult(new Empty());
        }

        public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
            Task.FromResult(Keep(request).OnRead(request));

        public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
            Task.FromResult(Keep(request).OnInvoke(request));

        public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context)
        {
            Keep(request);
            return Task.FromResult(new CallResponse { Return = new Struct { Fields = { ["sum"] = Value.ForNumber(4) } } });
        }

        public override Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context)
        {
            var number = Keep(request).All<RegisterPackageRequest>().Count;
            return Recording.Lacks.Contains("packages")
                ? throw new RpcException(new Status(StatusCode.Internal, "this engine makes no packages"))
                : Task.FromResult(new RegisterPackageResponse { Ref = $"package-{number}" });
        }

        public override async Task<Empty> RegisterResourceHook(RegisterResourceHookRequest request, ServerCallContext context)
        {
            await Keep(request).OnHook(request);
            return new Empty();
        }

        public override async Task<Empty> RegisterErrorHook(RegisterErrorHookRequest request, ServerCallContext context)
        {
            await Keep(request).OnErrorHook(request);
            return new Empty();
        }

        public override async Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context)
        {
            await Keep(request).OnInvokeTransform(request);
            return new Empty();
        }

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
        {
            if (Keep(request).Lacks.Contains("shutdown"))
                throw new RpcException(new Status(StatusCode.Unimplemented, "this engine has no such method"));
            return Task.FromResult(new Empty());
        }

        private RecordingEngine Keep(IMessage request)
        {
            Recording.requests.Enqueue(request);
            return Recording;
        }
    }
}
