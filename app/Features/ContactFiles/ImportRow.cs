using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Something wrong with one row of an imported file.</summary>
/// <param name="Line">The line of the file, from 1, as an editor shows it.</param>
/// <param name="Field">The field of the contact, or <c>row</c> where the row itself cannot be read.</param>
/// <param name="Message">What is accepted; never the value.</param>
public sealed record ImportError(int Line, string Field, string Message);

/// <summary>One row of an imported file: the contact that it becomes, or why it cannot become one.</summary>
/// <param name="Line">The line that the row starts on, from 1.</param>
public sealed record ImportRow(int Line, ContactFields? Contact, IReadOnlyList<ImportError> Errors)
{
    /// <summary>Normalizes and checks what was read. A row with any error yields no contact.</summary>
    internal static ImportRow From(int line, ContactFields? contact, RowErrors errors, Func<ContactFields, string, int>? lineOf = null)
    {
        if (contact is not null)
        {
            contact = ContactRules.Normalize(contact);
            foreach (var (field, message) in ContactRules.Check(contact))
                errors.Add(lineOf?.Invoke(contact, field) ?? line, field, message);
        }
        return errors.Any ? new(line, null, errors.ToList(line)) : new(line, contact, []);
    }
}

/// <summary>The errors of one row, of which only the first are kept: a row may have as many as it has bytes.</summary>
internal sealed class RowErrors
{
    private readonly List<ImportError> kept = [];
    private int left;

    public bool Any => kept.Count > 0;

    public void Add(int line, string field, string message)
    {
        if (kept.Count < ImportLimits.ErrorsPerRow)
            kept.Add(new(line, field, message));
        else
            left++;
    }

    /// <param name="line">The line that the row starts on: where the number of those that were left out is told.</param>
    public IReadOnlyList<ImportError> ToList(int line) =>
        left == 0 ? kept : [.. kept, new(line, "row", $"has more errors; the first {ImportLimits.ErrorsPerRow} are listed")];
}

/// <summary>The file as a whole cannot be imported; the message says why and what is accepted.</summary>
public sealed class ImportFileException(string message) : Exception(message);

/// <summary>Reads contacts out of a file, a row at a time, so that memory does not grow with the file.</summary>
public interface IContactFileReader
{
    /// <summary>The rows in the file's order.</summary>
    /// <exception cref="ImportFileException">The file as a whole is not what it says, or is too long.</exception>
    IAsyncEnumerable<ImportRow> Read(Stream file, CancellationToken cancellationToken);

    /// <summary>What the file has that a contact has no place for: columns, or properties. Complete once the file has been read.</summary>
    IReadOnlyCollection<string> Ignored { get; }
}

/// <summary>How much one file may bring.</summary>
public static class ImportLimits
{
    public const int Rows = 10_000;
    public const int FileBytes = 16 * 1024 * 1024;

    /// <summary>The longest CSV record or vCard property that is read; the largest contact that the rules accept fits in.</summary>
    public const int RecordBytes = 256 * 1024;

    /// <summary>Columns of a CSV file. Outlook writes about ninety, Google as many as a contact has values.</summary>
    public const int Columns = 500;

    /// <summary>Values of one kind that a card may list; far more than a contact may have, which is told with the count.</summary>
    public const int ValuesPerCard = 1_000;

    /// <summary>Errors of one row that are listed.</summary>
    public const int ErrorsPerRow = 20;

    /// <summary>Errors of one file that are listed; after these, each row lists its first.</summary>
    public const int ErrorsPerFile = 20_000;

    /// <summary>Names of columns or properties that are told to have been ignored, and the length of each.</summary>
    public const int IgnoredNames = 100;
    public const int IgnoredNameLength = 100;

    internal static ImportFileException TooManyRows() => new($"The file has more than {Rows} contacts. Split it and import the parts.");
}
