using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>Turns the second factor of a signed-in person's account on and off.</summary>
public sealed class SecondFactorSetup(
    Database db,
    SecondFactors factors,
    Sessions sessions,
    RevokedSessions revoked,
    AccountNotices notices
)
{
    private const string Reason = "second-factor-changed";

    public async Task<SecondFactorState> State(Guid user, CancellationToken cancellationToken) =>
        await db.FirstOrDefault(
            $"""
            select confirmed_at, (select count(*)::int from recovery_codes where owner_id = {user} and used_at is null)
            from second_factors where owner_id = {user} and confirmed_at is not null
            """,
            row => new SecondFactorState(IsOn: true, row.Time(0), row.GetInt32(1)),
            cancellationToken
        ) ?? new SecondFactorState(IsOn: false, ConfirmedAt: null, RecoveryCodesLeft: 0);

    /// <returns>Null if the account was erased in the meantime.</returns>
    public Task<SecondFactorSecret?> Begin(Guid user, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var email = await session.FirstOrDefault(
                    $"select email from users where id = {user}",
                    row => row.GetString(0),
                    cancellationToken
                );
                if (email is null)
                    return null;
                var secret = await factors.Begin(session, user, cancellationToken);
                return new SecondFactorSecret(SecondFactorCode.Text(secret), SecondFactorCode.Uri(secret, email));
            },
            cancellationToken
        );

    /// <summary>Turns it on. Other sessions, which started without it, end (OWASP ASVS 5.0, 7.4.3).</summary>
    public async Task<(CodeOutcome Outcome, IReadOnlyList<string> Codes)> Confirm(
        CurrentUser user,
        string code,
        CancellationToken cancellationToken
    )
    {
        var (outcome, codes, ended) = await db.InTransaction(
            async session =>
            {
                var confirmed = await factors.Confirm(session, user.Id, code, cancellationToken);
                if (confirmed != CodeOutcome.Right)
                    return (confirmed, [], []);
                await notices.Tell(session, user.Id, AccountEvent.SecondFactorOn, cancellationToken);
                var made = await factors.NewRecoveryCodes(session, user.Id, cancellationToken);
                return (confirmed, made, await sessions.EndOthers(session, user.Id, user.SessionId, Reason, cancellationToken));
            },
            cancellationToken
        );
        revoked.MarkRevoked(ended);
        return (outcome, codes);
    }

    /// <returns>Null if the account has no second factor.</returns>
    public Task<IReadOnlyList<string>?> NewCodes(Guid user, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.TakeTurn(user, cancellationToken);
                if (!await factors.IsOn(session, user, cancellationToken))
                    return null;
                await notices.Tell(session, user, AccountEvent.RecoveryCodesReplaced, cancellationToken);
                return await factors.NewRecoveryCodes(session, user, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Turns it off, and ends every other session.</summary>
    public async Task Remove(CurrentUser user, CancellationToken cancellationToken)
    {
        var ended = await db.InTransaction(
            async session =>
            {
                if (!await factors.Remove(session, user.Id, cancellationToken))
                    return [];
                await notices.Tell(session, user.Id, AccountEvent.SecondFactorOff, cancellationToken);
                return await sessions.EndOthers(session, user.Id, user.SessionId, Reason, cancellationToken);
            },
            cancellationToken
        );
        revoked.MarkRevoked(ended);
    }
}
