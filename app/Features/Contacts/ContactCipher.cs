using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Contacts;

/// <summary>The encrypted columns of a contact: phone numbers, addresses, private notes, custom fields.</summary>
public sealed class ContactCipher(FieldEncryption encryption)
{
    internal const string PhonesField = "contacts.phones";
    internal const string AddressesField = "contacts.addresses";
    internal const string PrivateNotesField = "contacts.private_notes";

    // Separates cities from phone numbers, even if a city's name looks like a number.
    private const string CityContext = "city:";
    internal const string CustomFieldsField = "contacts.custom_fields";

    public byte[]? Phones(IReadOnlyList<PhoneNumber> phones, Guid owner) =>
        Encrypt(phones, ContactJson.Default.IReadOnlyListPhoneNumber, owner, PhonesField);

    public IReadOnlyList<PhoneNumber> Phones(byte[]? cipher, Guid owner) =>
        Decrypt(cipher, ContactJson.Default.IReadOnlyListPhoneNumber, owner, PhonesField);

    public byte[]? Addresses(IReadOnlyList<PostalAddress> addresses, Guid owner) =>
        Encrypt(addresses, ContactJson.Default.IReadOnlyListPostalAddress, owner, AddressesField);

    public IReadOnlyList<PostalAddress> Addresses(byte[]? cipher, Guid owner) =>
        Decrypt(cipher, ContactJson.Default.IReadOnlyListPostalAddress, owner, AddressesField);

    public byte[]? PrivateNotes(string? notes, Guid owner) => encryption.Encrypt(notes, owner, PrivateNotesField);

    public string? PrivateNotes(byte[]? cipher, Guid owner) => encryption.Decrypt(cipher, owner, PrivateNotesField);

    public byte[]? CustomFields(IReadOnlyList<CustomField> fields, Guid owner) =>
        Encrypt(fields, ContactJson.Default.IReadOnlyListCustomField, owner, CustomFieldsField);

    public IReadOnlyList<CustomField> CustomFields(byte[]? cipher, Guid owner) =>
        Decrypt(cipher, ContactJson.Default.IReadOnlyListCustomField, owner, CustomFieldsField);

    /// <summary>
    /// Fingerprints: equal numbers have equal ones, and the number cannot be computed from them. Those of every key are stored, so that
    /// contacts written before and after a key rotation still match.
    /// </summary>
    public byte[]?[] PhoneFingerprints(IReadOnlyList<PhoneNumber> phones, Guid owner) =>
        [
            .. phones
                .Select(phone => PhoneNumbers.Normalise(phone.Number))
                .Distinct()
                .SelectMany(number => encryption.Fingerprints(number, owner)),
        ];

    /// <summary>Fingerprints of cities, of every key, as for phone numbers. Empty if there is no city.</summary>
    public byte[]?[] CityFingerprints(IReadOnlyList<PostalAddress> addresses, Guid owner) =>
        [
            .. addresses
                .Select(address => PlainLetters.Fold(address.City ?? ""))
                .Where(city => city.Length > 0)
                .Distinct()
                .SelectMany(city => encryption.Fingerprints(CityContext + city, owner)),
        ];

    /// <summary>
    /// The unique start of a ciphertext. Fingerprints store it to record which ciphertext they were computed from. Its length is the one in
    /// the migration 20261204_filter_cities.
    /// </summary>
    public static byte[]? BeginningOf(byte[]? cipher) => cipher?[..FieldEncryption.UniqueSize];

    private byte[]? Encrypt<T>(IReadOnlyList<T> items, JsonTypeInfo<IReadOnlyList<T>> type, Guid owner, string field) =>
        items.Count == 0 ? null : encryption.Encrypt(JsonSerializer.SerializeToUtf8Bytes(items, type), owner, field);

    private IReadOnlyList<T> Decrypt<T>(byte[]? cipher, JsonTypeInfo<IReadOnlyList<T>> type, Guid owner, string field) =>
        cipher is null
            ? []
            : JsonSerializer.Deserialize(encryption.DecryptBytes(cipher, owner, field), type)
                ?? throw new JsonException($"{field} holds null.");
}
