using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Whether the person proved their identity in this session a short time ago: with the password, with the second factor if the account has
/// one, or at the identity provider. Changes to the ways to sign in, and what cannot be undone, require it (OWASP ASVS 5.0, 7.5.1 to
/// 7.5.3). Refreshing a session is not enough: a new sign-in is needed.
/// </summary>
public sealed class RecentProof(Database db, TimeProvider clock)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public async Task<bool> Has(CurrentUser user, CancellationToken cancellationToken) =>
        await db.FirstOrDefault(
            $"""
            select true from sessions
            where id = {user.SessionId} and user_id = {user.Id} and revoked_at is null and authenticated_at > {clock.GetUtcNow() - Window}
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );
}

public static class RecentProofExtensions
{
    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem =>
        Problems.Of(
            403,
            "recent-sign-in-required",
            $"This needs a sign-in within the last {RecentProof.Window.TotalMinutes:0} minutes. Sign in again and use the new access token."
        );

    /// <summary>Refuses the request with 403 unless the session's owner signed in within <see cref="RecentProof.Window"/>.</summary>
    public static RouteHandlerBuilder RequireRecentProof(this RouteHandlerBuilder endpoint) =>
        endpoint
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var http = context.HttpContext;
                    var proof = http.RequestServices.GetRequiredService<RecentProof>();
                    return http.Features.Get<CurrentUser>() is { } user && await proof.Has(user, http.RequestAborted)
                        ? await next(context)
                        : Problem;
                }
            )
            .ProducesProblem(StatusCodes.Status403Forbidden);
}
