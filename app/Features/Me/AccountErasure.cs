using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Me;

/// <summary>Erases accounts.</summary>
public sealed class AccountErasure(Database db, Sessions sessions, RevokedSessions revoked)
{
    /// <summary>
    /// Erases the account with all its data, in one transaction. Afterwards, only the ids of its sessions are left: their access tokens
    /// must be refused until they would have expired.
    /// </summary>
    public async Task Erase(Guid id, CancellationToken cancellationToken)
    {
        var ended = await db.InTransaction(
            async session =>
            {
                var all = await sessions.End(session, id, sessionId: null, "erased", cancellationToken);
                await session.Execute($"delete from users where id = {id}", cancellationToken);
                return all;
            },
            cancellationToken
        );
        revoked.MarkRevoked(ended);
    }
}
