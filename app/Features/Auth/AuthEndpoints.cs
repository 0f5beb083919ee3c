using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Auth;

/// <summary>Sessions: log in, refresh, log out.</summary>
public static class AuthEndpoints
{
    internal const string ChallengeExample = """{"challengeToken":"c2FtcGxlIGNoYWxsZW5nZSB0b2tlbg","expiresIn":300}""";

    internal const string TokensExample = """
        {"accessToken":"(a signed token)","expiresIn":3600,"refreshToken":"c2FtcGxlIHJlZnJlc2ggdG9rZW4","sessionExpiresAt":"2026-12-22T10:00:00+00:00","tokenType":"Bearer"}
        """;

    public static IServiceCollection AddAuth(this IServiceCollection services) =>
        services
            .AddSingleton<Accounts>()
            .AddSingleton<PasswordPolicy>()
            .AddSingleton(all => new BreachedPasswords(
                all.GetKeyedService<OutsideService>(BreachedPasswords.ServiceName),
                all.GetRequiredService<Metrics>(),
                all.GetRequiredService<ILogger<BreachedPasswords>>()
            ))
            .AddSingleton<FailedLogins>()
            .AddSingleton<Sessions>()
            .AddSingleton<RecentProof>()
            .AddSingleton<SecondFactors>()
            .AddSingleton<SignInSteps>()
            .AddSingleton<AccessRevocation>()
            .AddSingleton<AccountNotices>()
            .AddSecondFactorSecrets()
            .AddJson(AuthJson.Default);

    /// <summary>Makes key rotation re-encrypt the secrets of second factors; the worker needs nothing else of them.</summary>
    public static IServiceCollection AddSecondFactorSecrets(this IServiceCollection services) =>
        services.AddEncryptedColumn(Sql.Of($"second_factors"), Sql.Of($"secret_cipher"), SecondFactors.SecretField);

    /// <summary>The check against breached passwords, if it is configured.</summary>
    public static IServiceCollection AddBreachedPasswords(this IServiceCollection services, AppOptions options) =>
        options.ChecksBreachedPasswords ? services.AddOutsideService(BreachedPasswords.Service) : services;

    public static RouteGroupBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/auth").WithTags("Authentication").RequireRateLimit(RateLimit.Authentication).KeepOutOfCaches();

        group
            .MapPost("/login", Login)
            .WithName("Login")
            .WithSummary("Start a session")
            .WithDescription(
                """
                The access token authorizes requests; the refresh token gets new tokens. A wrong address and a wrong password get the same
                answer. For an account with a second factor, the answer is 202 with a challenge instead of tokens: continue at
                second-factor. If the request has an access token of the same account, that session ends: use this to sign in again when a
                recent sign-in is needed.
                """
            )
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample("""{"email":"ada@example.com","password":"a long sentence nobody says"}""", TokensExample, ChallengeExample);
        group
            .MapPost("/second-factor", FinishLogin)
            .WithName("FinishLogin")
            .WithSummary("Finish a sign-in with a code")
            .WithDescription(
                """
                For an account with a second factor, a login or a sign-in with Google or Microsoft answers 202 with a challenge instead of
                tokens. The challenge is valid for five minutes, five attempts and one session. A code of the authenticator application
                works once.
                """
            )
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample("""{"challengeToken":"c2FtcGxlIGNoYWxsZW5nZSB0b2tlbg","code":"287082"}""", TokensExample);
        group
            .MapPost("/refresh", Refresh)
            .WithName("Refresh")
            .WithSummary("Exchange a refresh token for new tokens")
            .WithDescription(
                "A refresh token works once. Using it again ends the session, except within 10 seconds, when a retry gets the same answer."
            )
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample("""{"refreshToken":"c2FtcGxlIHJlZnJlc2ggdG9rZW4"}""", TokensExample);
        group
            .MapPost("/logout", Logout)
            .WithName("Logout")
            .WithSummary("End this session")
            .WithDescription("Its access and refresh tokens no longer work.")
            .RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group
            .MapPost("/logout-everywhere", LogoutEverywhere)
            .WithName("LogoutEverywhere")
            .WithSummary("End every session of this account")
            .WithDescription("Including this one. No access or refresh token of the account works afterwards.")
            .RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        return group;
    }

    private static async Task<Results<Ok<TokenResponse>, Accepted<SecondFactorChallenge>, ProblemHttpResult>> Login(
        LoginRequest request,
        Accounts accounts,
        SignInSteps steps,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var device = ClientDevice.Of(context, options);
            if (await accounts.Authenticate(request.Email, request.Password, device.Address, cancellationToken) is not { } user)
                return Problems.Of(401, "invalid-credentials", "The address or the password is wrong.");
            var step = await steps.Begin(user, device.UserAgent, Replaced(context, user), cancellationToken);
            return step.Challenge is { } challenge ? TypedResults.Accepted((string?)null, challenge) : TypedResults.Ok(step.Tokens!);
        }
        catch (TooManyFailedLoginsException)
        {
            return TooManyFailedLogins(context.Response);
        }
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> FinishLogin(
        SecondFactorRequest request,
        SignInSteps steps,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var current = context.Features.Get<CurrentUser>();
        var step = await steps.Finish(request, ClientDevice.Of(context, options).UserAgent, current, cancellationToken);
        return step.Outcome switch
        {
            CodeOutcome.Right => TypedResults.Ok(step.Tokens!),
            CodeOutcome.Wrong => Problems.Of(401, "wrong-code", "The code is wrong, too old, or was used before."),
            CodeOutcome.TooMany => TooManyCodes(context.Response),
            _ => Problems.Of(401, "invalid-challenge", "The challenge is unknown, expired or used up. Sign in again from the first step."),
        };
    }

    internal static ProblemHttpResult TooManyCodes(HttpResponse response)
    {
        response.Headers.RetryAfter = SecondFactors.FailureWindow.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Problems.Of(429, "too-many-wrong-codes", "Too many wrong codes for this account. Wait, then try again.");
    }

    internal static ProblemHttpResult TooManyFailedLogins(HttpResponse response)
    {
        response.Headers.RetryAfter = FailedLogins.Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Problems.Of(429, "too-many-failed-logins", "Too many failed logins to this account. Wait, then try again.");
    }

    /// <summary>The session of the request, if it belongs to the same person: signing in again replaces it.</summary>
    internal static Guid? Replaced(HttpContext context, Guid user) =>
        context.Features.Get<CurrentUser>() is { } current && current.Id == user ? current.SessionId : null;

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> Refresh(
        RefreshRequest request,
        Sessions sessions,
        CancellationToken cancellationToken
    ) =>
        await sessions.Refresh(request.RefreshToken, cancellationToken) is { } tokens
            ? TypedResults.Ok(tokens)
            : Problems.Of(401, "invalid-refresh-token", "The refresh token is no longer valid. Log in again.");

    private static async Task<NoContent> Logout(CurrentUser user, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.End(user.Id, user.SessionId, "logout", cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> LogoutEverywhere(CurrentUser user, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.End(user.Id, sessionId: null, "logout-everywhere", cancellationToken);
        return TypedResults.NoContent();
    }
}
