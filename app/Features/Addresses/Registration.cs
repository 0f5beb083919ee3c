using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Addresses;

/// <summary>
/// Registers accounts and verifies their addresses. Verifying needs the link from the mail and the password of the registration. Somebody
/// who only reads the mail cannot confirm a stranger's registration, and somebody who only registered cannot confirm another person's
/// address.
/// </summary>
public sealed class Registration(
    Database db,
    PasswordHasher passwords,
    Accounts accounts,
    MailTokens tokens,
    MailOutbox outbox,
    UnverifiedAccounts unverified,
    TimeProvider clock
)
{
    private const string Page = "verify-email";

    /// <summary>
    /// Creates the account. If the address already has one, its owner gets a mail instead. The caller cannot tell the difference: the
    /// password is hashed in both cases, which takes most of the time (OWASP ASVS 5.0, 6.3.8).
    /// </summary>
    /// <param name="address">The client's address; it is the key of the queue for password hashing.</param>
    public async Task Register(RegisterRequest request, string address, CancellationToken cancellationToken)
    {
        var hash = await passwords.Hash(request.Password, address, cancellationToken);
        var (email, name) = (Accounts.Normalize(request.Email), request.DisplayName.Trim());
        await db.InTransaction(
            async session =>
            {
                var id = Guid.CreateVersion7();
                var created = await session.Execute(
                    $"""
                    insert into users (id, email, display_name, password_hash) values ({id}, {email}, {name}, {hash})
                    on conflict (email) do nothing
                    """,
                    cancellationToken
                );
                if (!outbox.IsConfigured)
                    return;
                if (created == 1)
                    await SendLink(session, TokenPurpose.Verify, id, email, null, null, cancellationToken);
                else
                    await TellOwner(session, email, hash, name, cancellationToken);
            },
            cancellationToken
        );
    }

    /// <summary>Sends the verification link again, for a signed-in account.</summary>
    public Task<VerificationRequest> SendAgain(Guid user, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var found = await Find(session, Sql.Of($"id = {user}"), cancellationToken);
                if (found is null)
                    return VerificationRequest.NoAccount;
                if (found.IsVerified)
                    return VerificationRequest.AlreadyVerified;
                if (await tokens.AreTooMany(session, user, cancellationToken))
                    return VerificationRequest.TooMany;
                await SendLink(session, TokenPurpose.Verify, user, found.Email, null, null, cancellationToken);
                return VerificationRequest.Sent;
            },
            cancellationToken
        );

    /// <returns>Null if the address is verified now, by this request or an earlier one with the same link and password.</returns>
    /// <exception cref="TooManyFailedLoginsException">The password was wrong too often.</exception>
    public async Task<TokenFailure?> Verify(VerifyEmailRequest request, string address, CancellationToken cancellationToken)
    {
        var token = await tokens.Find(db, request.Token, cancellationToken);
        var refused = tokens.Failure(token, TokenPurpose.Verify, TokenPurpose.Claim)
            ?? await Verify(token!, request.Password, address, cancellationToken);
        return refused == TokenFailure.Used && await IsDone(token!, request.Password, address, cancellationToken) ? null : refused;
    }

    /// <summary>Whether the link was used before, and the account that it verified has this password.</summary>
    private async Task<bool> IsDone(MailToken token, string password, string address, CancellationToken cancellationToken) =>
        tokens.IsRepeat(token)
        && await Find(db, Sql.Of($"email = {token.Email}"), cancellationToken) is { IsVerified: true } account
        && await accounts.IsPassword(token.Email, password, account.PasswordHash, address, cancellationToken);

    private async Task<TokenFailure?> Verify(MailToken token, string password, string address, CancellationToken cancellationToken)
    {
        var hash = token.PasswordHash ?? (await Find(db, Sql.Of($"id = {token.Owner}"), cancellationToken))?.PasswordHash;
        if (!await accounts.IsPassword(token.Email, password, hash, address, cancellationToken))
            return TokenFailure.WrongPassword;
        return await db.InTransaction<TokenFailure?>(
            async session =>
            {
                if (!await tokens.TrySpend(session, token, cancellationToken))
                    return TokenFailure.Used;
                if (token.Purpose == TokenPurpose.Claim)
                    return await Claim(session, token, cancellationToken);
                var verified = await session.Execute(
                    $"""
                    update users set email_verified_at = coalesce(email_verified_at, {clock.GetUtcNow()})
                    where id = {token.Owner} and email = {token.Email}
                    """,
                    cancellationToken
                );
                await tokens.Void(session, token.Owner, cancellationToken, TokenPurpose.Verify, TokenPurpose.Claim);
                return verified == 1 ? null : TokenFailure.Unknown;
            },
            cancellationToken
        );
    }

    private async Task<TokenFailure?> Claim(TransactionSession session, MailToken token, CancellationToken cancellationToken)
    {
        if (!await unverified.TryFreeAddress(session, token.Email, cancellationToken))
            return TokenFailure.AddressTaken;
        await unverified.CreateVerified(session, token.Email, token.DisplayName!, token.PasswordHash!, cancellationToken);
        return null;
    }

    /// <summary>Called when somebody registers an address that already has an account.</summary>
    private async Task TellOwner(TransactionSession session, string email, string hash, string name, CancellationToken cancellationToken)
    {
        var account = await Find(session, Sql.Of($"email = {email}"), cancellationToken);
        if (account is null || await tokens.AreTooMany(session, account.Id, cancellationToken))
            return;
        if (!account.IsVerified)
        {
            await SendLink(session, TokenPurpose.Claim, account.Id, email, hash, name, cancellationToken);
            return;
        }
        if (await HadNoticesEnough(session, account.Id, cancellationToken))
            return;
        await outbox.Enqueue(
            session,
            MailMessages.Notice(
                account.Id,
                email,
                "You already have an account",
                [
                    "Somebody registered with this address, but it already has an account. Nothing has changed.",
                    "If this was you, sign in, or set a new password if you lost yours. If it was not, there is nothing to do.",
                ],
                clock.GetUtcNow()
            ),
            cancellationToken
        );
    }

    /// <summary>Notices have no token, so they are counted in the outbox.</summary>
    private Task<bool> HadNoticesEnough(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select count(*) >= {MailTokens.MaxPerWindow} from mail_outbox
            where owner_id = {owner} and kind = 'notice' and created_at > {clock.GetUtcNow() - MailTokens.Window}
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );

    private async Task SendLink(
        TransactionSession session,
        TokenPurpose purpose,
        Guid owner,
        string email,
        string? hash,
        string? name,
        CancellationToken cancellationToken
    )
    {
        var (link, expires) = await tokens.Create(session, purpose, owner, email, Page, cancellationToken, hash, name);
        await outbox.Enqueue(session, MailMessages.Verification(owner, email, link, expires), cancellationToken);
    }

    private static Task<Stored?> Find(DatabaseSession session, Sql which, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select id, email, password_hash, email_verified_at is not null from users where {which}",
            row => new Stored(row.GetGuid(0), row.GetString(1), row.Text(2), row.GetBoolean(3)),
            cancellationToken
        );

    private sealed record Stored(Guid Id, string Email, string? PasswordHash, bool IsVerified);
}

/// <summary>The outcome of a request for another verification mail.</summary>
public enum VerificationRequest
{
    Sent,
    AlreadyVerified,
    TooMany,

    /// <summary>The account was erased in the meantime.</summary>
    NoAccount,
}
