using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Ends all access to an account that somebody else may have: its sessions, API tokens, calendar URL, WhatsApp number and unfinished
/// sign-ins.
/// </summary>
public sealed class AccessRevocation(Sessions sessions, RevokedSessions revoked)
{
    /// <summary>Runs in the caller's transaction; after the commit, pass the result to <see cref="MarkRevoked"/>.</summary>
    public async Task<IReadOnlyCollection<Guid>> EndAll(
        TransactionSession session,
        Guid owner,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await session.Execute($"delete from api_tokens where owner_id = {owner}", cancellationToken);
        await session.Execute($"delete from calendar_feeds where owner_id = {owner}", cancellationToken);
        await session.Execute($"delete from whatsapp_outbox where owner_id = {owner} and status = 'queued'", cancellationToken);
        await session.Execute($"delete from whatsapp_numbers where owner_id = {owner}", cancellationToken);
        await session.Execute($"delete from sign_in_challenges where owner_id = {owner}", cancellationToken);
        return await sessions.End(session, owner, sessionId: null, reason, cancellationToken);
    }

    /// <inheritdoc cref="RevokedSessions.MarkRevoked"/>
    public void MarkRevoked(IReadOnlyCollection<Guid> ended) => revoked.MarkRevoked(ended);
}
