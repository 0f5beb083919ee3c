using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>A table with one encrypted column. The encryption context includes the row's <c>owner_id</c>.</summary>
/// <param name="field">The rest of the encryption context.</param>
internal sealed class SingleEncryptedColumn(FieldEncryption encryption, Sql table, Sql column, string field) : IEncryptedRows
{
    public Sql Table => table;

    public Sql IsStale(byte[] newestPrefix) => Sql.Of($"substring({column} from 1 for 5) <> {newestPrefix}");

    public async Task<int> Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken)
    {
        var unreadable = 0;
        foreach (
            var (id, owner, cipher) in await session.Query(
                $"select id, owner_id, {column} from {table} where {stale} order by id for update skip locked",
                row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2)!),
                cancellationToken
            )
        )
        {
            if (encryption.TryDecryptBytes(cipher, owner, field) is not { } value)
            {
                unreadable++;
                continue;
            }
            await session.Execute(
                $"update {table} set {column} = {encryption.Encrypt(value, owner, field)} where owner_id = {owner} and id = {id}",
                cancellationToken
            );
        }
        return unreadable;
    }
}
