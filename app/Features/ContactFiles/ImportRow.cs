using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Something wrong with one row of an imported file.</summary>
/// <param name="Line">The line of the file, from 1, as an editor shows it.</param>
/// <param name="Field">The field of the contact, or <c>row</c> where the row itself cannot be read.</param>
/// <param name="Message">What is accepted; never the value.</param>
public sealed record ImportError(int Line, string Field, string Message);

/// <summary>What an import did with a value that a field does not accept.</summary>
[JsonConverter(typeof(TextEnum<ImportedAs>))]
public enum ImportedAs
{
    /// <summary>The whole value is in a custom field.</summary>
    CustomField,

    /// <summary>The whole value is in the private notes.</summary>
    PrivateNotes,

    /// <summary>The field has the beginning of the value.</summary>
    Shortened,

    /// <summary>The field has the value in another form, or one that was made of other fields.</summary>
    Changed,

    /// <summary>It is left out.</summary>
    NotImported,
}

/// <summary>A value of a row that is not imported as it stands in the file.</summary>
public sealed record ImportChange(
    [property: Description("The line of the file, from 1, as an editor shows it.")] int Line,
    [property: Description("The field of the contact that it was for, or the column's or property's name.")] string Field,
    [property: Description("The value, at most 80 characters of it.")] string Value,
    [property: Description("Why it is not imported as it stands.")] string Reason,
    [property: Description("What is imported instead.")] ImportedAs Result
);

/// <summary>One row of an imported file: the contact that it becomes, or why it cannot become one.</summary>
/// <param name="Line">The line that the row starts on, from 1.</param>
/// <param name="Errors">Why it becomes no contact; empty where it does.</param>
/// <param name="Changes">What is not imported as it stands.</param>
/// <param name="OwnId">The id that the contact had here when we exported it.</param>
public sealed record ImportRow(
    int Line,
    ContactFields? Contact,
    IReadOnlyList<ImportError> Errors,
    IReadOnlyList<ImportChange> Changes,
    Guid? OwnId = null
)
{
    public static ImportRow Unreadable(int line, RowErrors errors) => new(line, null, errors.ToList(line), []);
}

/// <summary>The errors of one row, of which only the first are kept: a row may have as many as it has bytes.</summary>
public sealed class RowErrors
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

/// <summary>The changes of one row, of which only the first are kept; of the others, how many there are.</summary>
internal sealed class RowChanges
{
    private readonly List<ImportChange> kept = [];
    private int left;

    public void Add(int line, string field, string value, string reason, ImportedAs result)
    {
        if (kept.Count < ImportLimits.ErrorsPerRow)
            kept.Add(new(line, Short(field), Short(value), reason, result));
        else
            left++;
    }

    public IReadOnlyList<ImportChange> ToList(int line) =>
        left == 0
            ? kept
            :
            [
                .. kept,
                new(line, "row", "", $"{left} more values are not imported as they stand; they are not listed", ImportedAs.Changed),
            ];

    private static string Short(string value) =>
        value.Length <= ImportLimits.ShownValue ? value : FileText.Cut(value, ImportLimits.ShownValue - 1) + "…";
}

/// <summary>The file as a whole cannot be imported; the message says why and what is accepted.</summary>
public sealed class ImportFileException(string message) : Exception(message);

/// <summary>Reads contacts out of a file, a row at a time, so that memory does not grow with the file.</summary>
public interface IContactFileReader
{
    /// <summary>The rows in the file's order.</summary>
    /// <param name="file">Is read twice: it must be able to seek to its start.</param>
    /// <exception cref="ImportFileException">The file as a whole is not what it says, or is too long.</exception>
    IAsyncEnumerable<ImportRow> Read(Stream file, CancellationToken cancellationToken);

    /// <summary>What the file has that is not imported: columns, properties, groups. Complete once the file has been read.</summary>
    IReadOnlyCollection<string> Ignored { get; }

    /// <summary>How the file's bytes were read as text, by the name that IANA has for it.</summary>
    string Encoding { get; }
}

/// <summary>How much one file may bring.</summary>
public static class ImportLimits
{
    public const int Rows = 10_000;
    public const int FileBytes = 16 * 1024 * 1024;

    /// <summary>The longest CSV record or vCard property that is read; the largest contact that the rules accept fits in.</summary>
    public const int RecordBytes = 512 * 1024;

    /// <summary>Columns of a CSV file. Outlook writes about ninety, Google as many as a contact has values.</summary>
    public const int Columns = 500;

    /// <summary>Values of one kind that a row may list; far more than a contact may have.</summary>
    public const int ValuesPerRow = 1_000;

    /// <summary>Properties of one card that are read.</summary>
    public const int PropertiesPerCard = 2_000;

    /// <summary>Errors of one row that are listed, and changes.</summary>
    public const int ErrorsPerRow = 20;

    /// <summary>Errors of one file that are listed, and changes; after these, each row lists its first.</summary>
    public const int ErrorsPerFile = 20_000;

    /// <summary>Characters of a value that a preview shows.</summary>
    public const int ShownValue = 80;

    /// <summary>Names of columns or properties that are told to have been ignored, and the length of each.</summary>
    public const int IgnoredNames = 100;
    public const int IgnoredNameLength = 100;

    /// <summary>Groups of a file whose members get a tag, and members of all groups together.</summary>
    public const int Groups = 200;
    public const int GroupMembers = 20_000;

    internal static ImportFileException TooManyRows() => new($"The file has more than {Rows} contacts. Split it and import the parts.");
}
