using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>A former identity. Parts that are empty are the same as the resource's present ones.</summary>
internal sealed record AliasSpec
{
    /// <summary>The whole former URN; no other part is set then.</summary>
    public string? Urn { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Stack { get; init; } = "";

    public string Project { get; init; } = "";

    /// <summary>Null if the alias names no other parent.</summary>
    public string? ParentUrn { get; init; }

    /// <summary>Null if <see cref="ParentUrn"/> is set.</summary>
    public bool? NoParent { get; init; }
}

internal sealed record RegisterResponse
{
    public required string Urn { get; init; }

    /// <summary>Empty if unknown.</summary>
    public required string Id { get; init; }

    public required Struct State { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> PropertyDependencies { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>False if the engine skipped the resource, or failed on it and continues. Missing properties are unknown then.</summary>
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

    /// <summary>The engine's reference to a parameterized package; empty for others. The same in the other requests.</summary>
    public required string PackageReference { get; init; }
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

    public required string PackageReference { get; init; }
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

    public required string PackageReference { get; init; }
}

internal sealed record CallResponse(Struct Result, IReadOnlyCollection<string> Dependencies, IReadOnlyCollection<CheckFailure> Failures);

/// <summary>Why the engine refused an argument.</summary>
internal sealed record CheckFailure(string Property, string Reason);
