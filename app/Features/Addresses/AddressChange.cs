using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Messages;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Addresses;

/// <summary>
/// Changes an account's e-mail address. A link in a mail to the new address confirms the change, and the account that asked must confirm
/// it. The old address gets a mail with a link that reverts the change (OWASP ASVS 5.0, 6.3.7 and 7.5.1).
/// </summary>
public sealed class AddressChange(
    Database db,
    MailTokens tokens,
    MailOutbox outbox,
    PasswordReset reset,
    Sessions sessions,
    AccessRevocation access,
    UnverifiedAccounts unverified,
    TimeProvider clock
)
{
    private const string ConfirmPage = "confirm-email";
    private const string RevertPage = "revert-email";
    private const string Reason = "address-changed";

    /// <summary>
    /// Sends a link to the new address. If the address already has an account, its owner gets a notice instead. The caller cannot tell the
    /// difference.
    /// </summary>
    /// <returns>False if the account got too many mails recently.</returns>
    public Task<bool> Request(Guid user, string address, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                if (await tokens.AreTooMany(session, user, cancellationToken))
                    return false;
                var email = Accounts.Normalize(address);
                await tokens.Void(session, user, cancellationToken, TokenPurpose.Change);
                // Created even if another account has the address: it counts as a mail, and cannot be confirmed.
                var (link, expires) = await tokens.Create(session, TokenPurpose.Change, user, email, ConfirmPage, cancellationToken);
                var holder = await session.FirstOrDefault<Guid?>(
                    $"select id from users where email = {email} and email_verified_at is not null and id <> {user}",
                    row => row.GetGuid(0),
                    cancellationToken
                );
                var mail = holder is { } other
                    ? MailMessages.Notice(
                        other,
                        email,
                        "You already have an account",
                        ["Somebody tried to use this address for another account. It stays with yours: there is nothing to do."],
                        clock.GetUtcNow()
                    )
                    : MailMessages.AddressChange(user, email, link, expires);
                await outbox.Enqueue(session, mail, cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <returns>Null if the account has the new address now, by this request or an earlier one with the same link.</returns>
    public async Task<TokenFailure?> Confirm(CurrentUser user, string text, CancellationToken cancellationToken)
    {
        var (refused, ended) = await db.InTransaction<(TokenFailure?, IReadOnlyCollection<Guid>)>(
            async session =>
            {
                await session.TakeTurn(user.Id, cancellationToken);
                var token = await tokens.Find(session, text, cancellationToken);
                if (token is not null && token.Owner != user.Id)
                    token = null;
                if (await tokens.Spend(session, token, TokenPurpose.Change, cancellationToken) is { } failure)
                    return (await UnlessDone(session, failure, token, within: null, cancellationToken), []);
                if (!await unverified.TryFreeAddress(session, token!.Email, cancellationToken))
                    return (TokenFailure.AddressTaken, []);
                await Move(session, token, cancellationToken);
                return (null, await sessions.EndOthers(session, user.Id, user.SessionId, Reason, cancellationToken));
            },
            cancellationToken
        );
        access.MarkRevoked(ended);
        return refused;
    }

    /// <summary>
    /// Restores the account's previous address. Whoever changed it knew the password or had a session, and may have turned on a second
    /// factor. So the password is removed, and so are the second factor and the provider sign-ins that were added since. All access ends,
    /// and the address gets a link to set a new password.
    /// </summary>
    /// <returns>Null if the account has its previous address again, by this request or a recent one with the same link.</returns>
    public async Task<TokenFailure?> Revert(string text, CancellationToken cancellationToken)
    {
        var (refused, ended) = await db.InTransaction<(TokenFailure?, IReadOnlyCollection<Guid>)>(
            async session =>
            {
                var token = await tokens.Find(session, text, cancellationToken);
                if (await tokens.Spend(session, token, TokenPurpose.Revert, cancellationToken) is { } failure)
                    return (await UnlessDone(session, failure, token, MailTokens.RetryWindow, cancellationToken), []);
                if (!await unverified.TryFreeAddress(session, token!.Email, cancellationToken))
                    return (TokenFailure.AddressTaken, []);
                await TakeBack(session, token, cancellationToken);
                return (null, await access.EndAll(session, token.Owner, Reason, cancellationToken));
            },
            cancellationToken
        );
        access.MarkRevoked(ended);
        return refused;
    }

    /// <returns>Null if the link was used before and the account still has the link's address; else the failure.</returns>
    private async Task<TokenFailure?> UnlessDone(
        TransactionSession session,
        TokenFailure failure,
        MailToken? token,
        TimeSpan? within,
        CancellationToken cancellationToken
    ) =>
        failure == TokenFailure.Used
        && tokens.IsRepeat(token!, within)
        && await session.FirstOrDefault(
            $"select email_verified_at is not null from users where id = {token!.Owner} and email = {token.Email}",
            row => row.GetBoolean(0),
            cancellationToken
        )
            ? null
            : failure;

    private async Task TakeBack(TransactionSession session, MailToken token, CancellationToken cancellationToken)
    {
        await session.Execute(
            $"""
            update users set email = {token.Email}, email_verified_at = {clock.GetUtcNow()}, password_hash = null, updated_at = now()
            where id = {token.Owner}
            """,
            cancellationToken
        );
        var removed = await session.Execute(
            $"""
            delete from second_factors where owner_id = {token.Owner} and (confirmed_at is null or confirmed_at >= {token.CreatedAt})
            """,
            cancellationToken
        );
        // A provider sign-in (Google, Microsoft) that joined the account through the other address.
        await session.Execute(
            $"delete from user_identities where user_id = {token.Owner} and created_at >= {token.CreatedAt}",
            cancellationToken
        );
        if (removed > 0)
            await session.Execute($"delete from recovery_codes where owner_id = {token.Owner}", cancellationToken);
        await tokens.Void(session, token.Owner, cancellationToken, [.. Enum.GetValues<TokenPurpose>()]);
        await reset.Send(session, token.Owner, token.Email, cancellationToken);
    }

    private async Task Move(TransactionSession session, MailToken token, CancellationToken cancellationToken)
    {
        var old = await session.FirstOrDefault(
            $"select email, email_verified_at is not null from users where id = {token.Owner} for update",
            row => new Old(row.GetString(0), row.GetBoolean(1)),
            cancellationToken
        );
        if (old!.IsVerified)
        {
            var (link, expires) = await tokens.Create(session, TokenPurpose.Revert, token.Owner, old.Email, RevertPage, cancellationToken);
            await outbox.Enqueue(session, Notice(token.Owner, old.Email, link, expires), cancellationToken);
        }
        await session.Execute(
            $"""
            update users set email = {token.Email}, email_verified_at = {clock.GetUtcNow()}, updated_at = now() where id = {token.Owner}
            """,
            cancellationToken
        );
        // These tokens were sent to the previous address.
        await tokens.Void(session, token.Owner, cancellationToken, TokenPurpose.Verify, TokenPurpose.Claim, TokenPurpose.Reset);
    }

    private static MailMessage Notice(Guid owner, string to, Uri link, DateTimeOffset expires) =>
        new(
            MailKind.Notice,
            owner,
            to,
            "Your e-mail address was changed",
            [
                new MailBlock.Paragraph("Your account has a new e-mail address. If you made this change, there is nothing to do."),
                new MailBlock.Paragraph(
                    "If you did not, restore this address: your account gets it back, every session ends, and you set a new password."
                ),
                new MailBlock.Link("Restore this address", link),
            ],
            expires
        );

    private sealed record Old(string Email, bool IsVerified);
}
