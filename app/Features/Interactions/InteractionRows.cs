using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Interactions;

/// <summary>The encrypted column of interactions.</summary>
public sealed class InteractionRows(FieldEncryption encryption) : IEncryptedRows
{
    public Sql Table => Sql.Of($"interactions");

    public Sql IsStale(byte[] newestPrefix) => Sql.Of($"substring(private_body_cipher from 1 for 5) <> {newestPrefix}");

    public async Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        foreach (
            var (id, owner, body) in await session.Query(
                $"select id, owner_id, private_body_cipher from interactions where {stale} order by id for update skip locked",
                row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2)),
                cancellationToken
            )
        )
        {
            var text = encryption.Decrypt(body, owner, InteractionStore.BodyContext);
            await session.Execute(
                $"""
                update interactions set private_body_cipher = {encryption.Encrypt(text, owner, InteractionStore.BodyContext)}
                where owner_id = {owner} and id = {id}
                """,
                cancellationToken
            );
        }
    }
}
