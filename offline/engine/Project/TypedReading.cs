using System.Text.RegularExpressions;

namespace PmCrm.Preview.Project;

/// <summary>
/// A program's refusal of a configuration value: <c>Configuration 'shop:port' value '[secret]' is not a valid Int32</c>, the text of
/// Config.cs of the Pulumi .NET SDK. It names the type that the program wanted.
/// </summary>
/// <param name="Key">The full key.</param>
/// <param name="Type">The .NET type, for example <c>Int32</c> or <c>System.Collections.Generic.List`1[...]</c>.</param>
internal sealed record TypedReading(string Key, string Type)
{
    private static readonly string[] ListTypes = ["List`1", "Array`1", "Enumerable`1", "Collection`1", "HashSet`1", "Set`1"];

    /// <returns>Null when the message is about something else.</returns>
    public static TypedReading? In(string message)
    {
        var match = Regex.Match(message, @"Configuration '(?<key>[^']+)' value '[^\n]*' is not a valid (?<type>[^\r\n]+)");
        return match.Success ? new TypedReading(match.Groups["key"].Value, match.Groups["type"].Value.Trim()) : null;
    }

    /// <summary>A placeholder that the program can read.</summary>
    public SecretPlaceholder Placeholder(SecretPlaceholder text)
    {
        var name = Type.Split('[', ',')[0];
        return name.Replace("System.", "", StringComparison.Ordinal) switch
        {
            "Boolean" => SecretPlaceholder.True,
            "Int32" or "Int64" or "Int16" or "UInt32" or "UInt64" or "Double" or "Single" or "Decimal" => SecretPlaceholder.ForNumber(
                text.Text,
                ""
            ),
            _ when Type.EndsWith("[]", StringComparison.Ordinal) || ListTypes.Any(list => name.EndsWith(list, StringComparison.Ordinal)) =>
                SecretPlaceholder.EmptyList,
            _ => SecretPlaceholder.EmptyObject,
        };
    }
}
