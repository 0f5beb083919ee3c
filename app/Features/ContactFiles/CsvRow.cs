using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Builds a contact from one row of a CSV file.</summary>
/// <param name="cells">The cells that are not empty, in the file's order.</param>
/// <param name="currentYear">Decides which two-digit years are in the past.</param>
/// <param name="isOurs">
/// Whether this application wrote the file: then values are not split into lists, and other programs' markers are not interpreted.
/// </param>
internal sealed class CsvRow(int line, List<(CsvColumn Column, string Value)> cells, int currentYear, bool isOurs)
{
    /// <summary>Google's separator between several values in one field.</summary>
    private const string GoogleSeparator = " ::: ";

    /// <summary>Rank of a value that Google marks as preferred, and of the others.</summary>
    private const int Preferred = 1;
    private const int Unranked = 101;

    private readonly ContactDraft draft = new(line);

    // A dictionary, because searching the row's cells for each value would take quadratic time.
    private readonly Dictionary<(CsvField Field, string Group), string> first = [];
    private readonly ILookup<CsvField, (CsvColumn Column, string Value)> values = cells.ToLookup(cell => cell.Column.Field);

    public ImportRow Read()
    {
        foreach (var (column, value) in cells)
            first.TryAdd((column.Field, column.Group), value);
        TakeName();
        TakeLines();
        TakeReachability();
        TakeAddresses();
        TakeDates();
        TakeDetails();
        foreach (var (column, value) in values[CsvField.Notes])
            draft.Rest.Note(At(column, "notes"), value, isPrivate: false);
        foreach (var (column, value) in values[CsvField.PrivateNotes])
            draft.Rest.Note(At(column, "privateNotes"), value, isPrivate: true);
        draft.IsPrivate = values[CsvField.Sensitivity]
            .Any(cell => cell.Value.ToLowerInvariant() is "true" or "private" or "confidential" or "personal");
        return draft.Build();
    }

    private Origin At(CsvColumn column, string field) =>
        new(line, field.Length > 0 ? field : FileText.Cut(column.Header, ImportLimits.IgnoredNameLength));

    private string? Beside(CsvField field, CsvColumn column) => first.GetValueOrDefault((field, column.Group));

    private void TakeName()
    {
        var origin = new Origin(line, "name");
        var either = values[CsvField.NameOrLastName].Select(cell => cell.Value).FirstOrDefault();
        // A whole name has the first name in it.
        var isWhole =
            either is null || values[CsvField.FirstName].All(cell => either.Contains(cell.Value, StringComparison.OrdinalIgnoreCase));
        var lastName = isWhole ? CsvField.LastName : CsvField.NameOrLastName;
        CsvField[] parts = [CsvField.Prefix, CsvField.FirstName, CsvField.MiddleName, lastName, CsvField.Suffix];
        var composed = string.Join(' ', parts.SelectMany(part => values[part]).Select(cell => cell.Value));
        var given = values[CsvField.Name].Select(cell => cell.Value).FirstOrDefault() ?? (isWhole ? either : null);
        if (given is not null)
            draft.Text(origin, "name", given, ContactLimits.Name);
        else if (parts[1..4].Any(part => values[part].Any()))
            draft.Text(origin, "name", composed, ContactLimits.Name);
        else if (values[CsvField.FileAs].Select(cell => cell.Value).FirstOrDefault() is { } filed)
            draft.Text(origin, "name", filed, ContactLimits.Name);
        // Keep the composed name if it has parts that the full name lacks.
        if (
            given is not null
            && parts.SelectMany(part => values[part]).Any(cell => !given.Contains(cell.Value, StringComparison.OrdinalIgnoreCase))
        )
            draft.Rest.Custom(origin, "Name", composed);
    }

    private void TakeLines()
    {
        foreach (var (field, name, limit) in OneLine)
        foreach (var (column, value) in values[field])
            draft.Text(At(column, name), name, value, limit);
        foreach (var (column, value) in values[CsvField.Id])
            if (Guid.TryParse(value, out var id))
                draft.OwnId = id;
            else
                draft.Rest.Custom(At(column, ""), column.Header, value);
        foreach (var (column, value) in values[CsvField.ExternalId])
            draft.ExternalId(At(column, "externalId"), value);
    }

    private static readonly (CsvField Field, string Name, int Limit)[] OneLine =
    [
        (CsvField.Company, "company", ContactLimits.Company),
        (CsvField.Department, "department", ContactLimits.Department),
        (CsvField.JobTitle, "jobTitle", ContactLimits.JobTitle),
        (CsvField.Nickname, "nickname", ContactLimits.Nickname),
    ];

    private void TakeReachability()
    {
        foreach (var (column, value) in values[CsvField.Email])
        {
            var (label, rank) = Label(Beside(CsvField.EmailLabel, column), column.Label);
            // Outlook's e-mail "type" (SMTP, EX) is the transport and not a label.
            label = !isOurs && (label is "SMTP" or "EX") ? null : label;
            foreach (var email in Split(column, value))
                draft.Email(At(column, "emails"), email, label, rank);
        }
        foreach (var (column, value) in values[CsvField.Phone])
        {
            var (label, rank) = Label(Beside(CsvField.PhoneLabel, column), column.Label);
            foreach (var phone in Split(column, value))
                draft.Phone(At(column, "phones"), phone, label, rank);
        }
        foreach (var (column, value) in values[CsvField.Website])
        {
            var (label, rank) = Label(Beside(CsvField.WebsiteLabel, column), column.Label);
            foreach (var website in Split(column, value))
                draft.Website(At(column, "websites"), website, label, rank);
        }
        foreach (var (column, value) in values[CsvField.Profile])
        {
            var (label, rank) = Label(Beside(CsvField.ProfileLabel, column), column.Label);
            string[] profiles = isOurs ? [value] : value.Split(GoogleSeparator);
            foreach (var profile in profiles)
                draft.Profile(At(column, "profiles"), profile, Beside(CsvField.ProfileService, column), label, rank);
        }
    }

    private void TakeAddresses()
    {
        CsvField[] parts =
        [
            CsvField.PostOfficeBox,
            CsvField.ExtendedAddress,
            CsvField.Street,
            CsvField.City,
            CsvField.Region,
            CsvField.PostalCode,
            CsvField.Country,
        ];
        foreach (
            var group in parts
                .SelectMany(part => values[part])
                .GroupBy(cell => cell.Column.Group)
                .OrderBy(group => group.Min(cell => cell.Column.Index))
        )
        {
            string? Joined(params CsvField[] of) =>
                string.Join('\n', of.SelectMany(part => group.Where(cell => cell.Column.Field == part)).Select(cell => cell.Value))
                    is { Length: > 0 } text
                    ? text
                    : null;
            var column = group.First().Column;
            var (label, rank) = Label(Beside(CsvField.AddressLabel, column), column.Label);
            draft.Address(
                At(column, "addresses"),
                new()
                {
                    Label = label,
                    Street = Joined(CsvField.PostOfficeBox, CsvField.ExtendedAddress, CsvField.Street),
                    City = Joined(CsvField.City),
                    Region = Joined(CsvField.Region),
                    PostalCode = Joined(CsvField.PostalCode),
                    Country = Joined(CsvField.Country),
                },
                rank
            );
        }
    }

    private void TakeDates()
    {
        foreach (var (column, value) in values[CsvField.Birthday])
            TakeDate(At(column, "birthday"), ContactDateKind.Birthday, value, null);
        TakeBirthdayInParts();
        foreach (var (column, value) in values[CsvField.Anniversary])
            TakeDate(At(column, "dates"), ContactDateKind.Anniversary, value, null);
        foreach (var (column, value) in values[CsvField.Date])
        {
            var (label, _) = Label(Beside(CsvField.DateLabel, column), null);
            // Our own files have a column for the kind; in other files, the label may name it.
            if (Enum.TryParse<ContactDateKind>(Beside(CsvField.DateKind, column), ignoreCase: true, out var kind))
                TakeDate(At(column, "dates"), kind, value, label);
            else if (string.Equals(label, "anniversary", StringComparison.OrdinalIgnoreCase))
                TakeDate(At(column, "dates"), ContactDateKind.Anniversary, value, null);
            else
                TakeDate(At(column, "dates"), ContactDateKind.Other, value, label);
        }
    }

    private void TakeDate(Origin origin, ContactDateKind kind, string value, string? label)
    {
        if (FileDates.IsUnset(value))
            return;
        var date = FileDates.Csv(value, currentYear, out var isAmbiguous);
        if (isAmbiguous && date is not null)
            draft.Rest.Changed(origin, value, $"is read with the month first: {date}");
        draft.Date(origin, kind, date, value, label);
    }

    // Thunderbird writes day, month and year into separate columns.
    private void TakeBirthdayInParts()
    {
        int? Part(CsvField field) =>
            int.TryParse(
                values[field].Select(cell => cell.Value).FirstOrDefault(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null;
        CsvField[] fields = [CsvField.YearOfBirth, CsvField.MonthOfBirth, CsvField.DayOfBirth];
        var written = string.Join('-', fields.SelectMany(field => values[field]).Select(cell => cell.Value));
        if (written.Length > 0)
            draft.Date(
                new(line, "birthday"),
                ContactDateKind.Birthday,
                PartialDate.Of(Part(CsvField.YearOfBirth), Part(CsvField.MonthOfBirth), Part(CsvField.DayOfBirth)),
                written,
                null
            );
    }

    private void TakeDetails()
    {
        foreach (var (column, value) in values[CsvField.Related])
        {
            var (relation, _) = Label(Beside(CsvField.Relation, column), column.Label);
            string[] people = isOurs ? [value] : value.Split([GoogleSeparator, ";"], StringSplitOptions.TrimEntries);
            foreach (var person in people)
                draft.Related(At(column, "relatedPeople"), person, relation);
        }
        foreach (var (column, value) in values[CsvField.Tags])
        foreach (var tag in isOurs ? CsvList.Split(value) : value.Replace(GoogleSeparator, ";", StringComparison.Ordinal).Split(';'))
            draft.Tag(At(column, "tags"), isOurs ? tag : tag.TrimStart('*', ' '));
        foreach (var (column, value) in values[CsvField.CustomValue])
            draft.Rest.Custom(At(column, ""), Beside(CsvField.CustomLabel, column) ?? column.Header, value);
        foreach (var (column, value) in values[CsvField.Custom])
            if (value != "Unspecified")
                draft.Rest.Custom(At(column, ""), column.Header.Length == 0 ? $"Column {column.Index + 1}" : column.Header, value);
        foreach (var (column, value) in values[CsvField.Photo])
            draft.Rest.Leave(At(column, "photo"), value, "is the address of a picture; pictures are not imported");
    }

    /// <summary>A label and its rank: Google writes "* Home" for the preferred value.</summary>
    private (string? Label, int Rank) Label(string? beside, string? ofHeader)
    {
        if (beside is null)
            return (ofHeader, Unranked);
        var isPreferred = !isOurs && (beside.StartsWith("* ", StringComparison.Ordinal) || beside == "*");
        var label = isPreferred ? beside[1..].Trim() : beside;
        return (label.Length == 0 ? ofHeader : label, isPreferred ? Preferred : Unranked);
    }

    private static string[] Split(CsvColumn column, string value) =>
        column.IsOne
            ? value.Split(GoogleSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : value
                .Replace(GoogleSeparator, ";", StringComparison.Ordinal)
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>
/// Several texts in one cell of our own files, separated by semicolons; a semicolon inside a text is escaped with a backslash.
/// </summary>
internal static class CsvList
{
    public static string Join(IEnumerable<string> texts) =>
        string.Join(
            ';',
            texts.Select(text => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal))
        );

    public static IEnumerable<string> Split(string cell)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == ';')
            {
                yield return text.ToString();
                text.Clear();
            }
            else
                text.Append(cell[i] == '\\' && i + 1 < cell.Length ? cell[++i] : cell[i]);
        }
        yield return text.ToString();
    }
}
