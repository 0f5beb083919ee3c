using System.Globalization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>What the values of a card's properties are in a contact.</summary>
internal static class VCardValues
{
    /// <summary>A name as it is read aloud, of the parts of N.</summary>
    public static string? Name(IReadOnlyList<string> parts)
    {
        string Part(int index) => index < parts.Count ? parts[index].Replace(',', ' ') : "";
        // N is family, given, additional, prefixes, suffixes; a name is read aloud in another order.
        return OneLine(string.Join(' ', new[] { Part(3), Part(1), Part(2), Part(0), Part(4) }.Where(part => part.Length > 0)));
    }

    public static PhoneNumber Phone(VCardLine line)
    {
        var text = line.Text().Trim();
        var number = Without(text, "tel:");
        // RFC 3966, 3: the extension of a tel URI.
        if (number.Length < text.Length)
            number = number.Replace(";ext=", " ext. ", StringComparison.OrdinalIgnoreCase);
        return new() { Number = number, Label = Label(line) };
    }

    public static PostalAddress Address(VCardLine line)
    {
        var parts = line.Parts(';');
        string? Part(int index) => index < parts.Count && !string.IsNullOrWhiteSpace(parts[index]) ? parts[index].Trim() : null;
        // Post office box, extended address, street: RFC 6350 6.3.1 advises to leave the first two empty, so they join the third.
        var street = string.Join('\n', new[] { Part(0), Part(1), Part(2) }.OfType<string>());
        return new()
        {
            Label = Label(line),
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
        return int.TryParse(line.Parameters["PREF"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            ? rank
            : 101;
    }

    private static string? Label(VCardLine line)
    {
        if (line.Parameters[VCardParameters.Label].FirstOrDefault() is { Length: <= ContactLimits.Label } ours)
            return ours;
        // TYPE=home,voice may be one quoted value; of the types, those that only say "it is a phone" tell nothing.
        var types = line.Parameters["TYPE"]
            .SelectMany(type => type.Split(','))
            .Select(type => type.Trim().ToLowerInvariant())
            .Where(type => !VCardParameters.IsSilent(type))
            .Distinct();
        var label = string.Join(", ", types);
        return label.Length is 0 or > ContactLimits.Label ? null : label;
    }

    /// <summary>A value without the scheme of a URI.</summary>
    public static string Without(string value, string scheme)
    {
        value = value.Trim();
        return value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..] : value;
    }

    /// <summary>A text on one line; null where nothing is left of it.</summary>
    public static string? OneLine(string value)
    {
        value = value.ReplaceLineEndings(" ").Trim();
        return value.Length == 0 ? null : value;
    }
}
