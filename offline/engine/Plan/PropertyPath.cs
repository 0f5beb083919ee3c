using System.Globalization;
using System.Text;

namespace PmCrm.Preview.Plan;

/// <summary>A key of a map, or an index into a list. The key <c>*</c> stands for any key or index.</summary>
public readonly record struct PathStep(string? Key, int? Index)
{
    public bool IsWildcard => Key == "*";
}

/// <summary>
/// The place of a value inside a resource's properties, written <c>spec.rules[0].host</c> or <c>data["a.b"]</c>. The syntax, and which
/// paths contain which, are as in the engine (pulumi/pulumi, sdk/go/common/resource/properties_path.go).
/// </summary>
public sealed class PropertyPath
{
    public static readonly PropertyPath Root = new([]);

    private PropertyPath(IReadOnlyList<PathStep> steps) => Steps = steps;

    public IReadOnlyList<PathStep> Steps { get; }

    public PropertyPath Child(string key) => new([.. Steps, new PathStep(key, null)]);

    public PropertyPath Child(int index) => new([.. Steps, new PathStep(null, index)]);

    /// <summary>The path without its first steps.</summary>
    public PropertyPath From(int step) => new([.. Steps.Skip(step)]);

    /// <summary>The first steps of the path.</summary>
    public PropertyPath To(int step) => new([.. Steps.Take(step)]);

    /// <summary>Whether this path is <paramref name="other"/>, or names something inside it.</summary>
    public bool IsAtOrBelow(PropertyPath other) =>
        other.Steps.Count <= Steps.Count && other.Steps.Zip(Steps).All(pair => pair.First.IsWildcard || pair.First == pair.Second);

    /// <exception cref="FormatException">The text is not a path.</exception>
    public static PropertyPath Parse(string text)
    {
        if (text.StartsWith('.'))
            throw new FormatException($"'{text}' does not start with a name or an index");
        var steps = new List<PathStep>();
        for (var at = 0; at < text.Length; )
            switch (text[at])
            {
                case '.' when at + 1 == text.Length:
                    throw new FormatException($"'{text}' does not end with a name or an index");
                case '.':
                    at++;
                    break;
                case '[' when at + 1 < text.Length && text[at + 1] == '"':
                    steps.Add(new PathStep(Quoted(text, ref at), null));
                    break;
                case '[':
                    steps.Add(Bracketed(text, ref at));
                    break;
                default:
                    var end = text.AsSpan(at).IndexOfAny('.', '[');
                    var key = end < 0 ? text[at..] : text.Substring(at, end);
                    steps.Add(new PathStep(key, null));
                    at += key.Length;
                    break;
            }
        return new PropertyPath(steps);
    }

    /// <summary>The path, or null if the text is not a path.</summary>
    public static PropertyPath? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, index) in Steps)
        {
            if (index is { } number)
                text.Append('[').Append(number.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (key!.Length == 0 || key.AsSpan().ContainsAny(".[] \""))
                text.Append("[\"").Append(key.Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
            else
                text.Append(text.Length == 0 ? "" : ".").Append(key);
        }
        return text.ToString();
    }

    // ["…"]: inside, a backslash before a quote makes the quote part of the name.
    private static string Quoted(string text, ref int at)
    {
        var key = new StringBuilder();
        for (var i = at + 2; i < text.Length; i++)
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"')
                key.Append(text[++i]);
            else if (text[i] != '"')
                key.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == ']')
            {
                at = i + 2;
                return key.ToString();
            }
            else
                throw new FormatException($"'{text}' opens a bracket that it does not close");
        throw new FormatException($"'{text}' opens a quote that it does not close");
    }

    private static PathStep Bracketed(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
            throw new FormatException($"'{text}' opens a bracket that it does not close");
        var inside = text[(at + 1)..end];
        at = end + 1;
        if (inside == "*")
            return new PathStep("*", null);
        // An index of the engine has 64 bits, and no list is as long.
        return long.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
            ? new PathStep(null, (int)Math.Clamp(index, int.MinValue, int.MaxValue))
            : throw new FormatException($"'{text}' has '{inside}' in brackets: an index, * or a name in quotes is accepted");
    }
}
