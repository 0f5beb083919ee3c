using System.Runtime.CompilerServices;
using CsvHelper;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Contacts from a CSV file (RFC 4180; comma, semicolon or tab; UTF-8, or UTF-16 with its mark) with a header. Several values in one
/// field are separated by semicolons, or by " ::: " as Google writes them.
/// </summary>
public sealed class CsvContactReader : IContactFileReader
{
    private readonly List<string> ignored = [];

    public IReadOnlyCollection<string> Ignored => ignored;

    public async IAsyncEnumerable<ImportRow> Read(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var malformed = new Queue<CsvMalformedRecord>();
        await using var csv = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                TrackLineNumbers = true,
                IncludeValuesInExceptions = false,
                MaxRecordSize = ImportLimits.RecordBytes,
                MalformedData = CsvMalformedDataHandling.Recover,
                OnMalformedRecord = complaint =>
                {
                    if (malformed.Count < ImportLimits.Rows)
                        malformed.Enqueue(complaint);
                },
            },
            leaveOpen: true
        );
        var columns = await Header(csv, malformed, cancellationToken);
        for (var rows = 0; await Next(csv, cancellationToken); )
        {
            var line = checked((int)csv.LineNumber);
            if (IsBlank(csv))
                continue;
            if (++rows > ImportLimits.Rows)
                throw ImportLimits.TooManyRows();
            var errors = new RowErrors();
            // The reader may look ahead: a complaint belongs to the record that starts on its line.
            while (malformed.TryPeek(out var complaint) && complaint.LineNumber <= line)
                errors.Add(line, "row", Explain(malformed.Dequeue().Reason));
            if (csv.FieldCount > columns.Length)
                errors.Add(
                    line,
                    "row",
                    $"has {csv.FieldCount} fields, the header has {columns.Length}; quote a field that holds the separator"
                );
            yield return errors.Any ? new(line, null, errors.ToList(line)) : Row(csv, columns, line, errors);
        }
    }

    private async Task<CsvColumn[]> Header(CsvReader csv, Queue<CsvMalformedRecord> malformed, CancellationToken cancellationToken)
    {
        try
        {
            await csv.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new ImportFileException($"The CSV header cannot be read: {e.Message}");
        }
        if (csv.Headers.Count == 0)
            throw new ImportFileException("The file is empty. A CSV file begins with a header such as: name,email,phone");
        if (malformed.Count > 0)
            throw new ImportFileException($"The CSV header is malformed: it {Explain(malformed.Peek().Reason)}.");
        if (csv.Headers.Count > ImportLimits.Columns)
            throw new ImportFileException($"The CSV header has {csv.Headers.Count} columns; at most {ImportLimits.Columns} are accepted.");
        var columns = csv.Headers.Select((header, index) => CsvColumn.Parse(index, header)).ToArray();
        if (!columns.Any(c => c.Field is CsvField.Name or CsvField.FirstName or CsvField.LastName))
            throw new ImportFileException("The CSV header has no column for the name: accepted are name, or first name and last name.");
        ignored.AddRange(
            columns
                .Where(c => c.Field == CsvField.Ignored)
                .Select(c => csv.Headers[c.Index])
                .Where(h => h.Length > 0)
                .Take(ImportLimits.IgnoredNames)
                .Select(h => h[..Math.Min(h.Length, ImportLimits.IgnoredNameLength)])
        );
        return columns;
    }

    private static async ValueTask<bool> Next(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new ImportFileException($"Line {e.LineNumber}: {e.Message} (a record may have {ImportLimits.RecordBytes} bytes)");
        }
    }

    private static bool IsBlank(CsvReader csv)
    {
        for (var i = 0; i < csv.FieldCount; i++)
            if (!csv.GetSpan(i).Trim(" \t"u8).IsEmpty)
                return false;
        return true;
    }

    private static ImportRow Row(CsvReader csv, CsvColumn[] columns, int line, RowErrors errors)
    {
        string? Value(CsvColumn column)
        {
            var value = column.Index < csv.FieldCount ? csv.GetString(column.Index) : "";
            if (value.Contains('\uFFFD', StringComparison.Ordinal))
                errors.Add(line, FieldName(csv.Headers[column.Index]), "holds bytes that are not UTF-8; save the file as UTF-8");
            return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
        }

        var values = columns
            .Where(c => c.Field != CsvField.Ignored)
            .Select(c => (Column: c, Value: Value(c)))
            .Where(cell => cell.Value is not null)
            .ToLookup(cell => cell.Column.Field, cell => (cell.Column, Value: cell.Value!));
        // Looked up once per value: a search among the row's cells would grow with the square of its columns.
        var first = new Dictionary<(CsvField, int), string>();
        foreach (var cells in values)
        foreach (var (column, value) in cells)
            first.TryAdd((column.Field, column.Group), value);
        string? One(CsvField field) => values[field].Select(cell => cell.Value).FirstOrDefault();
        string? Joined(CsvField field) => values[field].Any() ? string.Join('\n', values[field].Select(cell => cell.Value)) : null;
        IEnumerable<string> Many(CsvField field) => values[field].SelectMany(cell => Split(cell.Value));

        var contact = new ContactFields
        {
            Name = One(CsvField.Name)
                ?? string.Join(
                    ' ',
                    values[CsvField.FirstName]
                        .Concat(values[CsvField.MiddleName])
                        .Concat(values[CsvField.LastName])
                        .Select(cell => cell.Value)
                ),
            Emails = [.. Many(CsvField.Email)],
            Phones =
            [
                .. values[CsvField.Phone]
                    .SelectMany(cell =>
                        Split(cell.Value)
                            .Select(number => new PhoneNumber
                            {
                                Number = number,
                                Label = first.GetValueOrDefault((CsvField.PhoneLabel, cell.Column.Group)) ?? cell.Column.ImpliedLabel,
                            })
                    ),
            ],
            Addresses = Addresses(values, first),
            Company = One(CsvField.Company),
            JobTitle = One(CsvField.JobTitle),
            Birthday = Birthday(One(CsvField.Birthday), line, errors),
            Notes = Joined(CsvField.Notes),
            PrivateNotes = Joined(CsvField.PrivateNotes),
            Tags = [.. Many(CsvField.Tags).Select(tag => tag.TrimStart('*', ' ')).Where(tag => tag.Length > 0)],
        };
        return ImportRow.From(line, contact, errors);
    }

    private static PostalAddress[] Addresses(
        ILookup<CsvField, (CsvColumn Column, string Value)> values,
        Dictionary<(CsvField, int), string> first
    )
    {
        CsvField[] parts = [CsvField.Street, CsvField.City, CsvField.Region, CsvField.PostalCode, CsvField.Country];
        return
        [
            .. parts
                .SelectMany(part => values[part])
                .GroupBy(cell => cell.Column.Group, cell => cell.Column)
                .OrderBy(group => group.Key)
                .Select(group => new PostalAddress
                {
                    Label = first.GetValueOrDefault((CsvField.AddressLabel, group.Key)) ?? group.First().ImpliedLabel,
                    Street = first.GetValueOrDefault((CsvField.Street, group.Key)),
                    City = first.GetValueOrDefault((CsvField.City, group.Key)),
                    Region = first.GetValueOrDefault((CsvField.Region, group.Key)),
                    PostalCode = first.GetValueOrDefault((CsvField.PostalCode, group.Key)),
                    Country = first.GetValueOrDefault((CsvField.Country, group.Key)),
                }),
        ];
    }

    private static string FieldName(string header) => header[..Math.Min(header.Length, ImportLimits.IgnoredNameLength)];

    private static string[] Split(string value) =>
        value
            .Replace(" ::: ", ";", StringComparison.Ordinal)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DateOnly? Birthday(string? value, int line, RowErrors errors)
    {
        if (value is null)
            return null;
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day))
            return day;
        errors.Add(line, "birthday", "must be a date written as 1990-12-31");
        return null;
    }

    private static string Explain(CsvMalformedReason reason) =>
        reason switch
        {
            CsvMalformedReason.StrayQuote => "has a quote inside a field that is not quoted; quote the field and double the quote",
            CsvMalformedReason.TextAfterClosingQuote =>
                "has text after the closing quote of a field; double a quote that belongs to the text",
            CsvMalformedReason.UnterminatedQuote =>
                "has a quoted field that is never closed, so the rest of the file was read as part of it",
            _ => $"is malformed ({reason})",
        };
}
