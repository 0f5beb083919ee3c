using System.Text.Json;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>The outcome of a conditional write.</summary>
public enum WriteOutcome
{
    Done,

    /// <summary>The owner has no such contact.</summary>
    NotFound,

    /// <summary>It has another version than the one in If-Match.</summary>
    Changed,
}

/// <summary>
/// Contacts in PostgreSQL. Every statement has the owner in its predicate; only statements that explicitly ask for deleted contacts see
/// them. Methods take the session, so that callers can combine them in one transaction.
/// </summary>
public sealed class ContactStore(ContactCipher cipher)
{
    private static readonly Sql Columns = Sql.Of(
        $"""
        c.id, c.name, c.emails, c.company, c.job_title, c.birthday, c.notes, c.phones_cipher, c.addresses_cipher, c.private_notes_cipher,
        c.last_interaction_at, c.version, c.created_at, c.updated_at, {TagNames},
        c.nickname, c.department, c.details::text, c.custom_fields_cipher, c.external_id
        """
    );

    /// <summary>
    /// The names of a contact's tags, in order. Each is looked up by the unique index: with a join, a plan for all accounts may read all
    /// tags of an account with many for each contact.
    /// </summary>
    internal static Sql TagNames =>
        Sql.Of(
            $"""
            array(select t.name from (
                      select (select t.name from tags t where t.owner_id = ct.owner_id and t.id = ct.tag_id) as name
                      from contact_tags ct where ct.owner_id = c.owner_id and ct.contact_id = c.id offset 0) as t
                  order by lower(t.name))
            """
        );

    /// <param name="locked">Whether to lock the row until the end of the transaction, so that nobody else changes it.</param>
    public Task<Contact?> Find(DatabaseSession session, Guid owner, Guid id, CancellationToken cancellationToken, bool locked = false) =>
        session.FirstOrDefault(
            $"""
            select {Columns} from contacts c where c.owner_id = {owner} and c.id = {id} and c.deleted_at is null
            {(locked ? Sql.Of($"for update of c") : Sql.Empty)}
            """,
            row => Read(row, owner),
            cancellationToken
        );

    /// <summary>Streams all contacts of an owner, or all deleted ones, for an export.</summary>
    public IAsyncEnumerable<Contact> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken, bool deleted = false) =>
        session.Stream(
            $"""
            select {Columns} from contacts c where c.owner_id = {owner} and (c.deleted_at is not null) = {deleted}
            order by c.sort_name, c.id
            """,
            row => Read(row, owner),
            cancellationToken
        );

    public async Task<Contact> Insert(DatabaseSession session, Guid owner, ContactFields fields, CancellationToken cancellationToken)
    {
        var contact = await InsertUntagged(session, owner, fields, cancellationToken);
        return contact with { Tags = await SetTags(session, owner, contact.Id, fields.Tags, isNew: true, cancellationToken) };
    }

    /// <summary>Creates contacts, with one statement for all and three for their tags.</summary>
    /// <returns>Their ids, in the same order.</returns>
    public async Task<IReadOnlyList<Guid>> InsertAll(
        DatabaseSession session,
        Guid owner,
        IReadOnlyList<ContactFields> contacts,
        CancellationToken cancellationToken
    )
    {
        if (contacts.Count == 0)
            return [];
        var created = new NewContacts(cipher, owner, contacts);
        await created.Insert(session, cancellationToken);
        var tagged = contacts.SelectMany((fields, index) => fields.Tags.Select(tag => (created.Ids[index], tag))).ToList();
        await ContactTags.Assign(session, owner, tagged, cancellationToken);
        return created.Ids;
    }

    private async Task<Contact> InsertUntagged(
        DatabaseSession session,
        Guid owner,
        ContactFields fields,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7();
        var addresses = cipher.Addresses(fields.Addresses, owner);
        var (version, created) = await session.FirstOrDefault(
            $"""
            insert into contacts (id, owner_id, name, emails, company, job_title, birthday, notes,
                phones_cipher, addresses_cipher, private_notes_cipher, phone_fingerprints,
                nickname, department, details, custom_fields_cipher, external_id, cities_of, city_fingerprints)
            values ({id}, {owner}, {fields.Name}, {fields.Emails.ToArray()}, {fields.Company}, {fields.JobTitle}, {fields.Birthday}, {fields.Notes},
                {cipher.Phones(fields.Phones, owner)}, {addresses},
                {cipher.PrivateNotes(fields.PrivateNotes, owner)}, {cipher.PhoneFingerprints(fields.Phones, owner)},
                {fields.Nickname}, {fields.Department}, {Details(fields)}::jsonb, {cipher.CustomFields(
                fields.CustomFields,
                owner
            )}, {fields.ExternalId},
                {ContactCipher.BeginningOf(addresses)}, nullif({cipher.CityFingerprints(fields.Addresses, owner)}, array[]::bytea[]))
            returning version, created_at
            """,
            row => (row.GetInt64(0), row.Time(1)),
            cancellationToken
        );
        return With(fields, id, version, null, created, created);
    }

    /// <summary>Replaces all fields that the owner writes, if the contact still has the version.</summary>
    public async Task<(WriteOutcome Outcome, Contact? Contact)> Replace(
        TransactionSession session,
        Guid owner,
        Guid id,
        IfMatch match,
        ContactFields fields,
        CancellationToken cancellationToken
    )
    {
        var addresses = cipher.Addresses(fields.Addresses, owner);
        var contact = await session.FirstOrDefault(
            $"""
            update contacts c set name = {fields.Name}, emails = {fields.Emails.ToArray()}, company = {fields.Company}, job_title = {fields.JobTitle},
                birthday = {fields.Birthday}, notes = {fields.Notes}, phones_cipher = {cipher.Phones(fields.Phones, owner)},
                addresses_cipher = {addresses}, cities_of = {ContactCipher.BeginningOf(addresses)},
                city_fingerprints = nullif({cipher.CityFingerprints(fields.Addresses, owner)}, array[]::bytea[]), private_notes_cipher = {cipher.PrivateNotes(
                fields.PrivateNotes,
                owner
            )},
                phone_fingerprints = {cipher.PhoneFingerprints(fields.Phones, owner)}, nickname = {fields.Nickname},
                department = {fields.Department}, details = {Details(fields)}::jsonb,
                custom_fields_cipher = {cipher.CustomFields(fields.CustomFields, owner)}, external_id = {fields.ExternalId}, version = version + 1, updated_at = now()
            where c.owner_id = {owner} and c.id = {id} and c.deleted_at is null and {match.Predicate}
            returning c.version, c.last_interaction_at, c.created_at, c.updated_at
            """,
            row => With(fields, id, row.GetInt64(0), row.TimeOrNull(1), row.Time(2), row.Time(3)),
            cancellationToken
        );
        if (contact is null)
            return (await WhyNot(session, owner, id, deleted: false, cancellationToken), null);
        return (WriteOutcome.Done, contact with { Tags = await SetTags(session, owner, id, fields.Tags, isNew: false, cancellationToken) });
    }

    /// <summary>Hides the contact, with all its data, until it is restored.</summary>
    public async Task<(WriteOutcome Outcome, long Version)> Delete(
        DatabaseSession session,
        Guid owner,
        Guid id,
        IfMatch match,
        CancellationToken cancellationToken
    )
    {
        var version = await session.FirstOrDefault(
            $"""
            update contacts c set {Deletion}
            where c.owner_id = {owner} and c.id = {id} and c.deleted_at is null and {match.Predicate} returning version
            """,
            row => row.GetInt64(0),
            cancellationToken
        );
        return version > 0 ? (WriteOutcome.Done, version) : (await WhyNot(session, owner, id, deleted: false, cancellationToken), 0);
    }

    internal static Sql Deletion => Sql.Of($"deleted_at = now(), version = version + 1, updated_at = now()");

    /// <summary>Restores a deleted contact; a contact that was merged into another cannot be restored.</summary>
    public async Task<WriteOutcome> Restore(
        DatabaseSession session,
        Guid owner,
        Guid id,
        IfMatch match,
        CancellationToken cancellationToken
    )
    {
        var restored = await session.Execute(
            $"""
            update contacts c set deleted_at = null, version = version + 1, updated_at = now()
            where c.owner_id = {owner} and c.id = {id} and c.deleted_at is not null and c.merged_into is null and {match.Predicate}
            """,
            cancellationToken
        );
        return restored == 1 ? WriteOutcome.Done : await WhyNot(session, owner, id, deleted: true, cancellationToken);
    }

    private static async Task<WriteOutcome> WhyNot(
        DatabaseSession session,
        Guid owner,
        Guid id,
        bool deleted,
        CancellationToken cancellationToken
    )
    {
        var exists = await session.FirstOrDefault(
            $"""
            select true from contacts c where c.owner_id = {owner} and c.id = {id} and c.merged_into is null and (c.deleted_at is not null) = {deleted}
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );
        return exists ? WriteOutcome.Changed : WriteOutcome.NotFound;
    }

    /// <returns>The names as they are stored: a tag keeps its original spelling.</returns>
    private static async Task<IReadOnlyList<string>> SetTags(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        IReadOnlyList<string> names,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        if (names.Count == 0)
        {
            if (!isNew)
                await session.Execute($"delete from contact_tags where owner_id = {owner} and contact_id = {contact}", cancellationToken);
            return [];
        }
        var tags = await ContactTags.Ensure(session, owner, names, cancellationToken);
        var ids = tags.Select(tag => tag.Id).ToArray();
        if (!isNew)
            await session.Execute(
                $"delete from contact_tags where owner_id = {owner} and contact_id = {contact} and tag_id <> all({ids})",
                cancellationToken
            );
        await session.Execute(
            $"""
            insert into contact_tags (owner_id, contact_id, tag_id) select {owner}, {contact}, id from unnest({ids}) as id on conflict do nothing
            """,
            cancellationToken
        );
        return [.. tags.Select(tag => tag.Name)];
    }

    internal static string? Details(ContactFields fields) =>
        ContactDetails.Of(fields) is { } details ? JsonSerializer.Serialize(details, ContactDetailsJson.Default.ContactDetails) : null;

    private Contact Read(NpgsqlDataReader row, Guid owner)
    {
        var details = row.Text(17) is { } json ? JsonSerializer.Deserialize(json, ContactDetailsJson.Default.ContactDetails) : null;
        var contact = new Contact
        {
            Id = row.GetGuid(0),
            Name = row.GetString(1),
            Emails = row.Texts(2),
            Company = row.Text(3),
            JobTitle = row.Text(4),
            Birthday = row.Date(5),
            Notes = row.Text(6),
            Phones = cipher.Phones(row.Bytes(7), owner),
            Addresses = cipher.Addresses(row.Bytes(8), owner),
            PrivateNotes = cipher.PrivateNotes(row.Bytes(9), owner),
            LastInteractionAt = row.TimeOrNull(10),
            Version = row.GetInt64(11),
            CreatedAt = row.Time(12),
            UpdatedAt = row.Time(13),
            Tags = row.Texts(14),
            Nickname = row.Text(15),
            Department = row.Text(16),
            EmailLabels = details?.EmailLabels ?? [],
            Dates = details?.Dates ?? [],
            Websites = details?.Websites ?? [],
            Profiles = details?.Profiles ?? [],
            RelatedPeople = details?.RelatedPeople ?? [],
            CustomFields = cipher.CustomFields(row.Bytes(18), owner),
            ExternalId = row.Text(19),
        };
        // A version that does not know the labels may have removed addresses.
        return contact.EmailLabels.Count == 0 ? contact : contact with { EmailLabels = ContactDetailRules.LabelsOfEmails(contact) };
    }

    private static Contact With(
        ContactFields fields,
        Guid id,
        long version,
        DateTimeOffset? lastInteraction,
        DateTimeOffset created,
        DateTimeOffset updated
    ) =>
        new(fields)
        {
            Id = id,
            LastInteractionAt = lastInteraction,
            CreatedAt = created,
            UpdatedAt = updated,
            Version = version,
        };
}
