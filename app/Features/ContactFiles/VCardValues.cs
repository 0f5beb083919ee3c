using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Converts the values of a card's properties to values of a contact.</summary>
internal static partial class VCardValues
{
    /// <summary>A name in spoken order, from the parts of N.</summary>
    public static string Name(IReadOnlyList<string> parts)
    {
        string Part(int index) => index < parts.Count ? parts[index].Replace(',', ' ').Trim() : "";
        // N has the order family, given, additional, prefixes, suffixes; the spoken order is another one.
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
        // Post office box, extended address, street: RFC 6350 6.3.1 recommends leaving the first two empty, so they are joined with the
        // third.
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

    /// <summary>The rank among values of one kind: lower is preferred.</summary>
    public static int Rank(VCardLine line)
    {
        if (line.Has("TYPE", "PREF"))
            return 1;
        return int.TryParse(line.Parameter("PREF"), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : 101;
    }

    /// <summary>The label of a value: our own parameter, the group's label, or its types.</summary>
    /// <param name="ofGroup">The X-ABLabel of the property's group.</param>
    public static string? Label(VCardLine line, string? ofGroup)
    {
        if (line.Parameter(VCardParameters.Label) is { } ours)
            return ours;
        if (ofGroup is not null && AppleLabel(ofGroup) is { Length: > 0 } named)
            return named;
        // TYPE=home,voice may be one quoted value; types that only say "this is a phone" are not labels.
        var types = line.Parameters["TYPE"]
            .SelectMany(type => type.Split(','))
            .Select(type => AppleLabel(type).ToLowerInvariant())
            .Where(type => !VCardParameters.IsSilent(type))
            .Distinct();
        var label = string.Join(", ", types);
        return label.Length is 0 or > ContactLimits.Label ? null : label;
    }

    /// <summary>
    /// A label as Apple's Contacts shows it: <c>_$!&lt;HomePage&gt;!$_</c>, one of Apple's predefined labels, becomes "home page".
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
