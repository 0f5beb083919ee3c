using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>The outcome of a password change.</summary>
public enum PasswordChangeOutcome
{
    Changed,

    /// <summary>The account was erased in the meantime.</summary>
    NoAccount,

    /// <summary>The account has a password, and none was sent.</summary>
    CurrentIsMissing,

    CurrentIsWrong,

    NewIsEasyToGuess,

    /// <summary>The account has no password yet, or has a second factor: then a recent sign-in is required.</summary>
    NeedsRecentProof,

    /// <summary>Another change came first: the password that was sent is no longer the current one.</summary>
    ChangedMeanwhile,
}

/// <summary>Changes the password of a signed-in person's account (OWASP ASVS 5.0, 6.2.2 and 6.2.3).</summary>
public sealed class PasswordChange(
    Database db,
    Accounts accounts,
    PasswordHasher passwords,
    PasswordPolicy policy,
    RecentProof proof,
    SecondFactors factors,
    Sessions sessions,
    RevokedSessions revoked,
    AccountNotices notices
)
{
    /// <summary>Sets the new password and ends every other session (ASVS 5.0, 7.4.3), or returns the reason for the refusal.</summary>
    /// <exception cref="TooManyFailedLoginsException">The current password was wrong too often.</exception>
    public async Task<PasswordChangeOutcome> Change(
        CurrentUser user,
        ChangePasswordRequest request,
        ClientDevice device,
        CancellationToken cancellationToken
    )
    {
        if (await Find(user.Id, cancellationToken) is not { } account)
            return PasswordChangeOutcome.NoAccount;
        if (await Refusal(user, account, request, device, cancellationToken) is { } refusal)
            return refusal;
        var hash = await passwords.Hash(request.NewPassword, device.Address, cancellationToken);
        var ended = await db.InTransaction(
            async transaction =>
            {
                var changed = await transaction.Execute(
                    $"""
                    update users set password_hash = {hash}, updated_at = now()
                    where id = {user.Id} and password_hash is not distinct from {account.PasswordHash}
                    """,
                    cancellationToken
                );
                if (changed == 0)
                    return null;
                await notices.Tell(transaction, user.Id, AccountEvent.PasswordChanged, cancellationToken);
                // A password reset link that was mailed earlier must not work any more.
                await transaction.Execute(
                    $"delete from mail_tokens where owner_id = {user.Id} and purpose = 'reset' and used_at is null",
                    cancellationToken
                );
                return await sessions.EndOthers(transaction, user.Id, user.SessionId, "password-changed", cancellationToken);
            },
            cancellationToken
        );
        if (ended is null)
            return PasswordChangeOutcome.ChangedMeanwhile;
        revoked.MarkRevoked(ended);
        return PasswordChangeOutcome.Changed;
    }

    private async Task<PasswordChangeOutcome?> Refusal(
        CurrentUser user,
        StoredAccount account,
        ChangePasswordRequest request,
        ClientDevice device,
        CancellationToken cancellationToken
    )
    {
        // With a second factor, the password alone is not enough; without a password, an old session must not set the first one.
        var needsProof = account.PasswordHash is null || await factors.IsOn(db, user.Id, cancellationToken);
        if (needsProof && !await proof.Has(user, cancellationToken))
            return PasswordChangeOutcome.NeedsRecentProof;
        if (account.PasswordHash is not null)
        {
            if (request.CurrentPassword is not { } current)
                return PasswordChangeOutcome.CurrentIsMissing;
            if (!await accounts.IsPassword(account.Email, current, account.PasswordHash, device.Address, cancellationToken))
                return PasswordChangeOutcome.CurrentIsWrong;
        }
        return await policy.Accepts(request.NewPassword, [account.Email, account.DisplayName], device.Address, cancellationToken)
            ? null
            : PasswordChangeOutcome.NewIsEasyToGuess;
    }

    private Task<StoredAccount?> Find(Guid user, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select email, display_name, password_hash from users where id = {user}",
            row => new StoredAccount(row.GetString(0), row.GetString(1), row.Text(2)),
            cancellationToken
        );

    private sealed record StoredAccount(string Email, string DisplayName, string? PasswordHash);
}
