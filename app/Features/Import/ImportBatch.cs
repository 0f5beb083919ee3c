using System.Text.Json;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Storage;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>The next rows of a file as they are stored: encrypted, with their errors as JSON. Bounded in rows and in bytes.</summary>
/// <param name="room">What the account may keep of photos still.</param>
internal sealed class ImportBatch(Guid owner, FieldEncryption encryption, StorageRoom room)
{
    private const int MaxRows = 500;
    private const int MaxBytes = 1024 * 1024;

    private int errorsLeft = ImportLimits.ErrorsPerFile;
    private int changesLeft = ImportLimits.ErrorsPerFile;

    public List<int> Lines { get; } = [];

    public List<byte[]?> Contacts { get; } = [];

    public List<string> Errors { get; } = [];

    public List<byte[]?> Changes { get; } = [];

    public List<ImportPhoto> Photos { get; } = [];

    /// <summary>The rows that become contacts, for finding those that are there already.</summary>
    public List<ImportRow> Readable { get; } = [];

    /// <summary>Number of rows of the whole file read so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Number of rows read so far that cannot become a contact.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Number of rows read so far with values that are not imported exactly as they are.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>Pictures read so far that become photos.</summary>
    public int PhotoCount { get; private set; }

    /// <summary>
    /// Replaces the content with the next rows. Call it on a separate thread: reading the file completes synchronously, so all of the
    /// parsing happens on that thread.
    /// </summary>
    /// <returns>False at the end of the file.</returns>
    public bool Fill(IAsyncEnumerator<ImportRow> rows)
    {
        Lines.Clear();
        Contacts.Clear();
        Errors.Clear();
        Changes.Clear();
        Readable.Clear();
        Photos.Clear();
        var bytes = 0;
        while (Lines.Count < MaxRows && bytes < MaxBytes && rows.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            bytes += Add(rows.Current);
        return Lines.Count > 0;
    }

    private int Add(ImportRow read)
    {
        var row = WithRoom(read);
        RowCount++;
        Lines.Add(row.Line);
        var contact = row.Contact is null ? null : ImportCipher.Encrypt(encryption, owner, row.Contact);
        Contacts.Add(contact);
        if (contact is null)
            ErrorCount++;
        else
            Readable.Add(row);
        var errors = Listed(row.Errors, ref errorsLeft);
        Errors.Add(errors.Count == 0 ? "" : JsonSerializer.Serialize(errors, ImportJson.Default.IReadOnlyListImportError));
        if (row.Changes.Count > 0)
            ChangeCount++;
        var changes = ImportCipher.Encrypt(encryption, owner, Listed(row.Changes, ref changesLeft));
        Changes.Add(changes);
        return 2 * (contact?.Length ?? 0) + 2 * Errors[^1].Length + (changes?.Length ?? 0) + AddPhoto(row);
    }

    private int AddPhoto(ImportRow row)
    {
        if (row is not { Contact: not null, Photo: { } picture })
            return 0;
        PhotoCount++;
        var content = encryption.Encrypt(picture.Content.Span, owner, ImportCipher.PhotoField);
        Photos.Add(new(row.Line, picture.ContentType, picture.Width, picture.Height, picture.Content.Length, content));
        return content.Length;
    }

    private ImportRow WithRoom(ImportRow row) =>
        row.Photo is not { } picture || room.TryTake(picture.Content.Length)
            ? row
            : row with
            {
                Photo = null,
                Changes =
                [
                    .. row.Changes,
                    new(
                        row.Line,
                        "photo",
                        picture.ContentType,
                        $"the account is at its limit of {StorageRoom.Limits}",
                        ImportedAs.NotImported
                    ),
                ],
            };

    private static IReadOnlyList<T> Listed<T>(IReadOnlyList<T> entries, ref int left)
    {
        left -= entries.Count;
        return left >= 0 || entries.Count <= 1 ? entries : [entries[0]];
    }
}
