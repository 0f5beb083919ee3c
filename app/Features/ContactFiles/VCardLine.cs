using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// One unfolded content line of a vCard (RFC 6350 3.3, RFC 2426 4): <c>group.NAME;PARAM=a,"b":value</c>.
/// </summary>
/// <param name="Line">The line in the file, from 1, where the content line starts.</param>
/// <param name="Group">The property's group, in upper case; empty if it has none.</param>
/// <param name="Name">The property's name in upper case.</param>
/// <param name="Parameters">
/// Values by parameter name in upper case; a word without a name, as older programs write types, is a TYPE.
/// </param>
/// <param name="Value">The value as it is in the file, still escaped.</param>
public sealed record VCardLine(int Line, string Group, string Name, ILookup<string, string> Parameters, string Value)
{
    /// <summary>Parses a content line; null if it is not one.</summary>
    public static VCardLine? Parse(int line, string text)
    {
        var parameters = new List<(string Name, string Value)>();
        var end = text.AsSpan().IndexOfAny(';', ':');
        if (end < 1)
            return null;
        var name = text[..end];
        var dot = name.LastIndexOf('.');
        var group = dot < 0 ? "" : name[..dot].ToUpperInvariant();
        name = name[(dot + 1)..].ToUpperInvariant();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return null;
        var at = end;
        while (text[at] == ';')
        {
            var start = ++at;
            while (at < text.Length && text[at] is not ('=' or ';' or ':'))
                at++;
            if (at == text.Length)
                return null;
            var word = text[start..at];
            if (text[at] != '=')
            {
                // vCard 2.1 also allows an encoding without the parameter name.
                if (word.Length > 0)
                    parameters.Add((IsEncoding(word) ? "ENCODING" : "TYPE", word));
                continue;
            }
            do
            {
                at++;
                if (ParameterValue(text, ref at) is not { } value)
                    return null;
                parameters.Add((word.ToUpperInvariant(), value));
            } while (at < text.Length && text[at] == ',');
            if (at == text.Length)
                return null;
        }
        return text[at] == ':'
            ? new(line, group, name, parameters.ToLookup(p => p.Name, p => p.Value, StringComparer.Ordinal), text[(at + 1)..])
            : null;
    }

    private static bool IsEncoding(string word) => word.ToUpperInvariant() is "QUOTED-PRINTABLE" or "BASE64" or "8BIT" or "7BIT";

    private static string? ParameterValue(string text, ref int at)
    {
        int start,
            end;
        if (at < text.Length && text[at] == '"')
        {
            start = ++at;
            end = text.IndexOf('"', at);
            if (end < 0)
                return null;
            at = end + 1;
            if (at < text.Length && text[at] is not (',' or ';' or ':'))
                return null;
        }
        else
        {
            start = at;
            while (at < text.Length && text[at] is not (',' or ';' or ':'))
                at++;
            end = at;
        }
        return Decode(text.AsSpan(start, end - start), '^');
    }

    /// <summary>The value as text, unescaped (RFC 6350 3.4).</summary>
    public string Text() => Unescape(Value.AsSpan());

    /// <summary>The value's parts, split at separators that are not escaped, each unescaped.</summary>
    public IReadOnlyList<string> Parts(char separator)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < Value.Length; i++)
        {
            if (Value[i] == '\\')
                i++;
            else if (Value[i] == separator)
            {
                parts.Add(Unescape(Value.AsSpan(start, i - start)));
                start = i + 1;
            }
        }
        parts.Add(Unescape(Value.AsSpan(start)));
        return parts;
    }

    /// <summary>The first value of a parameter; null if it has none.</summary>
    public string? Parameter(string name) => Parameters[name].FirstOrDefault();

    /// <summary>Whether a parameter has this value, ignoring case (types and encodings are case-insensitive).</summary>
    public bool Has(string parameter, string value) => Parameters[parameter].Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string Unescape(ReadOnlySpan<char> value) => Decode(value, '\\');

    // Values are escaped with backslashes; parameters with carets (RFC 6868), where ^' means a double quote.
    private static string Decode(ReadOnlySpan<char> value, char escape)
    {
        if (!value.Contains(escape))
            return value.ToString();
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != escape || i + 1 == value.Length)
            {
                text.Append(value[i]);
                continue;
            }
            i++;
            text.Append(
                value[i] switch
                {
                    'n' or 'N' => '\n',
                    '\'' when escape == '^' => '"',
                    var other => other,
                }
            );
        }
        return text.ToString();
    }
}
