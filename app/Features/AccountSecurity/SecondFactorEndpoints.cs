using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>The account's second factor: an authenticator application, and recovery codes in case it is lost.</summary>
public static class SecondFactorEndpoints
{
    private const string CodesExample = """{"codes":["MFRGG2-LTMFYG-C43XN5-ZGIZLO"]}""";

    internal static void MapSecondFactor(this RouteGroupBuilder routes)
    {
        var group = routes.MapGroup("/second-factor");
        group
            .MapGet("", Find)
            .WithName("GetSecondFactor")
            .WithSummary("Read whether this account has a second factor")
            .WithDescription("And how many recovery codes are left.")
            .WithExample(response: """{"isOn":true,"confirmedAt":"2026-10-01T12:00:00+00:00","recoveryCodesLeft":10}""");
        group
            .MapPost("", Begin)
            .WithName("BeginSecondFactor")
            .WithSummary("Start setting up an authenticator application")
            .WithDescription(
                """
                Returns a secret for the application (TOTP, RFC 6238). Sign-ins ask for its codes once the first code is confirmed; until
                then, an earlier application stays in use. Needs a sign-in within the last 15 minutes.
                """
            )
            .RequireRecentProof()
            .WithExample(
                response: """{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","uri":"otpauth://totp/pmcrm:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=pmcrm"}"""
            );
        group
            .MapPost("/confirm", Confirm)
            .WithName("ConfirmSecondFactor")
            .WithSummary("Turn the second factor on with the application's first code")
            .WithDescription("Returns new recovery codes, each usable once instead of a code, and ends every other session.")
            .RequireRecentProof()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample("""{"code":"287082"}""", CodesExample);
        group
            .MapPost("/recovery-codes", NewCodes)
            .WithName("ReplaceRecoveryCodes")
            .WithSummary("Replace the recovery codes")
            .WithDescription("The earlier codes no longer work. Needs a sign-in within the last 15 minutes, with a code.")
            .RequireRecentProof()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: CodesExample);
        group
            .MapDelete("", Remove)
            .WithName("RemoveSecondFactor")
            .WithSummary("Turn the second factor off")
            .WithDescription("Ends every other session. Needs a sign-in within the last 15 minutes, with a code.")
            .RequireRecentProof();
    }

    private static async Task<Ok<SecondFactorState>> Find(CurrentUser user, SecondFactorSetup setup, CancellationToken cancellationToken) =>
        TypedResults.Ok(await setup.State(user.Id, cancellationToken));

    private static async Task<Results<Ok<SecondFactorSecret>, ProblemHttpResult>> Begin(
        CurrentUser user,
        SecondFactorSetup setup,
        CancellationToken cancellationToken
    ) => await setup.Begin(user.Id, cancellationToken) is { } secret ? TypedResults.Ok(secret) : Problems.Unauthenticated;

    private static async Task<Results<Ok<RecoveryCodeList>, ProblemHttpResult>> Confirm(
        ConfirmSecondFactorRequest request,
        CurrentUser user,
        SecondFactorSetup setup,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var (outcome, codes) = await setup.Confirm(user, request.Code, cancellationToken);
        return outcome switch
        {
            CodeOutcome.Right => TypedResults.Ok(new RecoveryCodeList(codes)),
            CodeOutcome.TooMany => AuthEndpoints.TooManyCodes(response),
            CodeOutcome.Wrong => Problems.Of(403, "wrong-code", "The code is wrong or expired. Check the clock of the device."),
            _ => Problems.Of(409, "no-set-up", "No authenticator application is being set up. Start with POST /v1/me/second-factor."),
        };
    }

    private static async Task<Results<Ok<RecoveryCodeList>, ProblemHttpResult>> NewCodes(
        CurrentUser user,
        SecondFactorSetup setup,
        CancellationToken cancellationToken
    ) =>
        await setup.NewCodes(user.Id, cancellationToken) is { } codes
            ? TypedResults.Ok(new RecoveryCodeList(codes))
            : Problems.Of(409, "no-second-factor", "The account has no second factor.");

    private static async Task<NoContent> Remove(CurrentUser user, SecondFactorSetup setup, CancellationToken cancellationToken)
    {
        await setup.Remove(user, cancellationToken);
        return TypedResults.NoContent();
    }
}
