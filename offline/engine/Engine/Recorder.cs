using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Simulation;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>A resource as registered or read, with the state that the engine answered with.</summary>
internal sealed record RecordedResource(string Urn, RegisterResourceRequest Request, string Id, Struct State)
{
    /// <summary>Set for a resource that is read rather than managed.</summary>
    public bool IsRead { get; init; }

    /// <summary>What the program registered as outputs of a component or of the stack.</summary>
    public Struct? RegisteredOutputs { get; set; }

    public required IReadOnlyList<PlanAlias> Aliases { get; init; }
}

/// <summary>The state of one run: every request of the program, and the responses.</summary>
internal sealed class Recorder(RunRequest run, Simulator simulator)
{
    // Reads values for decisions within this run only; values in a plan are masked.
    private static readonly PlanValueReader Unmasked = new(new SecretMask([]));

    private readonly Lock gate = new();
    private readonly List<RecordedRequest> requests = [];
    private readonly Dictionary<string, RecordedResource> resources = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> diagnostics = [];
    private readonly SecretCollector secrets = new();
    private readonly HashSet<string> hooks = new(StringComparer.Ordinal);

    public IReadOnlyList<RecordedRequest> Requests => requests;

    public IReadOnlyDictionary<string, RecordedResource> Resources => resources;

    /// <summary>As the program said them: not yet masked.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    public bool HasErrors => diagnostics.Any(said => said.Severity == Severity.Error);

    public SecretCollector Secrets => secrets;

    public PackageRegistry Packages { get; } = new();

    public string? StackUrn { get; private set; }

    public string? LastUrn { get; private set; }

    public void Record(string method, IMessage request)
    {
        lock (gate)
            requests.Add(new RecordedRequest(method, request));
    }

    public void Say(Severity severity, string message, string? urn = null)
    {
        lock (gate)
            diagnostics.Add(new Diagnostic(severity, message, string.IsNullOrEmpty(urn) ? null : urn));
    }

    /// <summary>Shortens the diagnostics to their messages.</summary>
    public void RemoveStackTraces(Func<string, string> shorten)
    {
        for (var i = 0; i < diagnostics.Count; i++)
            diagnostics[i] = diagnostics[i] with { Message = shorten(diagnostics[i].Message) };
    }

    /// <summary>
    /// Sets what a resource inherits from its parent unless it sets it itself, before transforms see it (pulumi/pulumi,
    /// pkg/resource/deploy/source_eval.go, inheritFromParent).
    /// </summary>
    public void InheritFromParent(RegisterResourceRequest request)
    {
        lock (gate)
        {
            if (!resources.TryGetValue(request.Parent, out var parent))
                return;
            if (!request.HasProtect && parent.Request.HasProtect)
                request.Protect = parent.Request.Protect;
            if (!request.HasRetainOnDelete && parent.Request.HasRetainOnDelete)
                request.RetainOnDelete = parent.Request.RetainOnDelete;
            if (request.DeletedWith.Length == 0)
                request.DeletedWith = parent.Request.DeletedWith;
            if (request.Provider.Length == 0 && (request.Custom || request.Remote) && IsForPackage(parent.Request.Provider, request.Type))
                request.Provider = parent.Request.Provider;
        }
    }

    /// <param name="request">The request after inheritance and transforms.</param>
    public RegisterResourceResponse Register(RegisterResourceRequest request)
    {
        lock (gate)
        {
            Packages.Find(request.PackageRef);
            Refuse(request.Type, request.Name, RequestChecks.Problem(request, resources.ContainsKey));
            var urn = Claim(request.Type, request.Name, request.Parent);
            var resource = new RecordedResource(urn, request, "", new Struct()) { Aliases = AliasesOf(urn, request) };
            var (outcome, formerUrn) = run.Prior?.Register(PlanBuilder.ToPlan(resource, Packages, Unmasked)) ?? (Outcome.Same, null);
            if (request.Custom && !request.Remote)
            {
                var identity = formerUrn ?? run.FormerUrns.GetValueOrDefault(urn, urn);
                var (id, state) = simulator.Create(request.Type, identity, request.Object ?? new Struct(), outcome);
                resource = resource with { Id = id, State = state };
            }
            Remember(resource);
            if (request.Type == PlanResource.StackType)
                StackUrn = urn;
            // Property dependencies are returned for remote components only, by the provider that constructed them
            // (pulumi/pulumi, pkg/resource/deploy/source_eval.go).
            return new RegisterResourceResponse
            {
                Urn = urn,
                Id = resource.Id,
                Object = resource.State,
                Result = Result.Success,
            };
        }
    }

    public ReadResourceResponse Read(ReadResourceRequest read)
    {
        lock (gate)
        {
            Packages.Find(read.PackageRef);
            Refuse(read.Type, read.Name, RequestChecks.Problem(read, resources.ContainsKey));
            var urn = Claim(read.Type, read.Name, read.Parent);
            var request = new RegisterResourceRequest
            {
                Type = read.Type,
                Name = read.Name,
                Parent = read.Parent,
                Custom = true,
                Object = read.Properties,
                Provider = read.Provider,
                Version = read.Version,
                PluginDownloadURL = read.PluginDownloadURL,
                PackageRef = read.PackageRef,
            };
            request.Dependencies.AddRange(read.Dependencies);
            request.AdditionalSecretOutputs.AddRange(read.AdditionalSecretOutputs);
            var (_, state) = simulator.Create(read.Type, urn, read.Properties ?? new Struct(), Outcome.Same);
            Remember(new RecordedResource(urn, request, read.Id, state) { IsRead = true, Aliases = [] });
            return new ReadResourceResponse { Urn = urn, Properties = state };
        }
    }

    public void RegisterOutputs(RegisterResourceOutputsRequest request)
    {
        lock (gate)
        {
            var name = Urn.Name(request.Urn);
            if (!resources.TryGetValue(request.Urn, out var resource))
            {
                Refuse(Urn.Type(request.Urn), name, $"it has outputs, but '{request.Urn}' is not registered");
                return;
            }
            // Outputs of the stack are collected until the end, so the last ones count (pkg/resource/deploy/step_executor.go).
            if (resource.RegisteredOutputs is not null && request.Urn != StackUrn)
                Refuse(
                    resource.Request.Type,
                    name,
                    "it registers its outputs twice: call RegisterOutputs once, at the end of the constructor"
                );
            resource.RegisteredOutputs = request.Outputs;
            secrets.AddFrom(request.Outputs);
        }
    }

    /// <summary>Takes the name of a hook. Hooks before and after operations, and those of errors, share their names.</summary>
    /// <exception cref="GrpcFailure">It is empty or taken (pulumi/pulumi, pkg/resource/deploy/resource_hooks.go).</exception>
    public void RegisterHook(string name)
    {
        lock (gate)
        {
            if (name.Length > 0 && hooks.Add(name))
                return;
            throw Refusal(name.Length == 0 ? "a hook has no name" : $"two hooks have the name '{name}': give one of them another name");
        }
    }

    public Struct Invoke(string token, Struct arguments)
    {
        lock (gate)
            secrets.AddFrom(arguments);
        if (token == "pulumi:pulumi:getResource")
            return GetResource(arguments);
        if (simulator.Invoke(token, arguments) is { } known)
            return known;
        Say(
            Severity.Warning,
            $"the function '{token}' is not in the table (offline/engine/Simulation/functions.json): "
                + $"its result has only {string.Join(", ", Simulator.GuessedResults)}, as placeholders"
        );
        return simulator.Guess(token, arguments);
    }

    // How a program turns a reference to a resource back into the resource.
    private Struct GetResource(Struct arguments)
    {
        var urn = arguments.Fields.TryGetValue("urn", out var value) ? value.StringValue : "";
        lock (gate)
        {
            if (!resources.TryGetValue(urn, out var resource))
                throw new GrpcFailure(GrpcFailure.InvalidArgument, $"no resource '{urn}' is registered");
            var result = new Struct();
            result.Fields["urn"] = Value.ForString(urn);
            result.Fields["id"] = Value.ForString(resource.Id);
            result.Fields["state"] = Value.ForStruct(resource.RegisteredOutputs ?? resource.State);
            return result;
        }
    }

    private static bool IsForPackage(string provider, string type) =>
        Urn.Type(Urn.OfProvider(provider)) == PlanResource.ProviderPrefix + type.Split(':')[0];

    private string Claim(string type, string name, string parent)
    {
        var urn = Urn.For(run.Stack, run.Project, parent.Length == 0 ? null : parent, type, name);
        if (!resources.ContainsKey(urn))
            return urn;
        var message = $"two resources have the URN '{urn}': give one of them another name or parent";
        diagnostics.Add(new Diagnostic(Severity.Error, message, urn));
        throw new GrpcFailure(GrpcFailure.InvalidArgument, message);
    }

    private void Refuse(string type, string name, string? problem)
    {
        if (problem is not null)
            throw Refusal($"the resource '{name}' ({type}) would be refused: {problem}");
    }

    // The message is also a diagnostic of the plan, because a program may ignore the exception.
    private GrpcFailure Refusal(string message)
    {
        diagnostics.Add(new Diagnostic(Severity.Error, message));
        return new GrpcFailure(GrpcFailure.InvalidArgument, message);
    }

    private void Remember(RecordedResource resource)
    {
        secrets.AddFrom(resource.Request.Object);
        foreach (var property in resource.Request.AdditionalSecretOutputs)
            if (resource.State.Fields.TryGetValue(property, out var value))
                resource.State.Fields[property] = Wire.AsSecret(value);
        secrets.AddFrom(resource.State);
        resources.Add(resource.Urn, resource);
        LastUrn = resource.Urn;
    }

    private List<PlanAlias> AliasesOf(string urn, RegisterResourceRequest request) =>
        new AliasResolver(run.Stack, run.Project, resources).Resolve(urn, request);
}
