using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The encrypted column of the outbox.</summary>
public sealed class WhatsAppMessageRows(FieldEncryption encryption) : IEncryptedRows
{
    public Sql Table => Sql.Of($"whatsapp_outbox");

    public Sql IsStale(byte[] newestPrefix) => Sql.Of($"substring(message_cipher from 1 for 5) <> {newestPrefix}");

    public async Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        foreach (
            var (id, owner, cipher) in await session.Query(
                $"select id, owner_id, message_cipher from whatsapp_outbox where {stale} order by id for update skip locked",
                row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2)!),
                cancellationToken
            )
        )
        {
            var message = encryption.DecryptBytes(cipher, owner, WhatsAppOutbox.MessageField);
            await session.Execute(
                $"""
                update whatsapp_outbox set message_cipher = {encryption.Encrypt(message, owner, WhatsAppOutbox.MessageField)}
                where owner_id = {owner} and id = {id}
                """,
                cancellationToken
            );
        }
    }
}
