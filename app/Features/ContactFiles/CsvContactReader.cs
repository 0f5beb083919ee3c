using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Reads contacts from a CSV file with a header (RFC 4180; comma, semicolon or tab; UTF-8, UTF-16 with byte order mark, windows-1252, or
/// the declared encoding). The values of unknown columns become custom fields with the column's name.
/// </summary>
/// <param name="clock">Decides which two-digit years are in the past.</param>
/// <param name="declared">The encoding that the sender names.</param>
public sealed class CsvContactReader(TimeProvider? clock = null, Encoding? declared = null) : IContactFileReader
{
    private Encoding encoding = System.Text.Encoding.UTF8;

    public IReadOnlyCollection<string> Ignored => [];

    public string Encoding => encoding.WebName;

    public async IAsyncEnumerable<ImportRow> Read(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        encoding = await FileText.Detect(file, declared, cancellationToken);
        if (declared is null && encoding == FileText.Windows1252)
            await FileText.RefuseOtherCodePages(file, cancellationToken);
        // The CSV library handles UTF-8 and byte order marks itself.
        await using var text = FileText.IsSelfEvident(encoding)
            ? null
            : System.Text.Encoding.CreateTranscodingStream(file, encoding, System.Text.Encoding.UTF8, leaveOpen: true);
        var malformed = new Queue<CsvMalformedRecord>();
        await using var csv = CsvReader.Create(text ?? file, Options(malformed), leaveOpen: true);
        var columns = await Header(csv, malformed, cancellationToken);
        var isOurs = columns.Any(column => column.Field == CsvField.Id) && columns.Any(column => column.Field == CsvField.ExternalId);
        var year = (clock ?? TimeProvider.System).GetUtcNow().Year;
        for (var rows = 0; await Next(csv, cancellationToken); )
        {
            var line = checked((int)csv.LineNumber);
            if (IsBlank(csv))
                continue;
            if (++rows > ImportLimits.Rows)
                throw ImportLimits.TooManyRows();
            var errors = new RowErrors();
            // The reader may read ahead: an error belongs to the record that starts on its line.
            while (malformed.TryPeek(out var complaint) && complaint.LineNumber <= line)
                errors.Add(line, "row", Explain(malformed.Dequeue().Reason));
            if (HasMoreThan(csv, columns.Length))
                errors.Add(
                    line,
                    "row",
                    $"has {csv.FieldCount} fields, the header has {columns.Length}; quote a field that holds the separator"
                );
            if (errors.Any)
            {
                yield return ImportRow.Unreadable(line, errors);
                continue;
            }
            var cells = new List<(CsvColumn Column, string Value)>();
            foreach (var column in columns)
                if (column.Index < csv.FieldCount && csv.GetString(column.Index) is var value && !string.IsNullOrWhiteSpace(value))
                    cells.Add((column, CsvCell.Read(value).Trim()));
            // All values of a row may mean "none" (0/0/00): then it is skipped like a blank row.
            yield return new CsvRow(line, cells, year, isOurs).Read();
        }
    }

    private static CsvReaderOptions Options(Queue<CsvMalformedRecord> malformed) =>
        new()
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
        };

    private static async Task<CsvColumn[]> Header(CsvReader csv, Queue<CsvMalformedRecord> malformed, CancellationToken cancellationToken)
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
        CsvColumn[] columns = [.. csv.Headers.Select((header, index) => CsvColumn.Parse(index, CsvCell.Read(header)))];
        if (!columns.Any(column => CsvHeaders.IsIdentity(column.Field)))
            throw new ImportFileException(
                "The CSV header has no column that identifies a person: name, first name, last name, nickname, company, e-mail or phone. "
                    + $"The file has: {Listed(csv.Headers)}."
            );
        return Settled(columns);
    }

    // The meaning of a header may depend on others: Title is the job title unless there is a Job Title; an address is its full text unless
    // its parts exist. "Nom" and "Name" are the last name in French and German tables that have a column for the first name.
    private static CsvColumn[] Settled(CsvColumn[] columns)
    {
        var hasJobTitle = columns.Any(column => column.Field == CsvField.JobTitle);
        var hasFirstNameOnly =
            columns.Any(column => column.Field == CsvField.FirstName) && !columns.Any(column => column.Field == CsvField.LastName);
        var hasParts = columns.Where(column => column.Field == CsvField.Street).Select(column => column.Group).ToHashSet();
        return
        [
            .. columns.Select(column =>
                column.Field switch
                {
                    CsvField.Name when hasFirstNameOnly => column with { Field = CsvField.NameOrLastName },
                    CsvField.Title => column with { Field = hasJobTitle ? CsvField.Prefix : CsvField.JobTitle },
                    CsvField.AddressText => column with { Field = hasParts.Contains(column.Group) ? CsvField.Silent : CsvField.Street },
                    _ => column,
                }
            ),
        ];
    }

    private static string Listed(IReadOnlyList<string> headers)
    {
        var names = headers.Where(header => header.Length > 0).Take(10).Select(header => FileText.Cut(header, 40));
        return string.Join(", ", names) + (headers.Count > 10 ? ", …" : "");
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

    private static bool IsBlank(CsvReader csv) => !HasMoreThan(csv, 0);

    // Some programs end each row with a separator, but not the header.
    private static bool HasMoreThan(CsvReader csv, int columns)
    {
        for (var i = columns; i < csv.FieldCount; i++)
            if (!csv.GetSpan(i).Trim(" \t"u8).IsEmpty)
                return true;
        return false;
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
