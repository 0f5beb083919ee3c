using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>Sign-in security of this account: its sessions, its password and its second factor.</summary>
public static class AccountSecurityEndpoints
{
    private const string SessionsExample = """
        {"items":[{"id":"0198d0a0-6666-7000-8000-000000000001","isCurrent":true,"userAgent":"Mozilla/5.0 (X11; Linux x86_64)",
         "createdAt":"2026-10-01T12:00:00+00:00","authenticatedAt":"2026-10-01T12:00:00+00:00","lastUsedAt":"2026-10-02T09:00:00+00:00",
         "expiresAt":"2026-10-31T12:00:00+00:00"}]}
        """;

    public static IServiceCollection AddAccountSecurity(this IServiceCollection services) =>
        services.AddSingleton<PasswordChange>().AddSingleton<SecondFactorSetup>().AddJson(AccountSecurityJson.Default);

    public static RouteGroupBuilder MapAccountSecurity(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me").WithTags("Account security").KeepOutOfCaches();
        group
            .MapGet("/sessions", List)
            .WithName("ListSessions")
            .WithSummary("List this account's active sessions")
            .WithDescription("At most 100: a new sign-in ends the least recently used session.")
            .WithExample(response: SessionsExample);
        group
            .MapDelete("/sessions", EndOthers)
            .WithName("EndOtherSessions")
            .WithSummary("End every other session of this account")
            .WithDescription("This session continues. Needs a sign-in within the last 15 minutes; logout-everywhere does not.")
            .RequireRecentProof();
        group
            .MapDelete("/sessions/{id:guid}", End)
            .WithName("EndSession")
            .WithSummary("End one session of this account")
            .WithDescription("Its access and refresh tokens no longer work. Needs a sign-in within the last 15 minutes.")
            .RequireRecentProof()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapPost("/password", ChangePassword)
            .WithName("ChangePassword")
            .WithSummary("Change the password")
            .WithDescription(
                """
                Needs the current password, and ends every other session. An account that signs in only with a provider sets its first
                password after a sign-in within the last 15 minutes.
                """
            )
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample("""{"currentPassword":"a long sentence nobody says","newPassword":"another sentence that nobody says"}""");
        group.MapSecondFactor();
        return group;
    }

    private static async Task<Ok<SessionList>> List(
        CurrentUser user,
        Sessions sessions,
        Database db,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new SessionList(await sessions.All(db, user.Id, user.SessionId, cancellationToken)));

    private static async Task<NoContent> EndOthers(CurrentUser user, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndOthers(user.Id, user.SessionId, "ended", cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        Guid id,
        CurrentUser user,
        Sessions sessions,
        CancellationToken cancellationToken
    ) => await sessions.TryEnd(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        ChangePasswordRequest request,
        CurrentUser user,
        PasswordChange password,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await password.Change(user, request, ClientDevice.Of(context, options), cancellationToken) switch
            {
                PasswordChangeOutcome.Changed => TypedResults.NoContent(),
                PasswordChangeOutcome.NoAccount => Problems.Unauthenticated,
                PasswordChangeOutcome.CurrentIsMissing => Problems.Invalid("currentPassword", "is required: the account has a password"),
                PasswordChangeOutcome.CurrentIsWrong => Problems.Of(403, "wrong-password", "The current password is wrong."),
                PasswordChangeOutcome.NewIsEasyToGuess => Problems.Invalid("newPassword", PasswordPolicy.Rule),
                PasswordChangeOutcome.NeedsRecentProof => RecentProofExtensions.Problem,
                _ => Problems.Conflict("Another request changed the password at the same time."),
            };
        }
        catch (TooManyFailedLoginsException)
        {
            return AuthEndpoints.TooManyFailedLogins(context.Response);
        }
    }
}
