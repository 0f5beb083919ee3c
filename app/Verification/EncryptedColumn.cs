using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Http;

namespace PmCrm.App.Verification;

/// <summary>A column with values that <see cref="Security.FieldEncryption"/> encrypted.</summary>
/// <param name="Table">The table; its alias in queries is <c>t</c>.</param>
/// <param name="Name">The column's name.</param>
/// <param name="Field">As SQL: the encryption context of the value, together with the owner.</param>
/// <param name="Key">As SQL: the order of the table; values at both ends are sampled.</param>
/// <param name="IsWanted">As SQL: the condition for rows that can still be read. Expired rows keep their old key.</param>
internal sealed record EncryptedColumn(string Table, string Name, string Field, string Key = "t.id", string IsWanted = "true")
{
    /// <summary>All encrypted columns except the canary's, which has its own check.</summary>
    public static IReadOnlyList<EncryptedColumn> All { get; } =
    [
        new("contacts", "phones_cipher", Text(ContactCipher.PhonesField)),
        new("contacts", "addresses_cipher", Text(ContactCipher.AddressesField)),
        new("contacts", "private_notes_cipher", Text(ContactCipher.PrivateNotesField)),
        new("contacts", "custom_fields_cipher", Text(ContactCipher.CustomFieldsField)),
        new("mail_outbox", "message_cipher", Text(MailOutbox.MessageField)),
        new("whatsapp_numbers", "number_cipher", Text(WhatsAppNumbers.NumberField)),
        new("whatsapp_outbox", "message_cipher", Text(WhatsAppOutbox.MessageField)),
        new("interactions", "private_body_cipher", Text(InteractionStore.BodyContext)),
        new("second_factors", "secret_cipher", Text(SecondFactors.SecretField)),
        new("idempotency_keys", "body_cipher", Text(IdempotencyKeys.BodyField), "t.owner_id, t.key", "t.expires_at > now()"),
        new(
            "import_rows",
            "contact_cipher",
            Text(ImportCipher.ContactField),
            "t.owner_id, t.import_id, t.line",
            "exists (select from imports i where i.id = t.import_id and i.expires_at > now())"
        ),
        new(
            "import_rows",
            "changes_cipher",
            Text(ImportCipher.ChangesField),
            "t.owner_id, t.import_id, t.line",
            "exists (select from imports i where i.id = t.import_id and i.expires_at > now())"
        ),
        new(
            "import_photos",
            "content_cipher",
            Text(ImportCipher.PhotoField),
            "t.owner_id, t.import_id, t.line",
            "exists (select from imports i where i.id = t.import_id and i.expires_at > now())"
        ),
        new(
            "export_parts",
            "content_cipher",
            $"'{ExportStore.PartField}' || t.export_id || '/' || t.part",
            "t.owner_id, t.export_id, t.part",
            "exists (select from exports e where e.id = t.export_id and e.expires_at > now())"
        ),
    ];

    public override string ToString() => $"{Table}.{Name}";

    /// <summary>The number of values of each key: <c>prefix bytea, count bigint</c>.</summary>
    public Sql Counts =>
        SchemaChecks.Raw(
            $"""
            select substring(t.{Name} from 1 for 5), count(*) from {Table} t
            where t.{Name} is not null and {IsWanted} group by 1 order by 1
            """
        );

    /// <summary>The oldest and newest values of a key: <c>cipher, owner, field</c>.</summary>
    public Sql Sample(byte[] prefix, int size)
    {
        var from = SchemaChecks.Raw(
            $"select t.{Name}, t.owner_id, {Field} from {Table} t where {IsWanted} and substring(t.{Name} from 1 for 5) = "
        );
        var (up, down) = (SchemaChecks.Raw(Key), SchemaChecks.Raw(string.Join(" desc, ", Key.Split(", ")) + " desc"));
        return Sql.Of($"({from}{prefix} order by {up} limit {size / 2}) union ({from}{prefix} order by {down} limit {size / 2})");
    }

    private static string Text(string field) => $"'{field}'";
}
