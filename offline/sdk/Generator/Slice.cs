using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.Sdk.Generator;

/// <summary>The facts about one provider package: the content of one file of offline/sdk/schemas.</summary>
internal sealed record Slice
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>Where the engine downloads the plugin, if not from the default place.</summary>
    public string? PluginDownloadUrl { get; set; }

    /// <summary>The settings that the class Config reads, by name; empty for a package without that class.</summary>
    public SortedDictionary<string, string> Config { get; set; } = [];

    /// <summary>The defaults of settings that are not in the stack's configuration.</summary>
    public SortedDictionary<string, ConfigDefault> ConfigDefaults { get; set; } = [];

    /// <summary>By type token; a provider's is <c>pulumi:providers:name</c>.</summary>
    public required SortedDictionary<string, ResourceSlice> Resources { get; init; }

    /// <summary>By function token.</summary>
    public required SortedDictionary<string, FunctionSlice> Functions { get; init; }

    public required SortedDictionary<string, NestedSlice> Inputs { get; init; }

    public required SortedDictionary<string, NestedSlice> Outputs { get; init; }

    /// <summary>Member name to value, by <c>module.Enum</c>.</summary>
    public required SortedDictionary<string, SortedDictionary<string, string>> Enums { get; init; }

    /// <exception cref="FormatException">The file is no slice.</exception>
    internal static Slice Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SliceJson.Default.Slice)
                ?? throw new FormatException($"{file}: the slice is null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{file}: {error.Message}", error);
        }
    }
}

/// <summary>A resource type: its properties, and what its constructor adds to them.</summary>
internal sealed record ResourceSlice
{
    /// <summary>The npm module, such as <c>redis</c> or <c>core/v1</c>; empty at the top of the package.</summary>
    public required string Module { get; init; }

    public required string Type { get; init; }

    public SortedDictionary<string, string> Inputs { get; set; } = [];

    public SortedDictionary<string, string> Outputs { get; set; } = [];

    /// <summary>Whether a lookup takes a state: the outputs, each as an optional input.</summary>
    public bool State { get; set; }

    public SortedDictionary<string, string> Constants { get; set; } = [];

    public SortedDictionary<string, JsonElement> Defaults { get; set; } = [];

    public string[] SecretInputs { get; set; } = [];

    public string[] JsonInputs { get; set; } = [];

    public string[] SecretOutputs { get; set; } = [];

    public string[] ReplaceOnChanges { get; set; } = [];

    public string[] Aliases { get; set; } = [];
}

/// <summary>A function of a provider (a data source).</summary>
internal sealed record FunctionSlice
{
    public required string Module { get; init; }

    public required string Type { get; init; }

    public SortedDictionary<string, string> Inputs { get; set; } = [];

    public SortedDictionary<string, string> Outputs { get; set; } = [];
}

/// <summary>The default of a setting that is not in the stack's configuration.</summary>
internal sealed record ConfigDefault
{
    /// <summary>Environment variables, of which the first that is set counts.</summary>
    public required string[] Environment { get; init; }

    /// <summary>The value if none of them is set.</summary>
    public bool? Otherwise { get; set; }
}

/// <summary>A nested object type.</summary>
internal sealed record NestedSlice
{
    public required SortedDictionary<string, string> Properties { get; init; }

    public SortedDictionary<string, JsonElement> Defaults { get; set; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(Slice))]
internal sealed partial class SliceJson : JsonSerializerContext;
