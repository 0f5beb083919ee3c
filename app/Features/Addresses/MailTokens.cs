using System.Buffers.Text;
using System.Security.Cryptography;
using PmCrm.App.Configuration;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Addresses;

/// <summary>The purpose of a token from a mail. A token works only for its own purpose.</summary>
public enum TokenPurpose
{
    /// <summary>Verifies the account's address.</summary>
    Verify,

    /// <summary>Verifies a registration with an address that another account has and never verified.</summary>
    Claim,

    /// <summary>Sets a new password.</summary>
    Reset,

    /// <summary>Confirms a new address of the account.</summary>
    Change,

    /// <summary>Restores the account's previous address.</summary>
    Revert,
}

/// <summary>The stored part of a token.</summary>
/// <param name="PasswordHash">Only for a claim: the new account's password.</param>
/// <param name="DisplayName">Only for a claim: the new account's name.</param>
public sealed record MailToken(
    Guid Id,
    Guid Owner,
    TokenPurpose Purpose,
    string Email,
    string? PasswordHash,
    string? DisplayName,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt
);

/// <summary>
/// The tokens in mails: 256 random bits, stored as a hash, usable once and until they expire (OWASP ASVS 5.0, 6.4.1, 6.5.1 to 6.5.5). They
/// are in the fragment (after the #) of a link to the frontend, so that no server in between and no log gets them.
/// </summary>
public sealed class MailTokens(AppOptions options, TimeProvider clock)
{
    /// <summary>Maximum number of mails with a token that one account gets in a <see cref="Window"/>, whoever requests them.</summary>
    public const int MaxPerWindow = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after its use a token that ended sessions counts as a retry. A later request is not a retry: it asks to end sessions again.
    /// </summary>
    public static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(10);

    private const int Size = 32;

    public static TimeSpan Lifetime(TokenPurpose purpose) =>
        purpose switch
        {
            TokenPurpose.Reset => TimeSpan.FromMinutes(30),
            TokenPurpose.Revert => TimeSpan.FromDays(7),
            _ => TimeSpan.FromHours(24),
        };

    /// <summary>Whether the account got too many of these mails recently.</summary>
    public Task<bool> AreTooMany(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select count(*) >= {MaxPerWindow} from mail_tokens
            where owner_id = {owner} and created_at > {clock.GetUtcNow() - Window} and purpose <> {Name(TokenPurpose.Revert)}
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );

    /// <summary>Creates a token.</summary>
    /// <param name="page">The frontend's page that uses the token.</param>
    /// <returns>The link for the mail, and when it expires.</returns>
    public async Task<(Uri Link, DateTimeOffset ExpiresAt)> Create(
        DatabaseSession session,
        TokenPurpose purpose,
        Guid owner,
        string email,
        string page,
        CancellationToken cancellationToken,
        string? passwordHash = null,
        string? displayName = null
    )
    {
        var secret = RandomNumberGenerator.GetBytes(Size);
        var now = clock.GetUtcNow();
        var expires = now + Lifetime(purpose);
        await session.Execute(
            $"""
            insert into mail_tokens (id, owner_id, purpose, token_hash, email, password_hash, display_name, created_at, expires_at)
            values ({Guid.CreateVersion7()}, {owner}, {Name(purpose)}, {SHA256.HashData(secret)}, {email}, {passwordHash}, {displayName},
                {now}, {expires})
            """,
            cancellationToken
        );
        return (new Uri(options.FrontendUrl, $"/{page}#token={Base64Url.EncodeToString(secret)}"), expires);
    }

    /// <returns>The token, even if it is used or expired; null if there is no such token.</returns>
    public async Task<MailToken?> Find(DatabaseSession session, string token, CancellationToken cancellationToken)
    {
        if (!Base64Url.IsValid(token))
            return null;
        return await session.FirstOrDefault(
            $"""
            select id, owner_id, purpose, email, password_hash, display_name, created_at, expires_at, used_at from mail_tokens
            where token_hash = {SHA256.HashData(Base64Url.DecodeFromChars(token))}
            """,
            row => new MailToken(
                row.GetGuid(0),
                row.GetGuid(1),
                Parse(row.GetString(2)),
                row.GetString(3),
                row.Text(4),
                row.Text(5),
                row.Time(6),
                row.Time(7),
                row.TimeOrNull(8)
            ),
            cancellationToken
        );
    }

    /// <returns>Why the token cannot be used for this; null if it can.</returns>
    public TokenFailure? Failure(MailToken? token, params TokenPurpose[] purposes) =>
        token is null || !purposes.Contains(token.Purpose) ? TokenFailure.Unknown
        : token.UsedAt is not null ? TokenFailure.Used
        : token.ExpiresAt <= clock.GetUtcNow() ? TokenFailure.Expired
        : null;

    /// <summary>
    /// Whether a request with a used token may be a retry by a client that did not get the response. If the account is still as the token
    /// left it, the caller reports success and changes nothing.
    /// </summary>
    /// <param name="within">How long after its use; null for the token's whole lifetime.</param>
    public bool IsRepeat(MailToken token, TimeSpan? within = null) =>
        token.ExpiresAt > clock.GetUtcNow() && (within is null || token.UsedAt is null || token.UsedAt > clock.GetUtcNow() - within);

    /// <summary>Marks the token as used. Of several concurrent callers, one succeeds.</summary>
    public async Task<bool> TrySpend(TransactionSession session, MailToken token, CancellationToken cancellationToken) =>
        await session.Execute(
            $"update mail_tokens set used_at = {clock.GetUtcNow()} where id = {token.Id} and used_at is null",
            cancellationToken
        ) == 1;

    /// <summary>Marks the token as used, if it can be used for this.</summary>
    /// <returns>Why it cannot; null if it is marked.</returns>
    public async Task<TokenFailure?> Spend(
        TransactionSession session,
        MailToken? token,
        TokenPurpose purpose,
        CancellationToken cancellationToken
    ) =>
        Failure(token, purpose) is { } failure ? failure
        : await TrySpend(session, token!, cancellationToken) ? null
        : TokenFailure.Used;

    /// <summary>Deletes the account's unused tokens of the given purposes.</summary>
    public Task<int> Void(TransactionSession session, Guid owner, CancellationToken cancellationToken, params TokenPurpose[] purposes) =>
        session.Execute(
            $"""
            delete from mail_tokens where owner_id = {owner} and used_at is null and purpose = any({purposes.Select(Name).ToArray()})
            """,
            cancellationToken
        );

    private static string Name(TokenPurpose purpose) =>
        purpose switch
        {
            TokenPurpose.Verify => "verify",
            TokenPurpose.Claim => "claim",
            TokenPurpose.Reset => "reset",
            TokenPurpose.Change => "change",
            TokenPurpose.Revert => "revert",
            _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, null),
        };

    private static TokenPurpose Parse(string name) => Enum.GetValues<TokenPurpose>().First(purpose => Name(purpose) == name);
}
