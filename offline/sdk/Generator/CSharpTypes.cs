namespace PmCrm.Sdk.Generator;

/// <summary>The C# type of a property, by the place where it is used.</summary>
internal sealed class CSharpTypes(Names names)
{
    private const string JsonElement = "global::System.Text.Json.JsonElement";

    /// <summary>Which nested types an input refers to: those for arguments, or those for the state of a lookup.</summary>
    internal enum Side
    {
        Args,
        State,
    }

    /// <summary>The type of a provider's output: <c>string?</c>, <c>ImmutableArray&lt;…&gt;</c>, …</summary>
    internal string Output(Property property)
    {
        var type = Output(property.Type, property.IsDouble);
        // An ImmutableArray that is absent is its default value, never null.
        return property.Optional && property.Type is not PropertyType.List ? $"{type}?" : type;
    }

    /// <summary>
    /// The type of an argument, without the mark of an optional one: <c>Input&lt;string&gt;</c>, <c>InputMap&lt;…&gt;</c>, …
    /// </summary>
    internal string Input(Property property, Side side) =>
        property.Type switch
        {
            _ when names.IsKubernetes && IsAnything(property.Type) => "InputJson",
            PropertyType.List list => $"InputList<{Element(list.Element, property.IsDouble, side)}>",
            PropertyType.Map map => $"InputMap<{Value(map, property.IsDouble, side)}>",
            PropertyType.Union union =>
                $"InputUnion<{Element(union.First, property.IsDouble, side)}, {Element(union.Second, property.IsDouble, side)}>",
            var other => $"Input<{Element(other, property.IsDouble, side)}>",
        };

    /// <summary>The type of an argument where Outputs are not allowed: the arguments of an awaited function.</summary>
    internal string Plain(Property property) =>
        property.Type switch
        {
            PropertyType.List list => $"List<{Element(list.Element, property.IsDouble, Side.Args)}>",
            PropertyType.Map map => $"Dictionary<string, {Value(map, property.IsDouble, Side.Args)}>",
            var other => Element(other, property.IsDouble, Side.Args),
        };

    internal static bool IsCollection(Property property) => property.Type is PropertyType.List or PropertyType.Map;

    /// <summary>
    /// What can hold anything is an object, and in Kubernetes JSON. The npm packages write <c>any</c> for <c>pulumi.json#/Json</c> and for
    /// <c>pulumi.json#/Any</c>. The Kubernetes types of the slice have the first at any depth (pulumi/pulumi-kubernetes,
    /// provider/pkg/gen/typegen.go: makeSchemaTypeSpec), except for the values of a map, which are the second (overlays.go there:
    /// <c>values</c> and <c>manifest</c> of a Helm release).
    /// </summary>
    private static bool IsAnything(PropertyType type) => type is PropertyType.Leaf { Name: "any" };

    private string Output(PropertyType type, bool isDouble) =>
        type switch
        {
            PropertyType.Nested nested => Names.Qualified(names.NestedOutput(nested.Name)),
            PropertyType.List list => $"ImmutableArray<{Output(list.Element, isDouble)}>",
            PropertyType.Map map when IsAnything(map.Element) => "ImmutableDictionary<string, object>",
            PropertyType.Map map => $"ImmutableDictionary<string, {Output(map.Element, isDouble)}>",
            // A provider may return any text; only the program is limited to the members of an enum.
            PropertyType.Union { Second: PropertyType.Enumeration } union => Output(union.First, isDouble),
            PropertyType.Union union => $"Union<{Output(union.First, isDouble)}, {Output(union.Second, isDouble)}>",
            var other => Common(other, isDouble),
        };

    private string Element(PropertyType type, bool isDouble, Side side) =>
        type switch
        {
            PropertyType.Nested nested => Names.Qualified(
                side == Side.State ? names.NestedState(nested.Name) : names.NestedInput(nested.Name)
            ),
            PropertyType.List list => $"ImmutableArray<{Element(list.Element, isDouble, side)}>",
            PropertyType.Map map => $"ImmutableDictionary<string, {Value(map, isDouble, side)}>",
            PropertyType.Union union => $"Union<{Element(union.First, isDouble, side)}, {Element(union.Second, isDouble, side)}>",
            var other => Common(other, isDouble),
        };

    private string Value(PropertyType.Map map, bool isDouble, Side side) =>
        IsAnything(map.Element) ? "object" : Element(map.Element, isDouble, side);

    private string Common(PropertyType type, bool isDouble) =>
        type switch
        {
            PropertyType.Enumeration enumeration => Names.Qualified(names.Enumeration(enumeration.Name)),
            PropertyType.Leaf { Name: "string" } => "string",
            PropertyType.Leaf { Name: "number" } => isDouble ? "double" : "int",
            PropertyType.Leaf { Name: "boolean" } => "bool",
            PropertyType.Leaf { Name: "any" } => names.IsKubernetes ? JsonElement : "object",
            PropertyType.Leaf { Name: "asset" } => "AssetOrArchive",
            PropertyType.Leaf { Name: "archive" } => "Archive",
            _ => throw new FormatException($"{type} cannot be written in C#."),
        };
}
