using System.Text.Json;

namespace PmCrm.Sdk.Generator;

/// <summary>Turns the properties of a slice into those of a C# type, with the facts of the tables.</summary>
internal sealed class Properties(Names names, Overrides overrides)
{
    /// <param name="owner">
    /// The C# type that has these properties in the tables. They list nested types by their arguments only, and a state by its resource, so
    /// it is not always the type that is written.
    /// </param>
    internal IReadOnlyList<Property> Read(string owner, IReadOnlyDictionary<string, string> properties) =>
        [.. properties.Select(pair => Read(owner, pair.Key, pair.Value))];

    /// <summary>The arguments of a resource: also those that its constructor fills in, and those that it wraps.</summary>
    internal IReadOnlyList<Property> ReadArgs(string owner, ResourceSlice resource) =>
        [
            .. Read(owner, resource.Inputs)
                .Select(property =>
                    property with
                    {
                        Secret = resource.SecretInputs.Contains(property.Wire),
                        Json = resource.JsonInputs.Contains(property.Wire),
                        Default = DefaultOf(property, resource.Defaults),
                    }
                ),
        ];

    /// <summary>The state of a lookup: the outputs, each as an optional input.</summary>
    internal static IReadOnlyList<Property> ToState(IReadOnlyList<Property> outputs, ResourceSlice resource) =>
        [.. outputs.Select(property => property with { Optional = true, Secret = resource.SecretOutputs.Contains(property.Wire) })];

    /// <summary>A nested input type.</summary>
    internal IReadOnlyList<Property> ReadNestedArgs(string name, NestedSlice nested)
    {
        var owner = OwnerOfNested(name);
        return
        [
            .. Read(owner, nested.Properties)
                .Select(property =>
                    property with
                    {
                        Secret = overrides.IsNestedSecret(owner, property.Wire),
                        Default = DefaultOf(property, nested.Defaults),
                    }
                ),
        ];
    }

    /// <summary>A nested output type.</summary>
    /// <param name="input">The input form of the same type, if there is one.</param>
    internal IReadOnlyList<Property> ReadNestedOutput(string name, NestedSlice nested, NestedSlice? input)
    {
        var type = names.NestedOutput(name).Type;
        return
        [
            .. Read(OwnerOfNested(name), nested.Properties)
                // The npm packages mark some fields as always set by the provider. In the C# packages a field is optional if its input is
                // optional, except in Kubernetes, where no field is optional.
                .Select(property =>
                    property with
                    {
                        Optional = property.Optional || (!names.IsKubernetes && IsOptional(input, property.Wire)),
                    }
                )
                // A field cannot have the name of its type.
                .Select(property => property.Name == type ? property with { Name = $"{type}Value" } : property),
        ];
    }

    private static bool IsOptional(NestedSlice? type, string property) =>
        type is not null && type.Properties.TryGetValue(property, out var text) && text.Contains('?', StringComparison.Ordinal);

    private string OwnerOfNested(string name)
    {
        var (space, type) = names.NestedInput(name);
        return $"{space}.{type}";
    }

    private Property Read(string owner, string wire, string text)
    {
        const string deprecatedMark = " deprecated";
        var deprecated = text.EndsWith(deprecatedMark, StringComparison.Ordinal);
        var type = deprecated ? text[..^deprecatedMark.Length] : text;
        var optional = type.EndsWith('?');
        try
        {
            return new Property(
                wire,
                names.PropertyName(owner, wire),
                PropertyType.Parse(optional ? type[..^1] : type),
                optional,
                deprecated,
                overrides.IsDouble(owner, wire)
            );
        }
        catch (FormatException error)
        {
            throw new FormatException($"{owner}.{wire}: {error.Message}", error);
        }
    }

    private static string? DefaultOf(Property property, SortedDictionary<string, JsonElement> defaults)
    {
        const string environment = "env:";
        if (!defaults.TryGetValue(property.Wire, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String || !value.GetString()!.StartsWith(environment, StringComparison.Ordinal))
            return value.GetRawText();
        var variables = string.Join(", ", value.GetString()![environment.Length..].Split(',').Select(name => $"\"{name}\""));
        var reader = property.Type switch
        {
            PropertyType.Leaf { Name: "string" } => "String",
            PropertyType.Leaf { Name: "boolean" } => "Boolean",
            PropertyType.Leaf { Name: "number" } => property.IsDouble ? "Double" : "Int32",
            _ => throw new FormatException($"{property.Wire}: a default from the environment is for a string, boolean or number."),
        };
        return $"global::Pulumi.Standin.FromEnvironment.{reader}({variables})";
    }
}
