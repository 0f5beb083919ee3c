using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>The encrypted columns of a row of an import.</summary>
internal static class ImportCipher
{
    public const string ContactField = "import_rows.contact";
    public const string ChangesField = "import_rows.changes";
    public const string PhotoField = "import_photos.content";

    public static byte[] Encrypt(FieldEncryption encryption, Guid owner, ContactFields contact) =>
        encryption.Encrypt(JsonSerializer.SerializeToUtf8Bytes(contact, ContactJson.Default.ContactFields), owner, ContactField);

    /// <exception cref="NewerVersionException">A newer version wrote the contact, with fields that this one does not know.</exception>
    public static ContactFields? Contact(FieldEncryption encryption, Guid owner, byte[]? cipher) =>
        cipher is null ? null : Read(encryption.DecryptBytes(cipher, owner, ContactField), ContactJson.Default.ContactFields, ContactField);

    /// <returns>Null if there are none.</returns>
    public static byte[]? Encrypt(FieldEncryption encryption, Guid owner, IReadOnlyList<ImportChange> changes) =>
        changes.Count == 0
            ? null
            : encryption.Encrypt(
                JsonSerializer.SerializeToUtf8Bytes(changes, ImportJson.Default.IReadOnlyListImportChange),
                owner,
                ChangesField
            );

    public static IReadOnlyList<ImportChange> Changes(FieldEncryption encryption, Guid owner, byte[]? cipher) =>
        cipher is null
            ? []
            : Read(encryption.DecryptBytes(cipher, owner, ChangesField), ImportJson.Default.IReadOnlyListImportChange, ChangesField) ?? [];

    /// <summary>The ciphertext was authenticated, so JSON that does not fit was not damaged: another version wrote it.</summary>
    private static T? Read<T>(byte[] json, JsonTypeInfo<T> type, string field)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException exception)
        {
            throw new NewerVersionException(field, exception);
        }
    }
}
