using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;

namespace PmCrm.App.Features.SignIn;

/// <summary>The handlers of start and callback, the same for each provider.</summary>
public sealed partial class SignInHandlers(
    ProviderClients clients,
    ProviderSignIn signIn,
    SignInCookie cookie,
    AppOptions options,
    ILogger<SignInHandlers> logger
)
{
    /// <summary>Value of Retry-After while the provider is unavailable, in seconds.</summary>
    private const int RetryAfter = 30;

    public async Task<Results<RedirectHttpResult, ProblemHttpResult>> Start(
        string provider,
        string title,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (clients.Find(provider) is not { } client)
            return NotSetUp(title);
        try
        {
            var (location, attempt) = await signIn.Begin(client, cancellationToken);
            cookie.Set(context.Response, provider, attempt);
            return TypedResults.Redirect(location);
        }
        catch (SignInException exception)
        {
            return Problem(exception, title, context.Response);
        }
    }

    public async Task<Results<Ok<TokenResponse>, Accepted<SecondFactorChallenge>, ProblemHttpResult>> Callback(
        string provider,
        string title,
        ProviderAnswer answer,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (clients.Find(provider) is not { } client)
            return NotSetUp(title);
        var attempt = cookie.Take(context, provider);
        if (answer is { Code: null, Error: null })
            return Problems.Invalid("code", $"is required: {title} sends it when it redirects the browser back");
        try
        {
            var userAgent = ClientDevice.Of(context, options).UserAgent;
            var step = await signIn.Finish(client, attempt, answer, userAgent, cancellationToken);
            return step.Challenge is { } challenge ? TypedResults.Accepted((string?)null, challenge) : TypedResults.Ok(step.Tokens!);
        }
        catch (SignInException exception)
        {
            return Problem(exception, title, context.Response);
        }
    }

    private static ProblemHttpResult NotSetUp(string title) =>
        Problems.Of(404, "provider-not-configured", $"Sign-in with {title} is not set up on this server.");

    private ProblemHttpResult Problem(SignInException exception, string title, HttpResponse response)
    {
        if (exception.Failure is SignInFailure.Unavailable or SignInFailure.ProviderFailed)
            LogProvider(logger, exception.Message, exception.InnerException?.GetType().Name);
        else
            LogRefused(logger, title, exception.Failure, exception.Message);
        if (exception.Failure == SignInFailure.Unavailable)
            response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        return exception.Failure switch
        {
            SignInFailure.UnknownAttempt => Problems.Of(
                400,
                "invalid-state",
                "This answer does not belong to a recent sign-in of this browser. Start again at start."
            ),
            SignInFailure.CodeRefused => Problems.Of(
                400,
                "invalid-code",
                $"{title} refused the code: it was already used, or has expired. Start again at start."
            ),
            SignInFailure.NotVerified => Problems.Of(
                401,
                "sign-in-not-verified",
                $"The answer of {title} could not be verified. Start again at start."
            ),
            SignInFailure.Declined => Problems.Of(403, "access-denied", $"The sign-in with {title} was declined."),
            SignInFailure.AddressNotVerified => Problems.Of(
                403,
                "email-not-verified",
                $"{title} does not confirm an e-mail address of yours, which a new account needs."
            ),
            SignInFailure.AccountExists => Problems.Of(
                409,
                "account-exists",
                "An account with this address already exists. Sign in to it the way you did before."
            ),
            SignInFailure.Unavailable => Problems.Of(503, "provider-unavailable", $"{title} does not answer right now. Try again shortly."),
            _ => Problems.Of(502, "provider-failed", $"{title} sent an invalid answer. Sign in another way, or try again later."),
        };
    }

    [LoggerMessage(LogLevel.Information, "Sign-in with {Provider} failed: {Failure}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string provider, SignInFailure failure, string reason);

    [LoggerMessage(LogLevel.Warning, "Sign-in failed. {Reason} ({Cause})")]
    private static partial void LogProvider(ILogger logger, string reason, string? cause);
}
