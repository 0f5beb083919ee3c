using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Me;

/// <summary>Erases accounts.</summary>
public sealed class AccountErasure(Database db, Sessions sessions, RevokedSessions revoked)
{
    /// <summary>
    /// Erases the account with all its data, in one transaction. Afterwards, only the ids of its sessions are left: their access tokens
    /// must be refused until they would have expired. It waits 5 seconds for a running job and 5 for a running request of the account, and
    /// 12 for a message that is being sent, which ends within 10.
    /// </summary>
    /// <returns>False if one of them did not end in time: nothing was erased.</returns>
    public async Task<bool> TryErase(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await db.InTransaction(
                async session =>
                {
                    await session.Execute($"set local lock_timeout = '5s'", cancellationToken);
                    // A worker holds its job's row while it runs. The jobs come first: without a lock of ours it can go on meanwhile.
                    await session.Query(
                        $"select id from jobs where owner_id = {id} and status = 'queued' order by id for update",
                        row => row.GetGuid(0),
                        cancellationToken
                    );
                    await session.Execute($"select from users where id = {id} for update", cancellationToken);
                    await session.Execute($"set local lock_timeout = '12s'", cancellationToken);
                    var all = await sessions.End(session, id, sessionId: null, "erased", cancellationToken);
                    await session.Execute($"delete from users where id = {id}", cancellationToken);
                    return all;
                },
                cancellationToken
            );
            revoked.MarkRevoked(ended);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }
}
