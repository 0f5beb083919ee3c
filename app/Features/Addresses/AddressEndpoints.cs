using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Messages;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Addresses;

/// <summary>Operations with an account's address: register, verify, reset the password, change the address.</summary>
public static class AddressEndpoints
{
    internal const string Accepted = """{"status":"accepted"}""";

    private const string TokenExample = """{"token":"c2FtcGxlIHRva2VuIGZyb20gYSBtYWls"}""";

    public static IServiceCollection AddAddresses(this IServiceCollection services) =>
        services
            .AddSingleton<MailTokens>()
            .AddSingleton<Registration>()
            .AddSingleton<PasswordReset>()
            .AddSingleton<AddressChange>()
            .AddSingleton<UnverifiedAccounts>()
            .AddJson(AddressJson.Default);

    /// <summary>Operations without a session.</summary>
    public static RouteGroupBuilder MapAddresses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/auth").WithTags("Authentication").RequireRateLimit(RateLimit.Authentication).KeepOutOfCaches();
        group
            .MapPost("/register", Register)
            .WithName("Register")
            .WithSummary("Create an account")
            .WithDescription(
                """
                The answer is the same whether or not the address already has an account; log in to use it. If mail is set up, the address
                gets a verification link, or its owner is told that they already have an account.
                """
            )
            .WithExample("""{"email":"ada@example.com","password":"a long sentence nobody says","displayName":"Ada"}""", Accepted);
        group
            .MapPost("/verify-email", Verify)
            .WithName("VerifyEmail")
            .WithSummary("Verify the address with the mailed link")
            .WithDescription(
                """
                Needs the password of the registration too. If somebody else registered the address and never verified it, the person who
                verifies it gets a new account, and the earlier account loses the address.
                """
            )
            .RefusesTokens()
            .WithExample("""{"token":"c2FtcGxlIHRva2VuIGZyb20gYSBtYWls","password":"a long sentence nobody says"}""");
        group
            .MapPost("/password-reset", RequestReset)
            .WithName("RequestPasswordReset")
            .WithSummary("Request a mail with a link to set a new password")
            .WithDescription("The answer and its timing are the same whether or not the address has an account. 404 if mail is not set up.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample("""{"email":"ada@example.com"}""", Accepted);
        group
            .MapPost("/password-reset/confirm", Reset)
            .WithName("ResetPassword")
            .WithSummary("Set a new password with the mailed link")
            .WithDescription(
                """
                Ends every session and removes every API token. A second factor stays: the next sign-in asks for it. If the address was
                never verified, it gets a new account, and the earlier account loses the address.
                """
            )
            .RefusesTokens()
            .WithExample("""{"token":"c2FtcGxlIHRva2VuIGZyb20gYSBtYWls","newPassword":"another sentence that nobody says"}""");
        group
            .MapPost("/revert-email", Revert)
            .WithName("RevertEmail")
            .WithSummary("Restore the previous address")
            .WithDescription(
                """
                Uses the link that the old address got when the address was changed. Every session ends; the password and a second factor
                that was turned on since are removed; the address gets a link to set a new password.
                """
            )
            .RefusesTokens()
            .WithExample(TokenExample);
        return group;
    }

    /// <summary>Operations of a signed-in person.</summary>
    public static RouteGroupBuilder MapOwnAddress(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/me/email")
            .WithTags("Account security")
            .KeepOutOfCaches()
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapPost("/verification", SendAgain)
            .WithName("SendVerification")
            .WithSummary("Send the verification mail again")
            .WithDescription("409 if the address is already verified. 404 if mail is not set up.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: Accepted);
        group
            .MapPost("", Change)
            .WithName("ChangeEmail")
            .WithSummary("Change the address of this account")
            .WithDescription(
                """
                The new address gets a link; until it is confirmed, the old address stays. The answer is the same whether or not the new
                address has an account. Needs a sign-in within the last 15 minutes. 404 if mail is not set up.
                """
            )
            .RequireRecentProof()
            .WithExample("""{"email":"ada@example.org"}""", Accepted);
        group
            .MapPost("/confirm", Confirm)
            .WithName("ConfirmEmail")
            .WithSummary("Confirm the new address with the mailed link")
            .WithDescription("Ends every other session. The old address gets a mail with a link that reverts the change within a week.")
            .RefusesTokens()
            .WithExample(TokenExample);
        return group;
    }

    private static RouteHandlerBuilder RefusesTokens(this RouteHandlerBuilder endpoint) =>
        endpoint
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Accepted<RegisterResponse>, ProblemHttpResult>> Register(
        RegisterRequest request,
        Registration registration,
        PasswordPolicy policy,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var address = ClientDevice.Of(context, options).Address;
        if (!await policy.Accepts(request.Password, [request.Email, request.DisplayName], address, cancellationToken))
            return Problems.Invalid("password", PasswordPolicy.Rule);
        await registration.Register(request, address, cancellationToken);
        return TypedResults.Accepted((string?)null, new RegisterResponse("accepted"));
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Verify(
        VerifyEmailRequest request,
        Registration registration,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    ) => Limited(context, registration.Verify(request, ClientDevice.Of(context, options).Address, cancellationToken));

    private static async Task<Results<Accepted<MailAccepted>, ProblemHttpResult>> RequestReset(
        RequestPasswordReset request,
        PasswordReset reset,
        MailOutbox outbox,
        CancellationToken cancellationToken
    )
    {
        if (!outbox.IsConfigured)
            return MessageProblems.NoMail;
        await SteadyTime.Run(() => reset.Request(request.Email, cancellationToken), cancellationToken);
        return IsAccepted();
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Reset(
        ResetPasswordRequest request,
        PasswordReset reset,
        AppOptions options,
        HttpContext context,
        CancellationToken cancellationToken
    ) => Limited(context, reset.Finish(request, ClientDevice.Of(context, options).Address, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> Revert(
        MailTokenRequest request,
        AddressChange change,
        CancellationToken cancellationToken
    ) => Done(await change.Revert(request.Token, cancellationToken));

    private static async Task<Results<Accepted<MailAccepted>, ProblemHttpResult>> SendAgain(
        CurrentUser user,
        Registration registration,
        MailOutbox outbox,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!outbox.IsConfigured)
            return MessageProblems.NoMail;
        return await registration.SendAgain(user.Id, cancellationToken) switch
        {
            VerificationRequest.Sent => IsAccepted(),
            VerificationRequest.AlreadyVerified => Problems.Of(409, "already-verified", "The address is already verified."),
            VerificationRequest.TooMany => TooManyMails(response),
            _ => Problems.Unauthenticated,
        };
    }

    private static async Task<Results<Accepted<MailAccepted>, ProblemHttpResult>> Change(
        ChangeEmailRequest request,
        CurrentUser user,
        AddressChange change,
        MailOutbox outbox,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!outbox.IsConfigured)
            return MessageProblems.NoMail;
        var sent = false;
        await SteadyTime.Run(async () => sent = await change.Request(user.Id, request.Email, cancellationToken), cancellationToken);
        return sent ? IsAccepted() : TooManyMails(response);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Confirm(
        MailTokenRequest request,
        CurrentUser user,
        AddressChange change,
        CancellationToken cancellationToken
    ) => Done(await change.Confirm(user, request.Token, cancellationToken));

    /// <summary>A wrong password counts as a failed login does.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Limited(HttpContext context, Task<TokenFailure?> work)
    {
        try
        {
            return Done(await work);
        }
        catch (TooManyFailedLoginsException)
        {
            return AuthEndpoints.TooManyFailedLogins(context.Response);
        }
    }

    private static Results<NoContent, ProblemHttpResult> Done(TokenFailure? failure) =>
        failure is { } why ? why.Problem() : TypedResults.NoContent();

    private static Accepted<MailAccepted> IsAccepted() => TypedResults.Accepted((string?)null, new MailAccepted("accepted"));

    private static ProblemHttpResult TooManyMails(HttpResponse response)
    {
        response.Headers.RetryAfter = MailTokens.Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Problems.Of(
            429,
            "too-many-mails",
            $"At most {MailTokens.MaxPerWindow} of these mails per hour. Use the ones that were already sent."
        );
    }
}
