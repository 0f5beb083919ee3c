using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Http;

/// <summary>The answer to a request with an Idempotency-Key, which is sent again for retries.</summary>
public sealed record StoredAnswer(int Status, string? Location, string? Etag, string Body);

/// <summary>The state of an Idempotency-Key.</summary>
/// <param name="IsNew">The request is the first with this key: do the work and call <see cref="IdempotencyKeys.Complete"/>.</param>
/// <param name="IsSameRequest">Whether the earlier request was identical.</param>
public readonly record struct KeyState(bool IsNew, bool IsSameRequest, StoredAnswer? Answer);

/// <summary>
/// Ensures that a repeated request has only one effect, for 24 hours. The key is written in the transaction of the request's work. A
/// concurrent retry waits for that transaction at the key's unique index; then it finds the answer, or nothing if it was rolled back.
/// </summary>
public sealed class IdempotencyKeys(FieldEncryption encryption)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>Tells a client that this is the answer to an earlier request.</summary>
    public const string ReplayHeader = "Idempotent-Replayed";

    internal const string BodyField = "idempotency_keys.body";

    /// <summary>Whether the header is valid: 1 to 255 visible ASCII characters, sent once.</summary>
    public static bool IsValid(Microsoft.Extensions.Primitives.StringValues header) =>
        header is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is > ' ' and <= '~');

    /// <summary>Detects different requests with the same key.</summary>
    public static byte[] Hash(string operation, ReadOnlySpan<byte> body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(operation), 0, .. body]);

    /// <summary>Claims the key, or finds the earlier answer.</summary>
    public async Task<KeyState> Begin(
        TransactionSession session,
        Guid owner,
        string key,
        byte[] requestHash,
        CancellationToken cancellationToken
    )
    {
        var claimed = await session.Execute(
            $"""
            insert into idempotency_keys as k (owner_id, key, request_hash, status, expires_at)
            values ({owner}, {key}, {requestHash}, 0, now() + {Lifetime})
            on conflict (owner_id, key) do update
                set request_hash = excluded.request_hash, status = 0, created_at = now(), expires_at = excluded.expires_at
                where k.expires_at <= now()
            """,
            cancellationToken
        );
        if (claimed == 1)
            return new(IsNew: true, IsSameRequest: true, Answer: null);

        return await session.FirstOrDefault(
            $"""
            select request_hash, status, location, etag, body_cipher from idempotency_keys where owner_id = {owner} and key = {key}
            """,
            row => new KeyState(
                IsNew: false,
                IsSameRequest: row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(requestHash),
                new StoredAnswer(row.GetInt32(1), row.Text(2), row.Text(3), encryption.Decrypt(row.Bytes(4), owner, BodyField) ?? "")
            ),
            cancellationToken
        );
    }

    /// <summary>Releases a key that <see cref="Begin"/> claimed in this transaction, because the work was refused.</summary>
    public Task<int> Release(TransactionSession session, Guid owner, string key, CancellationToken cancellationToken) =>
        session.Execute($"delete from idempotency_keys where owner_id = {owner} and key = {key}", cancellationToken);

    /// <summary>Stores the answer, in the transaction that did the work.</summary>
    public async Task Complete(
        TransactionSession session,
        Guid owner,
        string key,
        StoredAnswer answer,
        CancellationToken cancellationToken
    ) =>
        await session.Execute(
            $"""
            update idempotency_keys set status = {answer.Status}, location = {answer.Location}, etag = {answer.Etag},
                body_cipher = {encryption.Encrypt(answer.Body, owner, BodyField)}
            where owner_id = {owner} and key = {key}
            """,
            cancellationToken
        );
}
