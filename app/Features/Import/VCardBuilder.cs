using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Import;

/// <summary>Gathers the properties of one card and makes the contact.</summary>
internal sealed class VCardBuilder(int begin)
{
    private readonly RowErrors errors = new();
    private readonly List<(string Value, int Rank, int Line)> emails = [];
    private readonly List<(PhoneNumber Value, int Rank, int Line)> phones = [];
    private readonly List<(PostalAddress Value, int Rank, int Line)> addresses = [];
    private readonly List<string> notes = [];
    private readonly List<string> tags = [];
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private string? version,
        formattedName,
        structuredName,
        company,
        title;
    private DateOnly? birthday;
    private bool isPrivate;
    private int notesLength;

    /// <summary>Takes a property; false for one that a contact has no place for.</summary>
    public bool Add(VCardLine line, bool cut)
    {
        var field = FieldOf(line.Name);
        if (field is null)
            return false;
        lines.TryAdd(field, line.Line);
        if (cut)
        {
            errors.Add(line.Line, field, $"is longer than {ImportLimits.RecordBytes} characters");
            return true;
        }
        if (line.Value.Contains('\uFFFD', StringComparison.Ordinal))
            errors.Add(line.Line, field, "holds bytes that are not UTF-8; save the file as UTF-8");
        else if (Decode(line) is { } decoded)
            Take(decoded);
        return true;
    }

    /// <summary>A line that is no content line at all.</summary>
    public void Unreadable(int line) =>
        errors.Add(line, "row", "is not a vCard property; accepted is NAME:value or NAME;PARAMETER=value:value, continued lines indented");

    /// <summary>The card ended at another BEGIN, or with the file.</summary>
    public ImportRow Unfinished(int? at) =>
        new(
            begin,
            null,
            [
                .. errors.ToList(begin),
                new(begin, "row", at is null ? "the card has no END:VCARD" : $"the card has no END:VCARD before the next one on line {at}"),
            ]
        );

    public ImportRow Build()
    {
        if (version is not ("3.0" or "4.0"))
            errors.Add(
                lines.GetValueOrDefault("version", begin),
                "version",
                version is null ? "is missing; accepted are VERSION:3.0 and VERSION:4.0" : "is not supported; accepted are 3.0 and 4.0"
            );
        var joined = notes.Count == 0 ? null : string.Join('\n', notes);
        var contact = new ContactFields
        {
            Name = formattedName ?? structuredName ?? company ?? "",
            Emails = [.. emails.OrderBy(e => e.Rank).Select(e => e.Value)],
            Phones = [.. phones.OrderBy(p => p.Rank).Select(p => p.Value)],
            Addresses = [.. addresses.OrderBy(a => a.Rank).Select(a => a.Value)],
            Company = company,
            JobTitle = title,
            Birthday = birthday,
            Notes = isPrivate ? null : joined,
            PrivateNotes = isPrivate ? joined : null,
            Tags = [.. tags],
        };
        return ImportRow.From(begin, contact, errors, LineOf);
    }

    private static string? FieldOf(string name) =>
        name switch
        {
            "VERSION" => "version",
            "FN" or "N" => "name",
            "EMAIL" => "emails",
            "TEL" => "phones",
            "ADR" => "addresses",
            "ORG" => "company",
            "TITLE" => "jobTitle",
            "BDAY" => "birthday",
            "NOTE" or "NICKNAME" => "notes",
            "CATEGORIES" => "tags",
            "CLASS" => "class",
            _ => null,
        };

    private void Take(VCardLine line)
    {
        if (string.IsNullOrWhiteSpace(line.Value))
            return;
        switch (line.Name)
        {
            case "VERSION":
                version = line.Value.Trim();
                break;
            case "FN":
                formattedName ??= OneLine(line.Text());
                break;
            case "N":
                structuredName ??= Name(line.Parts(';'));
                break;
            case "EMAIL" when HasRoom(emails, line):
                emails.Add((Without(line.Text(), "mailto:"), Rank(line), line.Line));
                break;
            case "TEL" when HasRoom(phones, line):
                phones.Add((Phone(line), Rank(line), line.Line));
                break;
            case "ADR" when HasRoom(addresses, line):
                if (Address(line) is { IsEmpty: false } address)
                    addresses.Add((address, Rank(line), line.Line));
                break;
            case "ORG":
                company ??= OneLine(string.Join(", ", line.Parts(';').Where(part => part.Length > 0)));
                break;
            case "TITLE":
                title ??= OneLine(line.Text());
                break;
            case "BDAY":
                TakeBirthday(line);
                break;
            case "NOTE":
                Note(line, line.Text());
                break;
            case "NICKNAME":
                Note(line, $"Nickname: {string.Join(", ", line.Parts(','))}");
                break;
            case "CATEGORIES" when HasRoom(tags, line):
                tags.AddRange(line.Parts(',').Where(tag => !string.IsNullOrWhiteSpace(tag)));
                break;
            case "CLASS":
                isPrivate |= !string.Equals(line.Value.Trim(), "PUBLIC", StringComparison.OrdinalIgnoreCase);
                break;
        }
    }

    /// <summary>
    /// Whether the card may have another value of the kind. What is left out is an error, so that the card becomes no contact.
    /// </summary>
    private bool HasRoom<T>(List<T> values, VCardLine line)
    {
        if (values.Count < ImportLimits.ValuesPerCard)
            return true;
        Refuse(line, $"occurs more than {ImportLimits.ValuesPerCard} times");
        return false;
    }

    private void Note(VCardLine line, string text)
    {
        notesLength += text.Length + 1;
        if (notesLength <= 2 * ContactLimits.Notes)
            notes.Add(text);
        else
            Refuse(line, $"must be at most {ContactLimits.Notes} characters, all notes of the card together");
    }

    // 3.0 may carry text in base 64; quoted-printable is of version 2.1, but phones write it into 3.0 too.
    private VCardLine? Decode(VCardLine line)
    {
        var charset = line.Parameters["CHARSET"].FirstOrDefault();
        if (charset is not null && !string.Equals(charset, "UTF-8", StringComparison.OrdinalIgnoreCase))
            return Refuse(line, "has a CHARSET other than UTF-8; export as vCard 3.0 or 4.0 in UTF-8");
        if (line.Has("ENCODING", "QUOTED-PRINTABLE") || line.Has("TYPE", "QUOTED-PRINTABLE"))
            return QuotedPrintable.Decode(line.Value) is { } text
                ? line with
                {
                    Value = text,
                }
                : Refuse(line, "is not valid quoted-printable in UTF-8");
        if (!line.Has("ENCODING", "b") && !line.Has("ENCODING", "BASE64"))
            return line;
        var bytes = new byte[line.Value.Length];
        if (!Convert.TryFromBase64String(line.Value, bytes, out var length))
            return Refuse(line, "is not valid base 64");
        return line with { Value = Encoding.UTF8.GetString(bytes, 0, length) };
    }

    private VCardLine? Refuse(VCardLine line, string message)
    {
        errors.Add(line.Line, FieldOf(line.Name)!, message);
        return null;
    }

    private static string? Name(IReadOnlyList<string> parts)
    {
        string Part(int index) => index < parts.Count ? parts[index].Replace(',', ' ') : "";
        // N is family, given, additional, prefixes, suffixes; a name is read aloud in another order.
        return OneLine(string.Join(' ', new[] { Part(3), Part(1), Part(2), Part(0), Part(4) }.Where(part => part.Length > 0)));
    }

    private static PhoneNumber Phone(VCardLine line) =>
        new() { Number = Without(line.Text(), "tel:").Replace(";ext=", " ext. ", StringComparison.OrdinalIgnoreCase), Label = Label(line) };

    private static PostalAddress Address(VCardLine line)
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

    private void TakeBirthday(VCardLine line)
    {
        var text = line.Text().Trim();
        var date = text.Split('T')[0];
        string[] formats = ["yyyyMMdd", "yyyy-MM-dd"];
        if (DateOnly.TryParseExact(date, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            birthday ??= day;
        // A day without a year, or words ("circa 1800"), are valid in 4.0 and have no place in a date: they are kept as a note.
        else if (text.StartsWith("--", StringComparison.Ordinal) || line.Has("VALUE", "text"))
            Note(line, $"Birthday: {text}");
        else
            Refuse(line, "must be a date written as 1990-12-31 or 19901231");
    }

    private static int Rank(VCardLine line)
    {
        if (line.Has("TYPE", "PREF"))
            return 1;
        return int.TryParse(line.Parameters["PREF"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            ? rank
            : 101;
    }

    private static string? Label(VCardLine line)
    {
        // TYPE=home,voice may be one quoted value; of the types, those that only say "it is a phone" tell nothing.
        var types = line.Parameters["TYPE"]
            .SelectMany(type => type.Split(','))
            .Select(type => type.Trim().ToLowerInvariant())
            .Where(type => type is not ("" or "voice" or "pref" or "internet" or "postal" or "parcel" or "intl" or "dom"))
            .Distinct();
        var label = string.Join(", ", types);
        return label.Length is 0 or > ContactLimits.Label ? null : label;
    }

    private static string Without(string value, string scheme)
    {
        value = value.Trim();
        return value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..] : value;
    }

    private static string? OneLine(string value)
    {
        value = value.ReplaceLineEndings(" ").Trim();
        return value.Length == 0 ? null : value;
    }

    // "emails[2]" is the third address in order of preference; the others are known by their first line.
    private int LineOf(string field)
    {
        var open = field.IndexOf('[', StringComparison.Ordinal);
        var name = open < 0 ? field.Split('.')[0] : field[..open];
        var fallback = lines.GetValueOrDefault(name == "privateNotes" ? "notes" : name, begin);
        return fallback;
    }
}
