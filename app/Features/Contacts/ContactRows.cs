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

    public async Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
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
            var numbers = cipher.Phones(phones, owner);
            var places = cipher.Addresses(addresses, owner);
            var encrypted = cipher.Addresses(places, owner);
            await session.Execute(
                $"""
                update contacts set phones_cipher = {cipher.Phones(numbers, owner)},
                    phone_fingerprints = {cipher.PhoneFingerprints(numbers, owner)},
                    addresses_cipher = {encrypted}, cities_of = {ContactCipher.BeginningOf(encrypted)},
                    city_fingerprints = nullif({cipher.CityFingerprints(places, owner)}, array[]::bytea[]),
                    private_notes_cipher = {cipher.PrivateNotes(cipher.PrivateNotes(notes, owner), owner)},
                    custom_fields_cipher = {cipher.CustomFields(cipher.CustomFields(customFields, owner), owner)}
                where owner_id = {owner} and id = {id}
                """,
                cancellationToken
            );
        }
    }
}
