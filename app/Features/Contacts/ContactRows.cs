using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Contacts;

/// <summary>The encrypted columns of contacts.</summary>
public sealed class ContactRows(ContactCipher cipher) : IEncryptedRows
{
    public Sql Table => Sql.Of($"contacts");

    public Sql IsStale(byte[] newestPrefix) =>
        Sql.Of(
            $"""
            substring(phones_cipher from 1 for 5) <> {newestPrefix} or substring(addresses_cipher from 1 for 5) <> {newestPrefix}
                or substring(private_notes_cipher from 1 for 5) <> {newestPrefix}
                or substring(custom_fields_cipher from 1 for 5) <> {newestPrefix}
            """
        );

    public async Task<int> Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        var unreadable = 0;
        foreach (
            var (id, owner, phones, addresses, notes, customFields) in await session.Query(
                $"""
                select id, owner_id, phones_cipher, addresses_cipher, private_notes_cipher, custom_fields_cipher from contacts
                where {stale} order by id for update skip locked
                """,
                row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2), row.Bytes(3), row.Bytes(4), row.Bytes(5)),
                cancellationToken
            )
        )
        {
            var isReadable = true;
            // Each column on its own: an unreadable one must not keep the others on the old key.
            T? Read<T>(byte[]? value, Func<byte[]?, Guid, T> read)
                where T : class?
            {
                try
                {
                    return value is null ? null : read(value, owner);
                }
                catch (CryptographicException)
                {
                    isReadable = false;
                    return null;
                }
            }

            var set = new List<Sql>();
            if (Read(phones, cipher.Phones) is { } numbers)
                set.Add(
                    Sql.Of(
                        $"""
                        phones_cipher = {cipher.Phones(numbers, owner)}, phone_fingerprints = {cipher.PhoneFingerprints(numbers, owner)}
                        """
                    )
                );
            if (Read(addresses, cipher.Addresses) is { } places)
                set.Add(Addresses(cipher.Addresses(places, owner), cipher.CityFingerprints(places, owner)));
            if (Read(notes, cipher.PrivateNotes) is { } text)
                set.Add(Sql.Of($"private_notes_cipher = {cipher.PrivateNotes(text, owner)}"));
            if (Read(customFields, cipher.CustomFields) is { } fields)
                set.Add(Sql.Of($"custom_fields_cipher = {cipher.CustomFields(fields, owner)}"));
            unreadable += isReadable ? 0 : 1;
            if (set.Count > 0)
                await session.Execute(
                    $"update contacts set {set.Aggregate((all, one) => Sql.Of($"{all}, {one}"))} where owner_id = {owner} and id = {id}",
                    cancellationToken
                );
        }
        return unreadable;
    }

    private static Sql Addresses(byte[]? encrypted, byte[]?[] cities) =>
        Sql.Of(
            $"""
            addresses_cipher = {encrypted}, cities_of = {ContactCipher.BeginningOf(encrypted)},
            city_fingerprints = nullif({cities}, array[]::bytea[])
            """
        );
}
