namespace PmCrm.Sdk.Generator;

/// <summary>The namespaces and names of the C# packages.</summary>
internal sealed class Names(string package, string root, Overrides overrides)
{
    /// <summary>The Kubernetes package keeps all arguments and nested types under <c>Types</c>, by API group and version.</summary>
    internal bool IsKubernetes { get; } = package == "kubernetes";

    internal string Root => root;

    /// <summary>The namespace of the resources of an npm module, such as <c>redis</c> or <c>core/v1</c>.</summary>
    internal string ResourceNamespace(string module) => Append(root, module);

    internal string ArgsNamespace(string module) =>
        IsKubernetes && module.Length > 0 ? Append($"{root}.Types.Inputs", module) : ResourceNamespace(module);

    internal (string Namespace, string Type) NestedInput(string name) => Nested(name, "Inputs", "Args");

    internal (string Namespace, string Type) NestedState(string name) => Nested(name, "Inputs", "GetArgs");

    /// <summary>A type that occurs only in the result of a function ends in <c>Result</c>.</summary>
    internal (string Namespace, string Type) NestedOutput(string name) =>
        Nested(name, "Outputs", IsOfFunction(Split(name).Type) ? "Result" : "");

    internal (string Namespace, string Type) Enumeration(string name)
    {
        var (module, type) = Split(name);
        return (ResourceNamespace(module), type);
    }

    internal static string Qualified((string Namespace, string Type) name) => $"global::{name.Namespace}.{name.Type}";

    /// <summary>The property's C# name: its Pascal form, unless the tables have another name.</summary>
    /// <param name="owner">The type that has the property in the tables, see <see cref="Properties"/>.</param>
    internal string PropertyName(string owner, string wire) => overrides.NameOf(owner, wire) ?? Pascal(wire.TrimStart('$'));

    private (string Namespace, string Type) Nested(string name, string direction, string suffix)
    {
        var (module, type) = Split(name);
        if (!IsKubernetes)
            return ($"{ResourceNamespace(module)}.{direction}", type + suffix);
        // The arguments of the package's provider are outside every API group.
        var space = module.Length == 0 ? $"{root}.Types.{direction}.Provider" : Append($"{root}.Types.{direction}", module);
        return (space, type + suffix);
    }

    private string Append(string space, string module) =>
        module.Length == 0
            ? space
            : $"{space}.{string.Join('.', module.Split('/').Select(segment => overrides.NamespaceSegment(package, segment) ?? Pascal(segment)))}";

    private static bool IsOfFunction(string type) =>
        type.Length > 3 && type.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(type[3]);

    private static (string Module, string Type) Split(string name)
    {
        var at = name.LastIndexOf('.');
        return at < 0 ? ("", name) : (name[..at].Replace('.', '/'), name[(at + 1)..]);
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
