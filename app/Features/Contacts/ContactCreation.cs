using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Operations;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PmCrm.App.Features.Contacts;

/// <summary>Creates contacts, at most one per Idempotency-Key.</summary>
public sealed class ContactCreation(Database db, ContactStore contacts, IdempotencyKeys keys, Metrics metrics, IOptions<JsonOptions> json)
{
    private const string Operation = "POST /v1/contacts";

    private readonly JsonTypeInfo<Contact> type = (JsonTypeInfo<Contact>)json.Value.SerializerOptions.GetTypeInfo(typeof(Contact));

    public static string Location(Contact contact) => $"/v1/contacts/{contact.Id}";

    public async Task<Contact> Create(Guid owner, ContactFields fields, CancellationToken cancellationToken)
    {
        // Without tags, one statement is enough: it is its own transaction and saves a round trip.
        var contact =
            fields.Tags.Count == 0
                ? await contacts.Insert(db, owner, fields, cancellationToken)
                : await db.InTransaction(session => contacts.Insert(session, owner, fields, cancellationToken), cancellationToken);
        metrics.ContactsCreated.Add(1);
        return contact;
    }

    /// <summary>Creates the contact, unless the key was used before; then the answer is the first one's.</summary>
    public async Task<KeyState> CreateOnce(Guid owner, string key, ContactFields fields, CancellationToken cancellationToken)
    {
        var hash = IdempotencyKeys.Hash(Operation, JsonSerializer.SerializeToUtf8Bytes(fields, ContactJson.Default.ContactFields));
        var state = await db.InTransaction(
            async session =>
            {
                var known = await keys.Begin(session, owner, key, hash, cancellationToken);
                if (!known.IsNew)
                    return known;
                var contact = await contacts.Insert(session, owner, fields, cancellationToken);
                var answer = new StoredAnswer(
                    StatusCodes.Status201Created,
                    Location(contact),
                    EntityTags.Of(contact.Version),
                    JsonSerializer.Serialize(contact, type)
                );
                await keys.Complete(session, owner, key, answer, cancellationToken);
                return known with { Answer = answer };
            },
            cancellationToken
        );
        if (state.IsNew)
            metrics.ContactsCreated.Add(1);
        return state;
    }
}
