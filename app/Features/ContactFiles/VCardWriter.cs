using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>The version of vCard to write.</summary>
public enum VCardVersion
{
    /// <summary>RFC 6350.</summary>
    Four,

    /// <summary>
    /// RFC 2426, which Apple, Google and Outlook read best; data without a property in 3.0 is written as Apple's Contacts does.
    /// </summary>
    Three,
}

/// <summary>
/// Writes a contact as a vCard: escaped, with lines folded at 75 octets. <see cref="VCardContactReader"/> reads the same contact back. Data
/// that vCard has no property for is in our own parameters and properties, which other programs ignore (RFC 6350, 5 and 6.10).
/// </summary>
public sealed class VCardWriter
{
    /// <summary>RFC 6350, 3.2: in octets, without the line break.</summary>
    private const int LineLength = 75;

    /// <summary>The year that Apple's Contacts writes and reads for an unknown year; version 3.0 has no date without a year.</summary>
    private const string NoYear = "1604";

    private readonly StringBuilder card = new();
    private readonly VCardVersion version;
    private int items;

    private VCardWriter(VCardVersion version) => this.version = version;

    public static string Write(Contact contact, VCardVersion version = VCardVersion.Four)
    {
        var writer = new VCardWriter(version);
        writer.Write(contact);
        return writer.card.ToString();
    }

    private void Write(Contact contact)
    {
        Line("BEGIN:VCARD");
        Line(version == VCardVersion.Four ? "VERSION:4.0" : "VERSION:3.0");
        Line($"UID:{Escape(contact.ExternalId ?? $"urn:uuid:{contact.Id}")}");
        Line($"{VCardParameters.Id}:{contact.Id}");
        Line("FN:" + Escape(contact.Name));
        // Version 3.0 requires N too; the parts of the name are not known here.
        if (version == VCardVersion.Three)
            Line($"N:;{Escape(contact.Name)};;;");
        var labels = contact.EmailLabels.ToDictionary(label => label.Address, label => label.Label, StringComparer.OrdinalIgnoreCase);
        foreach (var email in contact.Emails)
            Line($"EMAIL{Label(labels.GetValueOrDefault(email))}:{Escape(email)}");
        foreach (var phone in contact.Phones)
            Line($"TEL{Label(phone.Label)}:{Escape(phone.Number)}");
        foreach (var address in contact.Addresses)
            Line($"ADR{Label(address.Label)}:{Parts(address)}");
        Optional("NICKNAME", contact.Nickname);
        if (contact.Department is { } department)
            Line($"ORG:{Escape(contact.Company ?? "")};{Escape(department)}");
        else
            Optional("ORG", contact.Company);
        Optional("TITLE", contact.JobTitle);
        if (contact.Birthday is { } birthday)
            Line("BDAY:" + Day(birthday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        foreach (var date in contact.Dates)
            Write(date);
        foreach (var website in contact.Websites)
            Line($"URL{Label(website.Label)}:{Escape(website.Url)}");
        foreach (var profile in contact.Profiles)
            Write(profile);
        foreach (var person in contact.RelatedPeople)
            Line(
                version == VCardVersion.Four
                    ? $"RELATED{Label(person.Relation)};VALUE=text:{Escape(person.Name)}"
                    : $"{Item(person.Relation)}X-ABRELATEDNAMES{OwnLabel(person.Relation)}:{Escape(person.Name)}"
            );
        Optional("NOTE", contact.Notes);
        Optional($"NOTE;{VCardParameters.Private}=TRUE", contact.PrivateNotes);
        foreach (var field in contact.CustomFields)
            Line($"{VCardParameters.Custom}{OwnLabel(field.Label)}:{Escape(field.Value)}");
        if (contact.Tags.Count > 0)
            Line("CATEGORIES:" + string.Join(',', contact.Tags.Select(Escape)));
        Line("REV:" + contact.UpdatedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        Line("END:VCARD");
    }

    // A card has one BDAY and one ANNIVERSARY (RFC 6350, 6.2.5 and 6.2.6), and other programs read Apple's properties.
    private void Write(ContactDate date)
    {
        var kind = date.Kind.ToString().ToLowerInvariant();
        var (value, omitted) = Value(date.Date);
        Line(
            $"{Item(date.Label ?? (date.Kind == ContactDateKind.Other ? null : $"_$!<{date.Kind}>!$_"))}X-ABDATE{omitted};{VCardParameters.Kind}={kind}{OwnLabel(date.Label)}:{value}"
        );
    }

    private (string Value, string Parameter) Value(string date) =>
        version == VCardVersion.Three && date.Length == 7 && date.StartsWith("--", StringComparison.Ordinal)
            ? ($"{NoYear}-{date[2..]}", $";X-APPLE-OMIT-YEAR={NoYear}")
            : (Day(date), "");

    // Version 4.0 writes dates without hyphens, except a year with a month (RFC 6350, 4.3.1).
    private string Day(string date) =>
        version == VCardVersion.Three ? date
        : date.StartsWith("--", StringComparison.Ordinal) ? "--" + date[2..].Replace("-", "", StringComparison.Ordinal)
        : date.Length == 10 ? date.Replace("-", "", StringComparison.Ordinal)
        : date;

    // RFC 9554, 3.5 in version 4.0, Apple's property in 3.0.
    private void Write(SocialProfile profile)
    {
        var ours = $";{VCardParameters.Service}={Quote(profile.Service ?? "")}{OwnLabel(profile.Label)}";
        var service = profile.Service is { } name
            ? (version == VCardVersion.Four ? $";SERVICE-TYPE={Quote(name)}" : $";TYPE={Quote(name)}")
            : "";
        Line($"{(version == VCardVersion.Four ? "SOCIALPROFILE;VALUE=text" : "X-SOCIALPROFILE")}{service}{ours}:{Escape(profile.Value)}");
    }

    // Post office box and extended address are always empty: RFC 6350, 6.3.1.
    private static string Parts(PostalAddress address) =>
        string.Join(
            ';',
            ((string?[])[null, null, address.Street, address.City, address.Region, address.PostalCode, address.Country]).Select(part =>
                Escape(part ?? "")
            )
        );

    // A group with a label, as Apple's Contacts writes values without a type.
    private string Item(string? label)
    {
        if (label is null)
            return "";
        var item = $"item{++items}";
        Line($"{item}.X-ABLabel:{Escape(label)}");
        return item + ".";
    }

    // A TYPE is not case-sensitive and has few values (RFC 6350, 5.6): a label that it cannot represent exactly also gets its own
    // parameter.
    private static string Label(string? label)
    {
        if (string.IsNullOrWhiteSpace(label))
            return "";
        if (VCardParameters.IsType(label))
            return $";TYPE={Quote(label)}";
        // As a TYPE it would have another meaning, for example that this is the preferred number.
        var type = VCardParameters.IsSilent(label.ToLowerInvariant()) ? "" : $";TYPE={Quote(label)}";
        return $"{type}{OwnLabel(label)}";
    }

    private static string OwnLabel(string? label) => label is null ? "" : $";{VCardParameters.Label}={Quote(label)}";

    // A parameter's value is quoted because it may contain a comma or a colon; RFC 6868 defines how other characters are encoded.
    private static string Quote(string value)
    {
        var quoted = value
            .Replace("^", "^^", StringComparison.Ordinal)
            .Replace("\"", "^'", StringComparison.Ordinal)
            .ReplaceLineEndings("^n");
        return $"\"{string.Concat(quoted.Where(c => !char.IsControl(c)))}\"";
    }

    private void Optional(string name, string? text)
    {
        if (text is not null)
            Line($"{name}:{Escape(text)}");
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace(";", "\\;", StringComparison.Ordinal)
            .Replace("\r\n", "\\n", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\n", StringComparison.Ordinal);

    // Folds only between characters.
    private void Line(string text)
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
