using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>The encrypted column of second factors.</summary>
public sealed class SecondFactorRows(FieldEncryption encryption) : IEncryptedRows
{
    public Sql Table => Sql.Of($"second_factors");

    public Sql IsStale(byte[] newestPrefix) => Sql.Of($"substring(secret_cipher from 1 for 5) <> {newestPrefix}");

    public async Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        foreach (
            var (id, owner, cipher) in await session.Query(
                $"select id, owner_id, secret_cipher from second_factors where {stale} order by id for update skip locked",
                row => (row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2)),
                cancellationToken
            )
        )
        {
            var secret = encryption.DecryptBytes(cipher, owner, SecondFactors.SecretField);
            await session.Execute(
                $"""
                update second_factors set secret_cipher = {encryption.Encrypt(secret, owner, SecondFactors.SecretField)}
                where owner_id = {owner} and id = {id}
                """,
                cancellationToken
            );
        }
    }
}
