using System.Globalization;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>
/// Creates any number of contacts with one statement, which gets each column as an array. An empty text means null, because no field has an
/// empty text as a value. Lists are flattened: an entry for each value, with the number of its contact.
/// </summary>
internal sealed class NewContacts(ContactCipher cipher, Guid owner, IReadOnlyList<ContactFields> contacts)
{
    /// <summary>In the order of the contacts.</summary>
    public Guid[] Ids { get; } = [.. contacts.Select(_ => Guid.CreateVersion7())];

    public Task<int> Insert(DatabaseSession session, CancellationToken cancellationToken)
    {
        byte[]?[] addresses = Encrypted(contact => cipher.Addresses(contact.Addresses, owner));
        return session.Execute(
            $"""
            insert into contacts (id, owner_id, name, emails, company, job_title, birthday, notes,
                phones_cipher, addresses_cipher, private_notes_cipher, phone_fingerprints,
                nickname, department, details, custom_fields_cipher, external_id, cities_of, city_fingerprints)
            select new.id, {owner}, new.name, coalesce(email.list, array[]::text[]), nullif(new.company, ''), nullif(new.job_title, ''),
                nullif(new.birthday, '')::date, nullif(new.notes, ''),
                new.phones, new.addresses, new.private_notes, coalesce(phone.list, array[]::bytea[]),
                nullif(new.nickname, ''), nullif(new.department, ''), nullif(new.details, '')::jsonb, new.custom_fields,
                nullif(new.external_id, ''), new.cities_of, city.list
            from unnest({Ids}, {Texts(contact => contact.Name)}, {Texts(contact => contact.Company)}, {Texts(contact => contact.JobTitle)},
                {Texts(contact => contact.Birthday?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}, {Texts(contact =>
                contact.Notes
            )},
                {Encrypted(contact => cipher.Phones(contact.Phones, owner))}, {addresses},
                {Encrypted(contact => cipher.PrivateNotes(contact.PrivateNotes, owner))}, {Texts(contact => contact.Nickname)},
                {Texts(contact => contact.Department)}, {Texts(ContactStore.Details)},
                {Encrypted(contact => cipher.CustomFields(contact.CustomFields, owner))}, {Texts(contact => contact.ExternalId)},
                {addresses.Select(ContactCipher.BeginningOf).ToArray()})
                with ordinality as new (id, name, company, job_title, birthday, notes, phones, addresses, private_notes, nickname,
                    department, details, custom_fields, external_id, cities_of, number)
            left join {Lists<string>(contact => [.. contact.Emails], values => Sql.Of($"{values}"))} as email on email.number = new.number
            left join {Lists(contact => cipher.PhoneFingerprints(contact.Phones, owner), values => Sql.Of($"{values}"))} as phone
                on phone.number = new.number
            left join {Lists(contact => cipher.CityFingerprints(contact.Addresses, owner), values => Sql.Of($"{values}"))} as city
                on city.number = new.number
            """,
            cancellationToken
        );
    }

    private string[] Texts(Func<ContactFields, string?> text) => [.. contacts.Select(contact => text(contact) ?? "")];

    private byte[]?[] Encrypted(Func<ContactFields, byte[]?> cipherText) => [.. contacts.Select(cipherText)];

    /// <summary>A table to join: the values of each contact that has any, in their order.</summary>
    private Sql Lists<T>(Func<ContactFields, T[]> values, Func<T[], Sql> parameter)
    {
        var numbered = contacts
            .SelectMany((contact, index) => values(contact).Select(value => (Number: index + 1L, Value: value)))
            .ToList();
        return Sql.Of(
            $"""
            (select number, array_agg(value order by place) as list
             from unnest({numbered.Select(one => one.Number).ToArray()}, {parameter([.. numbered.Select(one => one.Value)])})
                with ordinality as one (number, value, place) group by number)
            """
        );
    }
}
