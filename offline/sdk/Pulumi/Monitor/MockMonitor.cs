using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Answers from mocks in this process, and remembers the resources in the order of their registration.</summary>
internal sealed class MockMonitor(IMocks mocks, string project, string stack) : IMonitor
{
    private readonly Lock gate = new();
    private readonly List<Resource> resources = [];
    private readonly Dictionary<string, Struct> registered = [];

    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (gate)
            {
                return [.. resources];
            }
        }
    }

    public bool IsRemote => false;

    public Task<bool> SupportsFeatureAsync(string feature) => Task.FromResult(feature != Features.OutputValues);

    public async Task<RegisterResponse> RegisterAsync(Resource resource, Pulumirpc.RegisterResourceRequest request)
    {
        Remember(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        if (request.Type == Wire.StackType)
            return new RegisterResponse
            {
                Urn = urn,
                Id = "",
                State = new Struct(),
            };

        var (id, state) = await mocks
            .NewResourceAsync(
                new MockResourceArgs
                {
                    Type = request.Type,
                    Name = request.Name,
                    Inputs = ToPlain(request.Object),
                    Provider = request.Provider,
                    Id = request.ImportId,
                }
            )
            .ConfigureAwait(false);
        id ??= request.ImportId;
        return new RegisterResponse
        {
            Urn = urn,
            Id = id,
            State = await StoreAsync(urn, id, state).ConfigureAwait(false),
        };
    }

    public async Task<ReadResponse> ReadAsync(Resource resource, ReadRequest request)
    {
        var (id, state) = await mocks
            .NewResourceAsync(
                new MockResourceArgs
                {
                    Type = request.Type,
                    Name = request.Name,
                    Inputs = ToPlain(request.Properties),
                    Provider = request.Provider,
                    Id = request.Id,
                }
            )
            .ConfigureAwait(false);
        Remember(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        return new ReadResponse(urn, await StoreAsync(urn, id, state).ConfigureAwait(false));
    }

    public Task RegisterOutputsAsync(string urn, Struct outputs)
    {
        var read = outputs.Fields.ToImmutableDictionary(field => field.Key, field => new Output<object?>(ValueReader.Read(field.Value)));
        return mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(urn, read));
    }

    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request) =>
        new(
            request.Token == Wire.GetResourceToken
                ? Find(request.Args)
                : await CallMockAsync(request.Token, request.Args, request.Provider).ConfigureAwait(false),
            []
        );

    public async Task<CallResponse> CallAsync(CallRequest request) =>
        new(await CallMockAsync(request.Token, request.Args, request.Provider).ConfigureAwait(false), [], []);

    /// <summary>The official mocks' name for a package.</summary>
    public Task<string> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request) =>
        Task.FromResult($"{request.Name}-{request.Version}");

    public Task RegisterHookAsync(Pulumirpc.RegisterResourceHookRequest request) => Task.CompletedTask;

    public Task RegisterHookAsync(Pulumirpc.RegisterErrorHookRequest request) => Task.CompletedTask;

    public Task RegisterInvokeTransformAsync(Pulumirpc.Callback callback) => Task.CompletedTask;

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private void Remember(Resource resource)
    {
        lock (gate)
        {
            resources.Add(resource);
        }
    }

    private async Task<Struct> CallMockAsync(string token, Struct args, string provider)
    {
        var result = await mocks
            .CallAsync(
                new MockCallArgs
                {
                    Token = token,
                    Args = ToPlain(args),
                    Provider = provider,
                }
            )
            .ConfigureAwait(false);
        return await ToWireAsync(result).ConfigureAwait(false);
    }

    private Struct Find(Struct args)
    {
        var urn = Structs.TextAt(args, Wire.Urn) ?? "";
        lock (gate)
        {
            return registered.TryGetValue(urn, out var found) ? found : throw new InvalidOperationException($"Unknown resource {urn}");
        }
    }

    private async Task<Struct> StoreAsync(string urn, string? id, object state)
    {
        var written = await ToWireAsync(state).ConfigureAwait(false);
        lock (gate)
        {
            registered[urn] = new Struct
            {
                Fields =
                {
                    ["urn"] = Value.ForString(urn),
                    ["id"] = Value.ForString(id ?? ""),
                    ["state"] = Value.ForStruct(written),
                },
            };
        }

        return written;
    }

    /// <summary>Like the official mocks, it keeps only the first type of the parent's chain.</summary>
    private string UrnOf(string parent, string type, string name)
    {
        if (parent != "")
            type = $"{parent.Split("::")[2].Split('$')[0]}${type}";
        return $"urn:pulumi:{stack}::{project}::{type}::{name}";
    }

    /// <summary>The arguments for a mock: secrets unwrapped, without nulls and without properties that contain an unknown.</summary>
    private static ImmutableDictionary<string, object> ToPlain(Struct fields)
    {
        var plain = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, field) in fields.Fields)
        {
            if (ValueReader.Read(field) is { IsKnown: true, Value: { } value })
                plain.Add(name, value);
        }

        return plain.ToImmutable();
    }

    private static async Task<Struct> ToWireAsync(object state)
    {
        if (state is IDictionary<string, object> dictionary)
            state = dictionary.ToImmutableDictionary();
        var written = await new ValueWriter(new WriteMode(KeepResources: true)).WriteAsync("", state).ConfigureAwait(false);
        return written?.StructValue
            ?? throw new InvalidOperationException($"A mock returned a {state.GetType().FullName}; expected: a dictionary.");
    }
}
