using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Me;

/// <summary>Erases accounts.</summary>
public sealed class AccountErasure(Database db, Sessions sessions, RevokedSessions revoked)
{
    /// <summary>
    /// Erases the account with everything that belongs to it, in one transaction: when this returns nothing of it is left but the ids of
    /// its sessions, whose access tokens must stay refused until they would have expired.
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
