using System.Buffers.Text;
using System.Security.Cryptography;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Auth;

/// <summary>The state of a sign-in: done, or waiting for a code.</summary>
/// <param name="Tokens">The tokens of the new session; null if a code is needed.</param>
/// <param name="Challenge">What to send with the code; null if none is needed.</param>
public sealed record SignInStep(TokenResponse? Tokens, SecondFactorChallenge? Challenge);

/// <summary>The outcome of the second step.</summary>
/// <param name="Tokens">Null if it failed.</param>
/// <param name="Outcome"><see cref="CodeOutcome.None"/> if the challenge is unknown, expired or used up.</param>
public sealed record SecondStep(TokenResponse? Tokens, CodeOutcome Outcome);

/// <summary>
/// Turns a proof of identity into a session, in the same way for a password and an identity provider: an account with a second factor is
/// asked for a code, however the first step was done (OWASP ASVS 5.0, 6.3.3 and 6.3.4).
/// </summary>
public sealed class SignInSteps(Database db, SecondFactors factors, Sessions sessions, TimeProvider clock)
{
    /// <summary>ASVS 5.0, 6.5.5 allows ten minutes.</summary>
    public static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Maximum number of codes that can be tried with one challenge.</summary>
    public const int MaxAttempts = 5;

    private const int TokenSize = 32;

    /// <param name="replaced">The session from which the person signs in again.</param>
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

    /// <summary>
    /// Uses up the challenge and the code, and starts the session. Of several callers with the same challenge, one gets a session.
    /// </summary>
    /// <param name="current">The user and session of the request; that session ends if it belongs to the same person.</param>
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
