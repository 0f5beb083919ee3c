using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PmCrm.App.Data;
using PmCrm.App.Features.Attachments;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Enrichment;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Recommendations;
using PmCrm.App.Features.Relationships;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Features.Tags;
using PmCrm.App.Features.WhatsApp;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PmCrm.App.Features.Me;

/// <summary>
/// Writes all data of an account to a file while reading it, so that memory does not grow with the account. The data is a consistent
/// snapshot: it is read in one transaction that sees the database as it was at its start.
/// </summary>
public sealed class AccountExport(
    Database db,
    AccountStore accounts,
    ContactStore contacts,
    InteractionStore interactions,
    RelationshipStore relationships,
    ReminderStore reminders,
    TagStore tags,
    PhotoStore photos,
    AttachmentStore attachments,
    RecommendationStore recommendations,
    EnrichmentStore enrichment,
    MessagePreferenceStore messages,
    WhatsAppNumbers whatsApp,
    TimeProvider clock,
    IOptions<JsonOptions> json
)
{
    /// <summary>Flush threshold, in bytes.</summary>
    private const int FlushAt = 32 * 1024;

    public Task Write(Guid owner, ExportFormat format, Stream to, CancellationToken cancellationToken) =>
        format switch
        {
            ExportFormat.Json => WriteJson(owner, to, cancellationToken),
            ExportFormat.Csv => WriteCsv(owner, to, cancellationToken),
            ExportFormat.Vcard3 => WriteVCards(owner, VCardVersion.Three, to, cancellationToken),
            _ => WriteVCards(owner, VCardVersion.Four, to, cancellationToken),
        };

    /// <summary>
    /// One JSON object with the account and all its data: contacts (including deleted ones that can still be restored), tags, interactions,
    /// relationships, reminders and their deliveries; private fields are not encrypted. Photos and attachments are only described.
    /// </summary>
    private Task WriteJson(Guid owner, Stream to, CancellationToken cancellationToken) =>
        FromOneMoment(
            async session =>
            {
                // The serializer flushes the stream that it writes to, and a response accepts only asynchronous writes. Flushing a pipe
                // only passes the data on.
                var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
                await using var writer = new Utf8JsonWriter(pipe);
                writer.WriteStartObject();
                writer.WriteString("exportedAt", clock.GetUtcNow());
                writer.WritePropertyName("account");
                if (await accounts.Find(session, owner, cancellationToken) is { } account)
                    JsonSerializer.Serialize(writer, account, TypeOf<Account>());
                else
                    writer.WriteNullValue(); // erased since the request began: nothing follows either
                await WriteAll(writer, pipe, "identities", accounts.Identities(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "sessions", accounts.Sessions(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "secondFactors", accounts.SecondFactors(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "apiTokens", accounts.ApiTokens(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "mailTokens", accounts.MailTokens(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "contacts", contacts.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(
                    writer,
                    pipe,
                    "deletedContacts",
                    contacts.All(session, owner, cancellationToken, deleted: true),
                    cancellationToken
                );
                await WriteAll(writer, pipe, "tags", tags.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "interactions", interactions.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "relationships", relationships.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "reminders", reminders.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(
                    writer,
                    pipe,
                    "deliveredReminders",
                    reminders.AllDelivered(session, owner, cancellationToken),
                    cancellationToken
                );
                await WriteAll(writer, pipe, "photos", photos.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "attachments", attachments.All(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "cadences", recommendations.AllCadences(session, owner, cancellationToken), cancellationToken);
                await WriteAll(writer, pipe, "enrichment", enrichment.All(session, owner, cancellationToken), cancellationToken);
                if (await messages.Find(session, owner, cancellationToken) is { } preferences)
                {
                    writer.WritePropertyName("messages");
                    JsonSerializer.Serialize(writer, preferences, TypeOf<MessagePreferences>());
                }
                writer.WritePropertyName("whatsApp");
                JsonSerializer.Serialize(writer, await whatsApp.Find(session, owner, cancellationToken), TypeOf<WhatsAppChannel>());
                writer.WriteEndObject();
                await writer.FlushAsync(cancellationToken);
                await pipe.FlushAsync(cancellationToken);
            },
            cancellationToken
        );

    private Task WriteVCards(Guid owner, VCardVersion version, Stream to, CancellationToken cancellationToken) =>
        FromOneMoment(
            async session =>
            {
                await using var writer = new StreamWriter(to, leaveOpen: true);
                await foreach (var contact in contacts.All(session, owner, cancellationToken))
                    await writer.WriteAsync(VCardWriter.Write(contact, version).AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
            },
            cancellationToken
        );

    // Contacts are read twice: the number of columns is known only after all of them were read.
    private Task WriteCsv(Guid owner, Stream to, CancellationToken cancellationToken) =>
        FromOneMoment(
            async session =>
            {
                var csv = new ContactCsv();
                await foreach (var contact in contacts.All(session, owner, cancellationToken))
                    csv.Count(contact);
                await using var writer = new StreamWriter(to, leaveOpen: true);
                await writer.WriteAsync((ContactCsv.ByteOrderMark + csv.Header()).AsMemory(), cancellationToken);
                await foreach (var contact in contacts.All(session, owner, cancellationToken))
                    await writer.WriteAsync(csv.Write(contact).AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
            },
            cancellationToken
        );

    private Task FromOneMoment(Func<TransactionSession, Task> work, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.Execute($"set transaction isolation level repeatable read, read only", cancellationToken);
                await work(session);
            },
            cancellationToken
        );

    private async Task WriteAll<T>(
        Utf8JsonWriter writer,
        PipeWriter pipe,
        string name,
        IAsyncEnumerable<T> items,
        CancellationToken cancellationToken
    )
    {
        writer.WriteStartArray(name);
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            JsonSerializer.Serialize(writer, item, TypeOf<T>());
            if (pipe.UnflushedBytes > FlushAt)
                await pipe.FlushAsync(cancellationToken);
        }
        writer.WriteEndArray();
    }

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)json.Value.SerializerOptions.GetTypeInfo(typeof(T));
}
