using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Writes a contact as a vCard 4.0 (RFC 6350): escaped, lines folded at 75 octets. <see cref="VCardContactReader"/> reads the same contact
/// from it; what vCard has no word for stands in parameters of our own, which other programs pass over (RFC 6350, 5 and 6.10).
/// </summary>
public static class VCardWriter
{
    /// <summary>RFC 6350, 3.2: in octets, the line break not counted.</summary>
    private const int LineLength = 75;

    public static string Write(Contact contact)
    {
        var card = new StringBuilder();
        Line(card, "BEGIN:VCARD");
        Line(card, "VERSION:4.0");
        Line(card, $"UID:urn:uuid:{contact.Id}");
        Line(card, "FN:" + Escape(contact.Name));
        foreach (var email in contact.Emails)
            Line(card, "EMAIL:" + Escape(email));
        foreach (var phone in contact.Phones)
            Line(card, $"TEL{Label(phone.Label)}:{Escape(phone.Number)}");
        foreach (var address in contact.Addresses)
            Line(card, $"ADR{Label(address.Label)}:{Parts(address)}");
        Optional(card, "ORG", contact.Company);
        Optional(card, "TITLE", contact.JobTitle);
        if (contact.Birthday is { } birthday)
            Line(card, "BDAY:" + birthday.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        Optional(card, "NOTE", contact.Notes);
        Optional(card, $"NOTE;{VCardParameters.Private}=TRUE", contact.PrivateNotes);
        if (contact.Tags.Count > 0)
            Line(card, "CATEGORIES:" + string.Join(',', contact.Tags.Select(Escape)));
        Line(card, "REV:" + contact.UpdatedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        Line(card, "END:VCARD");
        return card.ToString();
    }

    // Post office box and extended address are always empty: RFC 6350, 6.3.1.
    private static string Parts(PostalAddress address) =>
        string.Join(
            ';',
            ((string?[])[null, null, address.Street, address.City, address.Region, address.PostalCode, address.Country]).Select(part =>
                Escape(part ?? "")
            )
        );

    // A type has no case and few words (RFC 6350, 5.6): a label that would not come back from it stands in a parameter of its own too.
    private static string Label(string? label)
    {
        if (string.IsNullOrWhiteSpace(label))
            return "";
        if (VCardParameters.IsType(label))
            return $";TYPE={Quote(label)}";
        // As a type it would say something else: that this is the preferred number.
        var type = VCardParameters.IsSilent(label.ToLowerInvariant()) ? "" : $";TYPE={Quote(label)}";
        return $"{type};{VCardParameters.Label}={Quote(label)}";
    }

    // A parameter's value is quoted, as it may hold a comma or a colon; RFC 6868 says how the rest is written.
    private static string Quote(string value)
    {
        var quoted = value
            .Replace("^", "^^", StringComparison.Ordinal)
            .Replace("\"", "^'", StringComparison.Ordinal)
            .ReplaceLineEndings("^n");
        return $"\"{string.Concat(quoted.Where(c => !char.IsControl(c)))}\"";
    }

    private static void Optional(StringBuilder card, string name, string? text)
    {
        if (text is not null)
            Line(card, $"{name}:{Escape(text)}");
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace(";", "\\;", StringComparison.Ordinal)
            .Replace("\r\n", "\\n", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\n", StringComparison.Ordinal);

    // Folds between characters, never inside one.
    private static void Line(StringBuilder card, string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LineLength)
            {
                card.Append("\r\n ");
                length = 1;
            }
            card.Append(rune);
            length += rune.Utf8SequenceLength;
        }
        card.Append("\r\n");
    }
}
