using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>What the values of a card's properties are in a contact.</summary>
internal static partial class VCardValues
{
    /// <summary>A name as it is read aloud, of the parts of N.</summary>
    public static string Name(IReadOnlyList<string> parts)
    {
        string Part(int index) => index < parts.Count ? parts[index].Replace(',', ' ').Trim() : "";
        // N is family, given, additional, prefixes, suffixes; a name is read aloud in another order.
        return string.Join(' ', new[] { Part(3), Part(1), Part(2), Part(0), Part(4) }.Where(part => part.Length > 0));
    }

    public static string Phone(VCardLine line)
    {
        var text = line.Text().Trim();
        var number = Without(text, "tel:");
        // RFC 3966, 3: the extension of a tel URI.
        return number.Length < text.Length ? number.Replace(";ext=", " ext. ", StringComparison.OrdinalIgnoreCase) : number;
    }

    public static PostalAddress Address(VCardLine line, string? label)
    {
        var parts = line.Parts(';');
        string? Part(int index) => index < parts.Count && !string.IsNullOrWhiteSpace(parts[index]) ? parts[index].Trim() : null;
        // Post office box, extended address, street: RFC 6350 6.3.1 advises to leave the first two empty, so they join the third.
        var street = string.Join('\n', new[] { Part(0), Part(1), Part(2) }.OfType<string>());
        return new()
        {
            Label = label,
            Street = street.Length == 0 ? null : street,
            City = Part(3),
            Region = Part(4),
            PostalCode = Part(5),
            Country = Part(6),
        };
    }

    /// <summary>The place among values of a kind: lower is preferred.</summary>
    public static int Rank(VCardLine line)
    {
        if (line.Has("TYPE", "PREF"))
            return 1;
        return int.TryParse(line.Parameter("PREF"), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : 101;
    }

    /// <summary>What kind a value is: our own parameter, the group's label, or its types.</summary>
    /// <param name="ofGroup">The X-ABLabel of the property's group.</param>
    public static string? Label(VCardLine line, string? ofGroup)
    {
        if (line.Parameter(VCardParameters.Label) is { } ours)
            return ours;
        if (ofGroup is not null && AppleLabel(ofGroup) is { Length: > 0 } named)
            return named;
        // TYPE=home,voice may be one quoted value; of the types, those that only say "it is a phone" tell nothing.
        var types = line.Parameters["TYPE"]
            .SelectMany(type => type.Split(','))
            .Select(type => AppleLabel(type).ToLowerInvariant())
            .Where(type => !VCardParameters.IsSilent(type))
            .Distinct();
        var label = string.Join(", ", types);
        return label.Length is 0 or > ContactLimits.Label ? null : label;
    }

    /// <summary>
    /// A label as Apple's Contacts show it: <c>_$!&lt;HomePage&gt;!$_</c>, which stands for a word of theirs, is "home page".
    /// </summary>
    public static string AppleLabel(string label)
    {
        label = label.Trim();
        return AppleWord().Match(label) is { Success: true } match
            ? WordStart().Replace(match.Groups[1].Value, " ").Trim().ToLowerInvariant()
            : label;
    }

    /// <summary>A value without the scheme of a URI.</summary>
    public static string Without(string value, string scheme)
    {
        value = value.Trim();
        return value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..] : value;
    }

    [GeneratedRegex(@"^_\$!<([^>]*)>!\$_$", RegexOptions.CultureInvariant)]
    private static partial Regex AppleWord();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
