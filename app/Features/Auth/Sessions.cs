using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Sessions and their refresh tokens, of which only hashes are stored. Each token works once (OAuth 2.0 Security BCP, RFC 9700, 4.14.2;
/// ASVS 5.0, 10.4.5): a used one that is sent again ends the session, since one of its two holders stole it. A session ends at a fixed
/// time, however often it is refreshed (10.4.8).
/// </summary>
public sealed class Sessions(Database db, AccessTokens accessTokens, RevokedSessions revoked, AppOptions options, TimeProvider clock)
{
    /// <summary>How long a client that lost the answer to a refresh may retry; it gets the same successor.</summary>
    public static readonly TimeSpan RetryGrace = TimeSpan.FromSeconds(10);

    /// <summary>Maximum number of active sessions of one account; a new one ends the least recently used ones (ASVS 5.0, 7.1.2).</summary>
    public const int MaxPerAccount = 100;

    private const int TokenSize = 32;

    /// <summary>Starts a session for a user who has just authenticated.</summary>
    /// <param name="userAgent">The client's User-Agent, at most <see cref="ClientDevice.MaxUserAgent"/> characters.</param>
    /// <param name="replaced">The session from which the person signs in again: it ends (ASVS 5.0, 7.2.4).</param>
    public async Task<TokenResponse> Begin(Guid user, CancellationToken cancellationToken, string? userAgent = null, Guid? replaced = null)
    {
        var session = Guid.CreateVersion7();
        var now = clock.GetUtcNow();
        var expires = now + options.Tokens.SessionLifetime;
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        var ended = await db.InTransaction(
            async transaction =>
            {
                await transaction.Execute(
                    $"""
                    insert into sessions (id, user_id, expires_at, authenticated_at, last_used_at, user_agent)
                    values ({session}, {user}, {expires}, {now}, {now}, {userAgent})
                    """,
                    cancellationToken
                );
                await transaction.Execute(
                    $"insert into refresh_tokens (token_hash, session_id) values ({Hash(token)}, {session})",
                    cancellationToken
                );
                var over = await EndWhere(transaction, user, Surplus(user, session, now), "too-many", cancellationToken);
                return replaced is { } old
                    ? [.. over, .. await EndWhere(transaction, user, Sql.Of($"id = {old}"), "replaced", cancellationToken)]
                    : over;
            },
            cancellationToken
        );
        revoked.MarkRevoked(ended);
        return Response(user, session, token, expires);
    }

    /// <summary>The user's active sessions, most recently used first.</summary>
    /// <param name="current">The session of the request.</param>
    public Task<List<SessionView>> All(DatabaseSession session, Guid user, Guid current, CancellationToken cancellationToken) =>
        session.Query(
            $"""
            select id, user_agent, created_at, authenticated_at, last_used_at, expires_at from sessions
            where user_id = {user} and revoked_at is null and expires_at > {clock.GetUtcNow()}
            order by last_used_at desc, id limit {MaxPerAccount}
            """,
            row => new SessionView(
                row.GetGuid(0),
                row.GetGuid(0) == current,
                row.Text(1),
                row.Time(2),
                row.Time(3),
                row.Time(4),
                row.Time(5)
            ),
            cancellationToken
        );

    /// <summary>
    /// Uses up a refresh token. Of several callers with the same token, one uses it up. The others, if in time, get the same successor, so
    /// that there is exactly one valid token even with concurrent requests.
    /// </summary>
    /// <returns>Null if the token is unknown or used, or its session is over.</returns>
    public async Task<TokenResponse?> Refresh(string refreshToken, CancellationToken cancellationToken)
    {
        if (!TryDecode(refreshToken, out var token))
            return null;
        var (response, reused) = await db.InTransaction(transaction => Refresh(token, transaction, cancellationToken), cancellationToken);
        if (reused is { } session)
            revoked.MarkRevoked([session]);
        return response;
    }

    /// <summary>Ends one session of the user, or all of them: their refresh and access tokens no longer work.</summary>
    public async Task End(Guid user, Guid? sessionId, string reason, CancellationToken cancellationToken)
    {
        var ended = await db.InTransaction(transaction => End(transaction, user, sessionId, reason, cancellationToken), cancellationToken);
        revoked.MarkRevoked(ended);
    }

    /// <summary>Ends one active session of the user.</summary>
    /// <returns>Whether there was such a session.</returns>
    public async Task<bool> TryEnd(Guid user, Guid sessionId, CancellationToken cancellationToken)
    {
        var living = Sql.Of($"id = {sessionId} and expires_at > {clock.GetUtcNow()}");
        var ended = await db.InTransaction(
            transaction => EndWhere(transaction, user, living, "ended", cancellationToken),
            cancellationToken
        );
        revoked.MarkRevoked(ended);
        return ended.Count > 0;
    }

    /// <summary>Ends every session of the user except one, in a transaction of its own.</summary>
    public async Task EndOthers(Guid user, Guid kept, string reason, CancellationToken cancellationToken)
    {
        var ended = await db.InTransaction(transaction => EndOthers(transaction, user, kept, reason, cancellationToken), cancellationToken);
        revoked.MarkRevoked(ended);
    }

    /// <summary>
    /// Like the other overload, in the caller's transaction; after the commit, pass the result to
    /// <see cref="RevokedSessions.MarkRevoked"/>.
    /// </summary>
    public Task<IReadOnlyCollection<Guid>> EndOthers(
        DatabaseSession session,
        Guid user,
        Guid kept,
        string reason,
        CancellationToken cancellationToken
    ) => EndWhere(session, user, Sql.Of($"id <> {kept}"), reason, cancellationToken);

    /// <summary>
    /// Like the other overload, in the caller's transaction; after the commit, pass the result to
    /// <see cref="RevokedSessions.MarkRevoked"/>.
    /// </summary>
    public Task<IReadOnlyCollection<Guid>> End(
        DatabaseSession session,
        Guid user,
        Guid? sessionId,
        string reason,
        CancellationToken cancellationToken
    ) => EndWhere(session, user, Sql.Of($"{sessionId} is null or id = {sessionId}"), reason, cancellationToken);

    private async Task<IReadOnlyCollection<Guid>> EndWhere(
        DatabaseSession session,
        Guid user,
        Sql which,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var ended = await session.Query(
            $"""
            update sessions set revoked_at = now(), revoked_reason = {reason}
            where user_id = {user} and ({which}) and revoked_at is null returning id
            """,
            row => row.GetGuid(0),
            cancellationToken
        );
        await revoked.Revoke(session, ended, cancellationToken);
        return ended;
    }

    /// <summary>The active sessions above the maximum of an account.</summary>
    private static Sql Surplus(Guid user, Guid newest, DateTimeOffset now) =>
        Sql.Of(
            $"""
            id in (select id from sessions where user_id = {user} and id <> {newest} and revoked_at is null and expires_at > {now}
                order by last_used_at desc, id offset {MaxPerAccount - 1})
            """
        );

    private async Task<(TokenResponse? Response, Guid? Reused)> Refresh(
        byte[] token,
        TransactionSession transaction,
        CancellationToken cancellationToken
    )
    {
        // The lock on the session serializes concurrent refreshes.
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
        await transaction.Execute($"update sessions set last_used_at = {clock.GetUtcNow()} where id = {session}", cancellationToken);
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

    /// <summary>Derived from the token and the stored salt, so it can be computed again, but only with JWT_SECRET.</summary>
    private static byte[] Successor(byte[] token, byte[] salt, string secret) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            [.. token, .. Encoding.UTF8.GetBytes(secret)],
            TokenSize,
            salt,
            "refresh token"u8.ToArray()
        );

    /// <summary>
    /// The successor that was issued: made with JWT_SECRET or, during its rotation, the previous one; null if it matches neither.
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
