using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Addresses;

/// <summary>
/// Sets a new password for a person who lost theirs and can read mail to the account's address. A second factor stays, and the next sign-in
/// asks for it (OWASP ASVS 5.0, 6.4.3). Sessions, API tokens and other links end, since somebody else may have made them.
/// </summary>
public sealed class PasswordReset(
    Database db,
    Accounts accounts,
    PasswordHasher passwords,
    PasswordPolicy policy,
    MailTokens tokens,
    MailOutbox outbox,
    AccountNotices notices,
    AccessRevocation access,
    UnverifiedAccounts unverified
)
{
    private const string Page = "reset-password";

    /// <summary>Sends a link if the address has an account. The caller cannot tell whether it has.</summary>
    public Task Request(string address, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var email = Accounts.Normalize(address);
                var owner = await session.FirstOrDefault<Guid?>(
                    $"select id from users where email = {email}",
                    row => row.GetGuid(0),
                    cancellationToken
                );
                if (owner is { } id && !await tokens.AreTooMany(session, id, cancellationToken))
                    await Send(session, id, email, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Sends a link for an account, in the caller's transaction.</summary>
    public async Task Send(TransactionSession session, Guid owner, string email, CancellationToken cancellationToken)
    {
        var (link, expires) = await tokens.Create(session, TokenPurpose.Reset, owner, email, Page, cancellationToken);
        await outbox.Enqueue(session, MailMessages.PasswordReset(owner, email, link, expires), cancellationToken);
    }

    /// <returns>Null if the password is set, by this request or one of the last minutes with the same link and password.</returns>
    /// <exception cref="TooManyFailedLoginsException">The link was used before, with another password, too often.</exception>
    public async Task<TokenFailure?> Finish(ResetPasswordRequest request, string address, CancellationToken cancellationToken)
    {
        var token = await tokens.Find(db, request.Token, cancellationToken);
        var refused = tokens.Failure(token, TokenPurpose.Reset) ?? await Finish(token!, request, address, cancellationToken);
        return refused == TokenFailure.Used && await IsDone(token!, request.NewPassword, address, cancellationToken) ? null : refused;
    }

    /// <summary>Whether the link was used before, and the account has this password.</summary>
    private async Task<bool> IsDone(MailToken token, string password, string address, CancellationToken cancellationToken) =>
        tokens.IsRepeat(token, MailTokens.RetryWindow)
        && await db.FirstOrDefault(
            $"select password_hash from users where email = {token.Email} and email_verified_at is not null",
            row => row.Text(0),
            cancellationToken
        )
            is { } hash
        && await accounts.IsPassword(token.Email, password, hash, address, cancellationToken);

    private async Task<TokenFailure?> Finish(
        MailToken token,
        ResetPasswordRequest request,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (!await policy.Accepts(request.NewPassword, [token.Email], address, cancellationToken))
            return TokenFailure.EasyPassword;
        var hash = await passwords.Hash(request.NewPassword, address, cancellationToken);
        var (refused, ended) = await db.InTransaction(session => Finish(session, token, hash, cancellationToken), cancellationToken);
        access.MarkRevoked(ended);
        return refused;
    }

    private async Task<(TokenFailure?, IReadOnlyCollection<Guid>)> Finish(
        TransactionSession session,
        MailToken token,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (!await tokens.TrySpend(session, token, cancellationToken))
            return (TokenFailure.Used, []);
        var isVerified = await session.FirstOrDefault<bool?>(
            $"select email_verified_at is not null from users where id = {token.Owner} and email = {token.Email} for update",
            row => row.GetBoolean(0),
            cancellationToken
        );
        if (isVerified is null)
            return (TokenFailure.Unknown, []); // the account no longer has this address
        if (isVerified == false)
        {
            await unverified.TryFreeAddress(session, token.Email, cancellationToken);
            var name = token.Email[..Math.Min(100, token.Email.LastIndexOf('@'))];
            await unverified.CreateVerified(session, token.Email, name, hash, cancellationToken);
            return (null, []);
        }
        await session.Execute($"update users set password_hash = {hash}, updated_at = now() where id = {token.Owner}", cancellationToken);
        var ended = await access.EndAll(session, token.Owner, "password-changed", cancellationToken);
        await tokens.Void(session, token.Owner, cancellationToken, TokenPurpose.Reset, TokenPurpose.Change);
        await notices.Tell(session, token.Owner, AccountEvent.PasswordReset, cancellationToken);
        return (null, ended);
    }
}
