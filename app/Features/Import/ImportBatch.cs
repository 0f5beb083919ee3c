using System.Text.Json;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>The next rows of a file as they are stored: encrypted, with their errors as JSON. Bounded in rows and in bytes.</summary>
internal sealed class ImportBatch(Guid owner, FieldEncryption encryption)
{
    private const int MaxRows = 500;
    private const int MaxBytes = 1024 * 1024;

    private int errorsLeft = ImportLimits.ErrorsPerFile;

    public List<int> Lines { get; } = [];

    public List<byte[]?> Contacts { get; } = [];

    public List<string> Errors { get; } = [];

    /// <summary>Rows read so far, of the whole file.</summary>
    public int RowCount { get; private set; }

    /// <summary>Rows read so far that cannot become a contact.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>
    /// Replaces what it holds by the next rows. Called on a thread of its own: the file's reads complete synchronously, so that all of the
    /// parsing happens there.
    /// </summary>
    /// <returns>False at the end of the file.</returns>
    public bool Fill(IAsyncEnumerator<ImportRow> rows)
    {
        Lines.Clear();
        Contacts.Clear();
        Errors.Clear();
        var bytes = 0;
        while (Lines.Count < MaxRows && bytes < MaxBytes && rows.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            bytes += Add(rows.Current);
        return Lines.Count > 0;
    }

    private int Add(ImportRow row)
    {
        RowCount++;
        Lines.Add(row.Line);
        var contact = row.Contact is null
            ? null
            : encryption.Encrypt(
                JsonSerializer.SerializeToUtf8Bytes(row.Contact, ContactJson.Default.ContactFields),
                owner,
                ImportStore.ContactField
            );
        Contacts.Add(contact);
        if (contact is null)
            ErrorCount++;
        var errors = Listed(row.Errors);
        Errors.Add(errors.Count == 0 ? "" : JsonSerializer.Serialize(errors, ImportJson.Default.IReadOnlyListImportError));
        return (contact?.Length ?? 0) + 2 * Errors[^1].Length;
    }

    private IReadOnlyList<ImportError> Listed(IReadOnlyList<ImportError> errors)
    {
        errorsLeft -= errors.Count;
        return errorsLeft >= 0 || errors.Count <= 1 ? errors : [errors[0]];
    }
}
