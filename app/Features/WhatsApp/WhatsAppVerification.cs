using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The outcome of setting a number and sending a code to it.</summary>
public enum SetNumberOutcome
{
    Sent,

    /// <summary>The account already has this number, verified.</summary>
    AlreadyVerified,
    AddressNotVerified,
    TooMany,

    /// <summary>The account was erased in the meantime.</summary>
    NoAccount,
}

/// <summary>The outcome of verifying a number with a code.</summary>
public enum VerifyNumberOutcome
{
    Verified,
    Wrong,

    /// <summary>No code is pending: it has expired, was wrong too often, or was used and is not this one; or there was none.</summary>
    Ended,
}

/// <summary>
/// Proves that a phone number belongs to the account's owner, who thereby agrees to get messages: a code of six digits is sent to the
/// number, and the owner enters it. The code is stored as a keyed hash, is valid for <see cref="Lifetime"/> and allows
/// <see cref="MaxAttempts"/> attempts. A client that did not get the response can send the right code again: it gets the same response,
/// and nothing changes. The number of codes is limited per account and, across all accounts, per number.
/// </summary>
public sealed partial class WhatsAppVerification(
    Database db,
    FieldEncryption encryption,
    WhatsAppNumbers numbers,
    WhatsAppOutbox outbox,
    MailOutbox mails,
    TimeProvider clock
)
{
    public const int MaxAttempts = 5;

    /// <summary>Maximum number of codes that one account can request in a <see cref="Window"/>.</summary>
    public const int MaxOfAccount = 5;

    /// <summary>Maximum number of codes sent to one number in a <see cref="Window"/>, whoever requests them.</summary>
    public const int MaxOfNumber = 5;

    public const string Rule = "must be a phone number with + and the country code, 8 to 15 digits in total, for example +491701234567";

    /// <summary>The template's button works for the same time: code_expiration_minutes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <returns>The number as + and digits (ITU-T E.164, 6: at most 15); null if it is not a phone number.</returns>
    public static string? Normalize(string number) =>
        Pattern().IsMatch(number) && PhoneNumbers.Normalise(number) is var digits && International().IsMatch(digits) ? digits : null;

    /// <summary>Sets the account's number, unverified, and sends a code to it.</summary>
    /// <param name="number">A number that <see cref="Normalize"/> returned.</param>
    public Task<SetNumberOutcome> Set(Guid owner, string number, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                // Locked until the end of the transaction, so that concurrent requests of one account count each other's codes.
                var account = await session.FirstOrDefault(
                    $"select email_verified_at is not null from users where id = {owner} for no key update",
                    row => row.GetBoolean(0) ? Account.Verified : Account.NotVerified,
                    cancellationToken
                );
                if (account == Account.None)
                    return SetNumberOutcome.NoAccount;
                if (account == Account.NotVerified && mails.IsConfigured)
                    return SetNumberOutcome.AddressNotVerified;
                var channel = await numbers.Find(session, owner, cancellationToken);
                if (channel is { Verified: true } && channel.Number == number)
                    return SetNumberOutcome.AlreadyVerified;
                if (await AreTooMany(session, owner, number, cancellationToken))
                    return SetNumberOutcome.TooMany;
                await SendCode(session, owner, number, cancellationToken);
                return SetNumberOutcome.Sent;
            },
            cancellationToken
        );

    public Task<VerifyNumberOutcome> Verify(Guid owner, string code, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var (expected, isVerified) = await session.FirstOrDefault(
                    $"""
                    select code_hash, verified_at is not null from whatsapp_numbers
                    where owner_id = {owner} and code_expires_at > {clock.GetUtcNow()} and code_attempts < {MaxAttempts} for update
                    """,
                    row => (row.Bytes(0), row.GetBoolean(1)),
                    cancellationToken
                );
                if (expected is null)
                    return VerifyNumberOutcome.Ended;
                var isRight = false;
                foreach (var given in CodeHashes(code, owner))
                    isRight |= CryptographicOperations.FixedTimeEquals(given, expected);
                if (isVerified)
                    return isRight ? VerifyNumberOutcome.Verified : VerifyNumberOutcome.Ended;
                if (!isRight)
                {
                    await session.Execute(
                        $"update whatsapp_numbers set code_attempts = code_attempts + 1 where owner_id = {owner}",
                        cancellationToken
                    );
                    return VerifyNumberOutcome.Wrong;
                }
                var now = clock.GetUtcNow();
                await session.Execute(
                    $"""
                    update whatsapp_numbers set verified_at = {now}, reminders = true, problem = null, updated_at = {now},
                        code_attempts = 0
                    where owner_id = {owner}
                    """,
                    cancellationToken
                );
                await numbers.Tell(
                    session,
                    owner,
                    "Reminders are sent by WhatsApp",
                    [
                        "A phone number was verified for your account. Reminders are now sent to it by WhatsApp.",
                        "If this was not you, remove the number in the settings, and set a new password.",
                    ],
                    cancellationToken
                );
                return VerifyNumberOutcome.Verified;
            },
            cancellationToken
        );

    private async Task<bool> AreTooMany(TransactionSession session, Guid owner, string number, CancellationToken cancellationToken)
    {
        var hashes = NumberHashes(number);
        // The same for two accounts with the same number.
        await session.Execute($"select pg_advisory_xact_lock(hashtextextended(encode({hashes[0]}, 'hex'), 0))", cancellationToken);
        var since = clock.GetUtcNow() - Window;
        return await session.FirstOrDefault(
            $"""
            select (select count(*) from whatsapp_codes where owner_id = {owner} and created_at > {since}) >= {MaxOfAccount}
                or (select count(*) from whatsapp_codes where number_hash = any({hashes}) and created_at > {since})
                    >= {MaxOfNumber}
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );
    }

    private async Task SendCode(TransactionSession session, Guid owner, string number, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var (id, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        await WhatsAppNumbers.Remove(session, owner, cancellationToken);
        await session.Execute(
            $"""
            insert into whatsapp_numbers (id, owner_id, number_cipher, person_hashes, code_hash, code_expires_at, updated_at)
            values ({id}, {owner}, {encryption.Encrypt(number, owner, WhatsAppNumbers.NumberField)},
                {new[] { numbers.PersonHashes(number[1..])[0] }}, {CodeHashes(code, owner)[0]}, {now + Lifetime}, {now})
            """,
            cancellationToken
        );
        await session.Execute(
            $"""
            insert into whatsapp_codes (id, owner_id, number_hash, created_at)
            values ({Guid.CreateVersion7()}, {owner}, {NumberHashes(number)[0]}, {now})
            """,
            cancellationToken
        );
        await outbox.Enqueue(session, owner, id, WhatsAppMessage.Code(code, now + Lifetime), cancellationToken);
    }

    private IReadOnlyList<byte[]> CodeHashes(string code, Guid owner) => encryption.Fingerprints($"whatsapp code {code}", owner);

    /// <summary>The hashes are the same for every account.</summary>
    private byte[][] NumberHashes(string number) => [.. encryption.Fingerprints($"whatsapp number {number}", Guid.Empty)];

    /// <summary>
    /// The characters that people write between digits, except those that <see cref="PhoneNumbers"/> reads as an extension.
    /// </summary>
    [GeneratedRegex(@"^\+[0-9 ()./\-\u00A0]+$")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}$")]
    private static partial Regex International();

    private enum Account
    {
        None,
        NotVerified,
        Verified,
    }
}
