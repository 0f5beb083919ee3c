using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;
using static PmCrm.App.Features.ContactFiles.VCardValues;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Gathers the properties of one card and makes the contact.</summary>
internal sealed class VCardBuilder(int begin)
{
    private readonly RowErrors errors = new();
    private readonly List<(string Value, int Rank, int Line)> emails = [];
    private readonly List<(PhoneNumber Value, int Rank, int Line)> phones = [];
    private readonly List<(PostalAddress Value, int Rank, int Line)> addresses = [];
    private readonly List<(string Value, int Line)> tags = [];
    private readonly List<string> notes = [];
    private readonly List<string> privateNotes = [];

    /// <summary>By field, the line that its value was taken from.</summary>
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
        if (isPrivate)
        {
            privateNotes.InsertRange(0, notes);
            notes.Clear();
        }
        var contact = new ContactFields
        {
            Name = formattedName ?? structuredName ?? company ?? "",
            Emails = [.. Ordered(emails)],
            Phones = [.. Ordered(phones)],
            Addresses = [.. Ordered(addresses)],
            Company = company,
            JobTitle = title,
            Birthday = birthday,
            Notes = Joined(notes),
            PrivateNotes = Joined(privateNotes),
            Tags = [.. tags.Select(tag => tag.Value)],
        };
        return ImportRow.From(begin, contact, errors, LineOf);
    }

    private static string? Joined(List<string> notes) => notes.Count == 0 ? null : string.Join('\n', notes);

    // The preferred first; those of equal rank in the card's order.
    private static IEnumerable<T> Ordered<T>(List<(T Value, int Rank, int Line)> values) =>
        values.OrderBy(value => value.Rank).Select(value => value.Value);

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
                lines["version"] = line.Line;
                break;
            case "FN" when formattedName is null:
                formattedName = OneLine(line.Text());
                lines["name"] = line.Line;
                break;
            case "N" when structuredName is null:
                structuredName = Name(line.Parts(';'));
                if (formattedName is null)
                    lines["name"] = line.Line;
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
            case "ORG" when company is null:
                lines["company"] = line.Line;
                company = OneLine(string.Join(", ", line.Parts(';').Where(part => part.Length > 0)));
                break;
            case "TITLE" when title is null:
                lines["jobTitle"] = line.Line;
                title = OneLine(line.Text());
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
                tags.AddRange(line.Parts(',').Where(tag => !string.IsNullOrWhiteSpace(tag)).Select(tag => (tag, line.Line)));
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
        {
            var isPrivateNote = line.Has(VCardParameters.Private, "TRUE");
            (isPrivateNote ? privateNotes : notes).Add(text);
            lines.TryAdd(isPrivateNote ? "privateNotes" : "notes", line.Line);
        }
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

    private void TakeBirthday(VCardLine line)
    {
        var text = line.Text().Trim();
        var date = text.Split('T')[0];
        string[] formats = ["yyyyMMdd", "yyyy-MM-dd"];
        if (DateOnly.TryParseExact(date, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            birthday ??= day;
            lines.TryAdd("birthday", line.Line);
        }
        // A day without a year, or words ("circa 1800"), are valid in 4.0 and have no place in a date: they are kept as a note.
        else if (text.StartsWith("--", StringComparison.Ordinal) || line.Has("VALUE", "text"))
            Note(line, $"Birthday: {text}");
        else
            Refuse(line, "must be a date written as 1990-12-31 or 19901231");
    }

    /// <summary>
    /// The line of a field that a rule refuses: "emails[2]" is the third address in order of preference, repetitions left out, as the rules
    /// see the contact.
    /// </summary>
    private int LineOf(ContactFields contact, string field)
    {
        var open = field.IndexOf('[', StringComparison.Ordinal);
        var name = open < 0 ? field.Split('.')[0] : field[..open];
        var index =
            open < 0
                ? 0
                : int.Parse(field.AsSpan(open + 1, field.IndexOf(']', open) - open - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        var empty = new ContactFields { Name = "" };
        return name switch
        {
            "emails" => Find(emails, contact.Emails, index, email => (empty with { Emails = [email] }, one => one.Emails)),
            "phones" => Find(phones, contact.Phones, index, phone => (empty with { Phones = [phone] }, one => one.Phones)),
            "addresses" => Find(addresses, contact.Addresses, index, address =>
                (empty with { Addresses = [address] }, one => one.Addresses)
            ),
            "tags" => Find([.. tags.Select(tag => (tag.Value, Rank: 0, tag.Line))], contact.Tags, index, tag =>
                (empty with { Tags = [tag] }, one => one.Tags)
            ),
            // A card of which all is private keeps its NOTE as the private one.
            "privateNotes" => lines.GetValueOrDefault("privateNotes", lines.GetValueOrDefault("notes", begin)),
            _ => lines.GetValueOrDefault(name, begin),
        };
    }

    // The first line whose value the rules see as the one with this index: they trim, and leave out repetitions.
    private int Find<T>(
        List<(T Value, int Rank, int Line)> values,
        IReadOnlyList<T> normalized,
        int index,
        Func<T, (ContactFields Contact, Func<ContactFields, IReadOnlyList<T>> List)> only
    )
    {
        foreach (var (value, _, line) in values.OrderBy(value => value.Rank))
        {
            var (contact, list) = only(value);
            if (index < normalized.Count && list(ContactRules.Normalize(contact)) is [var one] && Equals(one, normalized[index]))
                return line;
        }
        return values.Count > 0 ? values[0].Line : begin;
    }
}
