using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Data;

namespace PmCrm.App.Security;

/// <summary>The user and the scopes of a valid API token.</summary>
public sealed record ApiTokenGrant(Guid UserId, Guid TokenId, IReadOnlyList<string> Scopes);

/// <summary>
/// Creates and verifies API tokens: <c>pmcrm_pat_</c>, 256 random bits, and a checksum. Secret scanners find them by the prefix and confirm
/// them with the checksum. A text with a wrong checksum is refused without a database query.
/// </summary>
public sealed class ApiTokens(Database db, TimeProvider clock)
{
    public const string Prefix = "pmcrm_pat_";

    /// <summary>Number of characters after the prefix.</summary>
    public const int Length = 49;

    private const int SecretSize = 32;
    private const int ChecksumSize = 4;

    /// <summary>Precision of the time of the last use: writing it for every request would turn every read into a write.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    /// <returns>A new token, which is shown once, and its hash, which is stored.</returns>
    public static (string Token, byte[] Hash) Create()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretSize));
        var token = Prefix + secret + Checksum(secret);
        return (token, Hash(token));
    }

    /// <returns>Null unless it is an active token of this application.</returns>
    public async Task<ApiTokenGrant?> Verify(string token, CancellationToken cancellationToken)
    {
        if (!IsWellFormed(token))
            return null;
        var now = clock.GetUtcNow();
        var found = await db.FirstOrDefault(
            $"select id, owner_id, scopes, last_used_at from api_tokens where token_hash = {Hash(token)} and expires_at > {now}",
            row => new Found(new(row.GetGuid(1), row.GetGuid(0), row.Texts(2)), row.TimeOrNull(3)),
            cancellationToken
        );
        if (found is null)
            return null;
        if (found.LastUsedAt is not { } used || now - used >= UsePrecision)
            await db.Execute($"update api_tokens set last_used_at = {now} where id = {found.Grant.TokenId}", cancellationToken);
        return found.Grant;
    }

    private static bool IsWellFormed(string token) =>
        token.Length == Prefix.Length + Length
        && token.StartsWith(Prefix, StringComparison.Ordinal)
        && token[Prefix.Length..] is var body
        && body.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        && Checksum(body[..^6]) == body[^6..];

    private static string Checksum(string secret) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)).AsSpan(0, ChecksumSize));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    private sealed record Found(ApiTokenGrant Grant, DateTimeOffset? LastUsedAt);
}
