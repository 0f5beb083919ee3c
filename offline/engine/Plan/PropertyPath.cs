using System.Globalization;
using System.Text;

namespace PmCrm.Preview.Plan;

/// <summary>A key of a map, or an index into a list.</summary>
public readonly record struct PathStep(string? Key, int? Index);

/// <summary>Where a value stands inside a resource's properties, written <c>spec.rules[0].host</c> or <c>data["a.b"]</c>.</summary>
public sealed class PropertyPath
{
    public static readonly PropertyPath Root = new([]);

    private PropertyPath(IReadOnlyList<PathStep> steps) => Steps = steps;

    public IReadOnlyList<PathStep> Steps { get; }

    public PropertyPath Child(string key) => new([.. Steps, new PathStep(key, null)]);

    public PropertyPath Child(int index) => new([.. Steps, new PathStep(null, index)]);

    /// <summary>
    /// Whether this path is <paramref name="other"/>, or leads to something inside what that one leads to. In the other path,
    /// <c>[*]</c> stands for any element, and an index may be left out.
    /// </summary>
    public bool IsAtOrBelow(PropertyPath other)
    {
        var at = 0;
        foreach (var step in other.Steps)
        {
            while (at < Steps.Count && Steps[at].Index is not null && step.Index is null && step.Key is not "*")
                at++;
            if (at >= Steps.Count || (step.Key is not "*" && Steps[at] != step))
                return false;
            at++;
        }
        return true;
    }

    /// <exception cref="FormatException">The text is not a path.</exception>
    public static PropertyPath Parse(string text)
    {
        var steps = new List<PathStep>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '.')
                at++;
            else if (text[at] == '[')
            {
                var quoted = text.AsSpan(at).StartsWith("[\"");
                var end = text.IndexOf(quoted ? "\"]" : "]", at, StringComparison.Ordinal);
                if (end < 0)
                    throw new FormatException($"'{text}' opens a bracket that it does not close");
                steps.Add(quoted
                    ? new PathStep(text[(at + 2)..end], null)
                    : text.AsSpan(at, end - at + 1) is "[*]" ? new PathStep("*", null)
                    : new PathStep(null, int.Parse(text.AsSpan(at + 1, end - at - 1), CultureInfo.InvariantCulture)));
                at = end + (quoted ? 2 : 1);
            }
            else
            {
                var end = text.AsSpan(at).IndexOfAny('.', '[');
                var key = end < 0 ? text[at..] : text.Substring(at, end);
                steps.Add(new PathStep(key, null));
                at += key.Length;
            }
        }
        return new PropertyPath(steps);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, index) in Steps)
        {
            if (index is { } number)
                text.Append('[').Append(number.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (key!.AsSpan().ContainsAny(".[] \""))
                text.Append("[\"").Append(key).Append("\"]");
            else
                text.Append(text.Length == 0 ? "" : ".").Append(key);
        }
        return text.ToString();
    }
}
