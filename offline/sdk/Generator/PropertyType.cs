using System.Text.RegularExpressions;

namespace PmCrm.Sdk.Generator;

/// <summary>
/// The type of a property as a slice writes it: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>any</c>, <c>asset</c>,
/// <c>archive</c>, <c>#module.Type</c>, <c>@module.Enum</c>, <c>T[]</c>, <c>T{}</c>, <c>A|B</c>, <c>(A|B)[]</c>.
/// </summary>
internal abstract partial record PropertyType
{
    internal sealed record Leaf(string Name) : PropertyType;

    internal sealed record Nested(string Name) : PropertyType;

    internal sealed record Enumeration(string Name) : PropertyType;

    internal sealed record List(PropertyType Element) : PropertyType;

    internal sealed record Map(PropertyType Element) : PropertyType;

    internal sealed record Union(PropertyType First, PropertyType Second) : PropertyType;

    private static readonly HashSet<string> Leaves = ["string", "number", "boolean", "any", "asset", "archive"];

    /// <summary>Reads the short form, without the marks that belong to the property.</summary>
    /// <exception cref="FormatException">The text is not a type.</exception>
    internal static PropertyType Parse(string text)
    {
        if (text.EndsWith("[]", StringComparison.Ordinal) && SplitUnion(text) is null)
            return new List(Parse(Ungroup(text[..^2])));
        if (text.EndsWith("{}", StringComparison.Ordinal) && SplitUnion(text) is null)
            return new Map(Parse(Ungroup(text[..^2])));
        if (SplitUnion(text) is var (first, second))
            return new Union(Parse(first), Parse(second));
        if (text.StartsWith('#'))
            return new Nested(text[1..]);
        if (text.StartsWith('@'))
            return new Enumeration(text[1..]);
        return Leaves.Contains(text)
            ? new Leaf(text)
            : throw new FormatException($"\"{text}\" is not a type; accepted: {string.Join(", ", Leaves)}, #type, @enum, T[], T{{}}, A|B.");
    }

    /// <summary>The nested types that a property of this form refers to.</summary>
    internal static IEnumerable<string> NestedNames(string text) => NestedName().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"#([\w.]+)")]
    private static partial Regex NestedName();

    /// <summary>The two sides of a union that is not in parentheses, or null.</summary>
    private static (string First, string Second)? SplitUnion(string text)
    {
        var depth = 0;
        for (var index = 0; index < text.Length; index++)
        {
            depth += text[index] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (text[index] == '|' && depth == 0)
                return (text[..index], text[(index + 1)..]);
        }

        return null;
    }

    private static string Ungroup(string text) => text.StartsWith('(') && text.EndsWith(')') ? text[1..^1] : text;
}
