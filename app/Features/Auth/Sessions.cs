using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Sessions and their refresh tokens, of which only hashes are stored. Each token is good once (OAuth 2.0 Security BCP, RFC 9700, 4.14.2;
/// ASVS 5.0, 10.4.5): a spent one that comes back ends the session, since one of the two who hold it stole it. A session ends at a
/// fixed time, whatever is refreshed (10.4.8).
/// </summary>
public sealed class Sessions(Database db, AccessTokens accessTokens, RevokedSessions revoked, AppOptions options, TimeProvider clock)
{
    /// <summary>A client that lost the answer to a refresh may ask again this long, and gets the same successor.</summary>
    public static readonly TimeSpan RetryGrace = TimeSpan.FromSeconds(10);

    private const int TokenSize = 32;

    /// <summary>Begins a session for somebody who has just proved who they are.</summary>
    public async Task<TokenResponse> Begin(Guid user, CancellationToken cancellationToken)
    {
        var session = Guid.CreateVersion7();
        var expires = clock.GetUtcNow() + options.Tokens.SessionLifetime;
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        await db.InTransaction(
            async transaction =>
            {
                await transaction.Execute(
                    $"insert into sessions (id, user_id, expires_at) values ({session}, {user}, {expires})",
                    cancellationToken
                );
                await transaction.Execute(
                    $"insert into refresh_tokens (token_hash, session_id) values ({Hash(token)}, {session})",
                    cancellationToken
                );
            },
            cancellationToken
        );
        return Response(user, session, token, expires);
    }

    /// <summary>
    /// Spends a refresh token. Of several callers with the same token one spends it; the others, if in time, get the same successor, so
    /// that there is one living token whatever the race.
    /// </summary>
    /// <returns>Null where the token is unknown, spent, or its session over.</returns>
    public async Task<TokenResponse?> Refresh(string refreshToken, CancellationToken cancellationToken)
    {
        if (!TryDecode(refreshToken, out var token))
            return null;
        var (response, reused) = await db.InTransaction(transaction => Refresh(token, transaction, cancellationToken), cancellationToken);
        if (reused is { } session)
            revoked.MarkRevoked([session]);
        return response;
    }

    /// <summary>Ends one session of the user, or all of them: neither their refresh tokens nor their access tokens work any more.</summary>
    public async Task End(Guid user, Guid? sessionId, string reason, CancellationToken cancellationToken)
    {
        var ended = await db.InTransaction(transaction => End(transaction, user, sessionId, reason, cancellationToken), cancellationToken);
        revoked.MarkRevoked(ended);
    }

    /// <summary>
    /// As the other, in the caller's transaction; pass the result to <see cref="RevokedSessions.MarkRevoked"/> after it committed.
    /// </summary>
    public async Task<IReadOnlyCollection<Guid>> End(
        DatabaseSession session,
        Guid user,
        Guid? sessionId,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var ended = await session.Query(
            $"""
            update sessions set revoked_at = now(), revoked_reason = {reason}
            where user_id = {user} and ({sessionId} is null or id = {sessionId}) and revoked_at is null returning id
            """,
            row => row.GetGuid(0),
            cancellationToken
        );
        await revoked.Revoke(session, ended, cancellationToken);
        return ended;
    }

    private async Task<(TokenResponse? Response, Guid? Reused)> Refresh(
        byte[] token,
        TransactionSession transaction,
        CancellationToken cancellationToken
    )
    {
        // The lock on the session makes racing refreshes take turns.
        var found = await transaction.FirstOrDefault(
            $"""
            select s.id, s.user_id, s.expires_at from sessions s
            where s.id = (select session_id from refresh_tokens where token_hash = {Hash(token)})
                and s.revoked_at is null and s.expires_at > {clock.GetUtcNow()}
            for update
            """,
            row => new Session(row.GetGuid(0), row.GetGuid(1), row.Time(2)),
            cancellationToken
        );
        if (found is null)
            return (null, null);

        var stored = await transaction.FirstOrDefault(
            $"select spent_at, successor_salt, successor_hash from refresh_tokens where token_hash = {Hash(token)}",
            row => new Stored(row.TimeOrNull(0), row.Bytes(1), row.Bytes(2)),
            cancellationToken
        );
        if (stored is { SpentAt: null })
            return (Response(found.UserId, found.Id, await Spend(token, found.Id, transaction, cancellationToken), found.ExpiresAt), null);

        if (
            stored is { SpentAt: { } spent, Salt: { } salt, SuccessorHash: { } expected }
            && clock.GetUtcNow() - spent <= RetryGrace
            && Successor(token, salt, expected) is { } successor
            && await IsUnspent(expected, transaction, cancellationToken)
        )
            return (Response(found.UserId, found.Id, successor, found.ExpiresAt), null);

        await End(transaction, found.UserId, found.Id, "reuse", cancellationToken);
        return (null, found.Id);
    }

    private async Task<byte[]> Spend(byte[] token, Guid session, TransactionSession transaction, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var successor = Successor(token, salt, options.Tokens.Secrets[0]);
        await transaction.Execute(
            $"""
            update refresh_tokens set spent_at = {clock.GetUtcNow()}, successor_salt = {salt}, successor_hash = {Hash(successor)}
            where token_hash = {Hash(token)}
            """,
            cancellationToken
        );
        await transaction.Execute(
            $"insert into refresh_tokens (token_hash, session_id) values ({Hash(successor)}, {session})",
            cancellationToken
        );
        return successor;
    }

    private static Task<bool> IsUnspent(byte[] hash, TransactionSession transaction, CancellationToken cancellationToken) =>
        transaction.FirstOrDefault(
            $"select spent_at is null from refresh_tokens where token_hash = {hash}",
            row => row.GetBoolean(0),
            cancellationToken
        );

    private TokenResponse Response(Guid user, Guid session, byte[] token, DateTimeOffset expires) =>
        new(
            accessTokens.Issue(new AccessToken(user, session)),
            (int)accessTokens.Lifetime.TotalSeconds,
            System.Buffers.Text.Base64Url.EncodeToString(token),
            expires
        );

    /// <summary>Computable again from the token and the stored salt, but by nobody without JWT_SECRET.</summary>
    private static byte[] Successor(byte[] token, byte[] salt, string secret) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            [.. token, .. Encoding.UTF8.GetBytes(secret)],
            TokenSize,
            salt,
            "refresh token"u8.ToArray()
        );

    /// <summary>
    /// The successor that was given: made with JWT_SECRET or, amid its rotation, the one before; null where with neither.
    /// </summary>
    private byte[]? Successor(byte[] token, byte[] salt, byte[] expected) =>
        options
            .Tokens.Secrets.Select(secret => Successor(token, salt, secret))
            .FirstOrDefault(successor => CryptographicOperations.FixedTimeEquals(Hash(successor), expected));

    private static byte[] Hash(byte[] token) => SHA256.HashData(token);

    private static bool TryDecode(string text, out byte[] token)
    {
        token = [];
        if (!System.Buffers.Text.Base64Url.IsValid(text))
            return false;
        token = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        return token.Length == TokenSize;
    }

    private sealed record Session(Guid Id, Guid UserId, DateTimeOffset ExpiresAt);

    private sealed record Stored(DateTimeOffset? SpentAt, byte[]? Salt, byte[]? SuccessorHash);
}
