using System.Text;

namespace PmCrm.Sdk.Generator;

/// <summary>Writes the output types, and enums.</summary>
internal sealed class OutputTypeWriter(CSharpTypes types)
{
    // The C# keywords that are names of properties; the SDK finds the value of a constructor's parameter by its name.
    private static readonly HashSet<string> Keywords =
    [
        "abstract",
        "as",
        "base",
        "bool",
        "break",
        "case",
        "catch",
        "char",
        "checked",
        "class",
        "const",
        "continue",
        "decimal",
        "default",
        "delegate",
        "do",
        "double",
        "else",
        "enum",
        "event",
        "explicit",
        "extern",
        "false",
        "finally",
        "fixed",
        "float",
        "for",
        "foreach",
        "goto",
        "if",
        "implicit",
        "in",
        "int",
        "interface",
        "internal",
        "is",
        "lock",
        "long",
        "namespace",
        "new",
        "null",
        "object",
        "operator",
        "out",
        "override",
        "params",
        "private",
        "protected",
        "public",
        "readonly",
        "ref",
        "return",
        "sbyte",
        "sealed",
        "short",
        "sizeof",
        "stackalloc",
        "static",
        "string",
        "struct",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "uint",
        "ulong",
        "unchecked",
        "unsafe",
        "ushort",
        "using",
        "virtual",
        "void",
        "volatile",
        "while",
    ];

    internal string Write(string name, IReadOnlyList<Property> properties)
    {
        var text = new StringBuilder();
        text.Append($"    [OutputType]\n    public sealed class {name}\n    {{\n");
        foreach (var property in properties)
            text.Append($"        public readonly {types.Output(property)} {property.Name};\n");
        var parameters = string.Join(", ", properties.Select(property => $"{types.Output(property)} {Parameter(property)}"));
        text.Append($"        [OutputConstructor] private {name}({parameters})\n        {{\n");
        foreach (var property in properties)
            text.Append($"            this.{property.Name} = {Parameter(property)};\n");
        text.Append("        }\n    }\n");
        return text.ToString();
    }

    internal static string WriteEnum(string name, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder();
        text.Append(
            $$"""
                [EnumType]
                public readonly struct {{name}} : IEquatable<{{name}}>
                {
                    private readonly string value;
                    private {{name}}(string value) => this.value = value;

            """
        );
        foreach (var (member, value) in values)
            text.Append($"        public static {name} {member} {{ get; }} = new {name}(\"{value}\");\n");
        text.Append(
            $$"""
                    public static bool operator ==({{name}} left, {{name}} right) => left.Equals(right);
                    public static bool operator !=({{name}} left, {{name}} right) => !left.Equals(right);
                    public static explicit operator string({{name}} value) => value.value;
                    public override bool Equals(object? obj) => obj is {{name}} other && Equals(other);
                    public bool Equals({{name}} other) => string.Equals(value, other.value, StringComparison.Ordinal);
                    public override int GetHashCode() => value?.GetHashCode(StringComparison.Ordinal) ?? 0;
                    public override string ToString() => value;
                }

            """
        );
        return text.ToString();
    }

    /// <summary>
    /// The name on the wire without <c>$</c>. No parameter has an <c>OutputConstructorParameter</c> attribute, so the SDK looks for that
    /// shorter name, and the field of <c>$ref</c> has its default value. The packages have the same limitation
    /// (pulumi/pulumi-dotnet, pulumi-language-dotnet/codegen/gen.go: csharpIdentifier, genOutputType).
    /// </summary>
    private static string Parameter(Property property)
    {
        var name = property.Wire.TrimStart('$');
        return Keywords.Contains(name) ? $"@{name}" : name;
    }
}
