using System.Buffers.Text;
using System.Security.Cryptography;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Auth;

/// <summary>Where a sign-in stands: done, or waiting for a code.</summary>
/// <param name="Tokens">Of the session that began; null where a code is asked for.</param>
/// <param name="Challenge">What to send with the code; null where none is asked for.</param>
public sealed record SignInStep(TokenResponse? Tokens, SecondFactorChallenge? Challenge);

/// <summary>What came of the second step.</summary>
/// <param name="Tokens">Null where it failed.</param>
/// <param name="Outcome"><see cref="CodeOutcome.None"/> where the challenge is not known, too old or used up.</param>
public sealed record SecondStep(TokenResponse? Tokens, CodeOutcome Outcome);

/// <summary>
/// The way from a proof of who somebody is to a session, the same for a password and an identity provider: an account with a second factor
/// is asked for a code, however the first step was done (OWASP ASVS 5.0, 6.3.3 and 6.3.4).
/// </summary>
public sealed class SignInSteps(Database db, SecondFactors factors, Sessions sessions, TimeProvider clock)
{
    /// <summary>ASVS 5.0, 6.5.5 allows ten minutes.</summary>
    public static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Codes that one challenge takes.</summary>
    public const int MaxAttempts = 5;

    private const int TokenSize = 32;

    /// <param name="replaced">The session that the person signs in again from.</param>
    public async Task<SignInStep> Begin(Guid user, string? userAgent, Guid? replaced, CancellationToken cancellationToken)
    {
        if (!await factors.IsOn(db, user, cancellationToken))
            return new(await sessions.Begin(user, cancellationToken, userAgent, replaced), Challenge: null);
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        await db.Execute(
            $"""
            insert into sign_in_challenges (token_hash, owner_id, expires_at)
            values ({SHA256.HashData(token)}, {user}, {clock.GetUtcNow() + ChallengeLifetime})
            """,
            cancellationToken
        );
        return new(Tokens: null, new(Base64Url.EncodeToString(token), (int)ChallengeLifetime.TotalSeconds));
    }

    /// <summary>Spends the challenge and the code, and begins the session. Of several callers with the same challenge one gets a
    /// session.</summary>
    /// <param name="current">Whose session the request came with, and which; it ends where it is the same person's.</param>
    public async Task<SecondStep> Finish(
        SecondFactorRequest request,
        string? userAgent,
        Http.CurrentUser? current,
        CancellationToken cancellationToken
    )
    {
        if (!Base64Url.IsValid(request.ChallengeToken))
            return new(Tokens: null, CodeOutcome.None);
        var hash = SHA256.HashData(Base64Url.DecodeFromChars(request.ChallengeToken));
        var (user, outcome) = await db.InTransaction(
            async session =>
            {
                var owner = await session.FirstOrDefault<Guid?>(
                    $"""
                    select owner_id from sign_in_challenges
                    where token_hash = {hash} and expires_at > {clock.GetUtcNow()} and attempts < {MaxAttempts} for update
                    """,
                    row => row.GetGuid(0),
                    cancellationToken
                );
                if (owner is not { } id)
                    return (Guid.Empty, CodeOutcome.None);
                var spent = await factors.Spend(session, id, request.Code, cancellationToken);
                await session.Execute(
                    spent == CodeOutcome.Right
                        ? Sql.Of($"delete from sign_in_challenges where token_hash = {hash}")
                        : Sql.Of($"update sign_in_challenges set attempts = attempts + 1 where token_hash = {hash}"),
                    cancellationToken
                );
                return (id, spent);
            },
            cancellationToken
        );
        if (outcome != CodeOutcome.Right)
            return new(Tokens: null, outcome);
        var replaced = current is not null && current.Id == user ? current.SessionId : (Guid?)null;
        return new(await sessions.Begin(user, cancellationToken, userAgent, replaced), outcome);
    }
}
