using PmCrm.App.Data;
using PmCrm.App.Features.Messages;

namespace PmCrm.App.Features.Auth;

/// <summary>The events of an account that its owner is told of by mail, since somebody else may have caused them.</summary>
public enum AccountEvent
{
    PasswordChanged,
    PasswordReset,
    SecondFactorOn,
    SecondFactorOff,
    RecoveryCodesReplaced,
    RecoveryCodeUsed,
    ApiTokenMade,
}

/// <summary>
/// Tells an account's owner when a way to sign in to the account changed (OWASP ASVS 5.0, 6.3.7). Sent only to a verified address: an
/// unverified one may be a stranger's.
/// </summary>
public sealed class AccountNotices(MailOutbox outbox, TimeProvider clock)
{
    private const string IfNotYou =
        "If this was not you, set a new password at once: choose \"Forgot password\" and enter this address. That ends every session.";

    /// <summary>Adds the mail to the outbox in the caller's transaction; without mail or a verified address, it does nothing.</summary>
    public async Task Tell(TransactionSession session, Guid owner, AccountEvent what, CancellationToken cancellationToken)
    {
        if (!outbox.IsConfigured)
            return;
        var email = await session.FirstOrDefault(
            $"select email from users where id = {owner} and email_verified_at is not null",
            row => row.GetString(0),
            cancellationToken
        );
        if (email is null)
            return;
        var (subject, text) = Text(what);
        await outbox.Enqueue(session, MailMessages.Notice(owner, email, subject, [text, IfNotYou], clock.GetUtcNow()), cancellationToken);
    }

    private static (string Subject, string Text) Text(AccountEvent what) =>
        what switch
        {
            AccountEvent.PasswordChanged => ("Your password was changed", "The password of your account was changed."),
            AccountEvent.PasswordReset => ("A new password was set", "A new password was set for your account with a link from a mail."),
            AccountEvent.SecondFactorOn => ("Second factor turned on", "Signing in to your account now asks for a code."),
            AccountEvent.SecondFactorOff => ("Second factor turned off", "Signing in to your account no longer asks for a code."),
            AccountEvent.RecoveryCodesReplaced => ("New recovery codes", "The recovery codes of your account were replaced."),
            AccountEvent.RecoveryCodeUsed => (
                "A recovery code was used",
                "Somebody signed in to your account with one of its recovery codes. That code no longer works."
            ),
            AccountEvent.ApiTokenMade => ("A new API token", "An API token was created. A script can use your account with it."),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
}
