using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>A resource to register, with everything that the protocol's request has a field for and a program can say.</summary>
internal sealed record RegisterRequest
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required string Parent { get; init; }

    public required bool IsCustom { get; init; }

    public required bool IsRemote { get; init; }

    public required Struct Inputs { get; init; }

    public required bool? Protect { get; init; }

    public required IReadOnlyCollection<string> Dependencies { get; init; }

    /// <summary>For every input sent, also for those that depend on nothing.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyCollection<string>> PropertyDependencies { get; init; }

    public required string Provider { get; init; }

    /// <summary>By package; for remote components only.</summary>
    public required IReadOnlyDictionary<string, string> Providers { get; init; }

    public required bool? DeleteBeforeReplace { get; init; }

    public required string Version { get; init; }

    public required string PluginDownloadUrl { get; init; }

    public required IReadOnlyCollection<string> IgnoreChanges { get; init; }

    public required IReadOnlyCollection<string> ReplaceOnChanges { get; init; }

    public required IReadOnlyCollection<string> AdditionalSecretOutputs { get; init; }

    public required IReadOnlyCollection<string> HideDiffs { get; init; }

    public required IReadOnlyCollection<string> ReplaceWith { get; init; }

    public required Value? ReplacementTrigger { get; init; }

    public required IReadOnlyDictionary<string, string> EnvVarMappings { get; init; }

    /// <summary>For engines that work out what an alias means for the resources below.</summary>
    public required IReadOnlyCollection<AliasSpec> AliasSpecs { get; init; }

    /// <summary>For engines that do not.</summary>
    public required IReadOnlyCollection<string> AliasUrns { get; init; }

    public required string ImportId { get; init; }

    public required CustomTimeouts? CustomTimeouts { get; init; }

    public required bool? RetainOnDelete { get; init; }

    public required string DeletedWith { get; init; }

    public required IReadOnlyCollection<CallbackReference> Transforms { get; init; }
}

/// <summary>A former identity; empty parts are the resource's own.</summary>
internal sealed record AliasSpec
{
    /// <summary>The whole former URN; no other part is set then.</summary>
    public string? Urn { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Stack { get; init; } = "";

    public string Project { get; init; } = "";

    /// <summary>Null if the alias says nothing about another parent.</summary>
    public string? ParentUrn { get; init; }

    /// <summary>Null if <see cref="ParentUrn"/> speaks.</summary>
    public bool? NoParent { get; init; }
}

/// <summary>A function of this program that the engine can call.</summary>
internal sealed record CallbackReference(string Target, string Token);

internal sealed record RegisterResponse
{
    public required string Urn { get; init; }

    /// <summary>Empty if unknown.</summary>
    public required string Id { get; init; }

    public required Struct State { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> PropertyDependencies { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>False if the engine skipped the resource or failed on it and goes on; what it lacks is unknown then.</summary>
    public bool Succeeded { get; init; } = true;
}

/// <summary>An existing resource to read.</summary>
internal sealed record ReadRequest
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Parent { get; init; }

    public required string Provider { get; init; }

    public required string Version { get; init; }

    public required Struct Properties { get; init; }

    public required IReadOnlyCollection<string> Dependencies { get; init; }
}

internal sealed record ReadResponse(string Urn, Struct State);

/// <summary>A provider's function to call.</summary>
internal sealed record InvokeRequest
{
    public required string Token { get; init; }

    public required Struct Args { get; init; }

    public required string Provider { get; init; }

    public required string Version { get; init; }

    public required string PluginDownloadUrl { get; init; }
}

internal sealed record InvokeResponse(Struct Result, IReadOnlyCollection<CheckFailure> Failures);

/// <summary>A resource's method to call.</summary>
internal sealed record CallRequest
{
    public required string Token { get; init; }

    public required Struct Args { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyCollection<string>> ArgDependencies { get; init; }

    public required string Provider { get; init; }

    public required string Version { get; init; }

    public required string PluginDownloadUrl { get; init; }
}

internal sealed record CallResponse(Struct Result, IReadOnlyCollection<string> Dependencies, IReadOnlyCollection<CheckFailure> Failures);

/// <summary>Why the engine refused an argument.</summary>
internal sealed record CheckFailure(string Property, string Reason);
