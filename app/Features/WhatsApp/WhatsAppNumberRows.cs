using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The encrypted column of the numbers. A code lives for minutes, in which both keys are known.</summary>
public sealed class WhatsAppNumberRows(FieldEncryption encryption) : IEncryptedRows
{
    public Sql Table => Sql.Of($"whatsapp_numbers");

    public Sql IsStale(byte[] newestPrefix) => Sql.Of($"substring(number_cipher from 1 for 5) <> {newestPrefix}");

    public async Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        foreach (
            var (id, owner, cipher) in await session.Query(
                $"select id, owner_id, number_cipher from whatsapp_numbers where {stale} order by id for update skip locked",
                row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2)!),
                cancellationToken
            )
        )
        {
            var number = encryption.DecryptBytes(cipher, owner, WhatsAppNumbers.NumberField);
            await session.Execute(
                $"""
                update whatsapp_numbers set number_cipher = {encryption.Encrypt(number, owner, WhatsAppNumbers.NumberField)}
                where owner_id = {owner} and id = {id}
                """,
                cancellationToken
            );
        }
    }
}
