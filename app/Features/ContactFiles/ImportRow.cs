using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Photos;
using PmCrm.App.Http;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>An error in one row of an imported file.</summary>
/// <param name="Line">The line in the file, from 1, as an editor shows it.</param>
/// <param name="Field">The field of the contact, or <c>row</c> if the row itself cannot be read.</param>
/// <param name="Message">What is accepted; it never contains the value.</param>
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

    /// <summary>The field has the value in another form, or a value from other fields.</summary>
    Changed,

    /// <summary>It is left out.</summary>
    NotImported,
}

/// <summary>A value of a row that is not imported exactly as it is in the file.</summary>
public sealed record ImportChange(
    [property: Description("The line in the file, from 1, as an editor shows it.")] int Line,
    [property: Description("The field of the contact, or the name of the column or property.")] string Field,
    [property: Description("The value; at most its first 80 characters.")] string Value,
    [property: Description("Why it is not imported as it is.")] string Reason,
    [property: Description("What is imported instead.")] ImportedAs Result
);

/// <summary>One row of an imported file: the contact that it becomes, or why it cannot become one.</summary>
/// <param name="Line">The line that the row starts on, from 1.</param>
/// <param name="Errors">Why it becomes no contact; empty where it does.</param>
/// <param name="Changes">What is not imported as it stands.</param>
/// <param name="OwnId">The id that the contact had here when we exported it.</param>
/// <param name="Photo">The picture that becomes the contact's photo.</param>
public sealed record ImportRow(
    int Line,
    ContactFields? Contact,
    IReadOnlyList<ImportError> Errors,
    IReadOnlyList<ImportChange> Changes,
    Guid? OwnId = null,
    Picture? Photo = null
)
{
    public static ImportRow Unreadable(int line, RowErrors errors) => new(line, null, errors.ToList(line), []);
}

/// <summary>The errors of one row. Only the first ones are kept, since a row may have as many errors as bytes.</summary>
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

    /// <param name="line">The line where the row starts; the number of omitted errors is reported there.</param>
    public IReadOnlyList<ImportError> ToList(int line) =>
        left == 0 ? kept : [.. kept, new(line, "row", $"has more errors; the first {ImportLimits.ErrorsPerRow} are listed")];
}

/// <summary>The changes of one row. Only the first ones are kept; the others are counted.</summary>
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
            : [.. kept, new(line, "row", "", $"{left} more values are changed by the import; they are not listed", ImportedAs.Changed)];

    private static string Short(string value) =>
        value.Length <= ImportLimits.ShownValue ? value : FileText.Cut(value, ImportLimits.ShownValue - 1) + "…";
}

/// <summary>The file as a whole cannot be imported; the message says why and what is accepted.</summary>
public sealed class ImportFileException(string message) : Exception(message);

/// <summary>Reads contacts from a file, one row at a time, so that memory does not grow with the file.</summary>
public interface IContactFileReader
{
    /// <summary>The rows in the file's order.</summary>
    /// <param name="file">The file. It is read twice, so it must support seeking.</param>
    /// <exception cref="ImportFileException">The file as a whole does not have the expected format, or is too long.</exception>
    IAsyncEnumerable<ImportRow> Read(Stream file, CancellationToken cancellationToken);

    /// <summary>The parts of the file that are not imported: columns, properties, groups. Complete after the file has been read.</summary>
    IReadOnlyCollection<string> Ignored { get; }

    /// <summary>IANA name of the encoding in which the file was read.</summary>
    string Encoding { get; }
}

/// <summary>The limits of one file.</summary>
public static class ImportLimits
{
    public const int Rows = 10_000;
    public const int FileBytes = 16 * 1024 * 1024;

    /// <summary>The longest CSV record or vCard property that is read; the largest valid contact fits into it.</summary>
    public const int RecordBytes = 512 * 1024;

    /// <summary>
    /// The largest picture in a card, in bytes. Programs make pictures of contacts small; one that a person uploads may be
    /// <see cref="PhotoEndpoints.MaxBytes"/>, but a card is read into memory as text, which takes several times as much.
    /// </summary>
    public const int PhotoBytes = 1024 * 1024;

    /// <summary>Columns of a CSV file. Outlook writes about ninety, Google as many as a contact has values.</summary>
    public const int Columns = 500;

    /// <summary>Values of one kind in one row; far more than a contact may have.</summary>
    public const int ValuesPerRow = 1_000;

    /// <summary>Properties of one card that are read.</summary>
    public const int PropertiesPerCard = 2_000;

    /// <summary>Listed errors of one row, and listed changes.</summary>
    public const int ErrorsPerRow = 20;

    /// <summary>Listed errors of one file, and listed changes; after that, only the first of each row is listed.</summary>
    public const int ErrorsPerFile = 20_000;

    /// <summary>Maximum length of a value in a preview, in characters.</summary>
    public const int ShownValue = 80;

    /// <summary>Maximum number of ignored columns or properties that are listed, and the maximum length of each name.</summary>
    public const int IgnoredNames = 100;
    public const int IgnoredNameLength = 100;

    /// <summary>Groups of a file whose members get a tag; below, the members of all groups together.</summary>
    public const int Groups = 200;
    public const int GroupMembers = 20_000;

    internal static ImportFileException TooManyRows() => new($"The file has more than {Rows} contacts. Split it and import the parts.");
}
