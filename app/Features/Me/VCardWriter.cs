using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Me;

/// <summary>Writes a contact as a vCard 4.0 (RFC 6350): escaped, lines folded at 75 octets.</summary>
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
            Line(card, $"TEL{Type(phone.Label)}:{Escape(phone.Number)}");
        foreach (var address in contact.Addresses)
            Line(card, $"ADR{Type(address.Label)}:{Parts(address)}");
        Optional(card, "ORG", contact.Company);
        Optional(card, "TITLE", contact.JobTitle);
        if (contact.Birthday is { } birthday)
            Line(card, "BDAY:" + birthday.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        Optional(card, "NOTE", contact.Notes);
        Optional(card, "NOTE", contact.PrivateNotes);
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

    // A label is quoted: it may hold a comma or a colon; the characters that cannot stand in quotes are left out.
    private static string Type(string? label) =>
        string.IsNullOrWhiteSpace(label) ? "" : $";TYPE=\"{string.Concat(label.Where(c => c != '"' && !char.IsControl(c)))}\"";

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
