using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>Reminders by WhatsApp: the phone number, and Meta's webhooks.</summary>
public static class WhatsAppEndpoints
{
    private const string Example = """{"available":true,"number":"+491701234567","verified":false,"reminders":false,"problem":null}""";

    /// <summary>Events arrive in bursts from a few addresses.</summary>
    private static readonly RateLimit Webhooks = new("webhooks", 6000, TimeSpan.FromMinutes(1), RateLimitBy.Address);

    public static IServiceCollection AddWhatsApp(this IServiceCollection services) =>
        services
            .AddWhatsAppStore()
            .AddSingleton<WhatsAppVerification>()
            .AddSingleton<WhatsAppEventStore>()
            .AddSingleton<WhatsAppWebhooks>();

    /// <summary>The services that the worker needs too.</summary>
    private static IServiceCollection AddWhatsAppStore(this IServiceCollection services) =>
        services
            .AddSingleton<WhatsAppOutbox>()
            .AddSingleton<WhatsAppNumbers>()
            .AddSingleton<WhatsAppCounts>()
            // Codes are not re-encrypted: a code is valid for minutes, during which both keys are known.
            .AddEncryptedColumn(Sql.Of($"whatsapp_numbers"), Sql.Of($"number_cipher"), WhatsAppNumbers.NumberField)
            .AddEncryptedColumn(Sql.Of($"whatsapp_outbox"), Sql.Of($"message_cipher"), WhatsAppOutbox.MessageField)
            .AddJson(WhatsAppJson.Default);

    /// <summary>The work that sends the messages.</summary>
    public static IServiceCollection AddWhatsAppWork(this IServiceCollection services, AppOptions options)
    {
        services.AddWhatsAppStore();
        return services.AddWhatsAppDelivery(options)
            ? services.AddWorkSource<WhatsAppDelivery>().AddWorkSource<WhatsAppBacklog>()
            : services;
    }

    /// <returns>Whether this process can send.</returns>
    internal static bool AddWhatsAppDelivery(this IServiceCollection services, AppOptions options)
    {
        if (options.WhatsApp?.ApiToken is null)
            return false;
        services.AddOutsideService(WhatsAppProvider.Service).AddSingleton<WhatsAppProvider>();
        return true;
    }

    public static RouteGroupBuilder MapWhatsApp(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/messages/whatsapp").WithTags("Messages").KeepOutOfCaches();
        group
            .MapGet("", Find)
            .WithName("GetWhatsAppChannel")
            .WithSummary("Read the phone number for WhatsApp reminders")
            .WithDescription("Whether this deployment has WhatsApp, the number, whether it is verified, and why nothing is sent to it.");
        group
            .MapPut("", Set)
            .WithName("SetWhatsAppNumber")
            .WithSummary("Set the phone number for WhatsApp")
            .WithDescription(
                """
                The number gets a code by WhatsApp, valid for ten minutes and five attempts. It replaces the previous number at once;
                nothing is sent until it is verified. At most five codes in 24 hours per account, and per number. 409 if the account's
                e-mail address is not verified. 404 if WhatsApp is not set up.
                """
            )
            .WithExample("""{"number":"+49 170 1234567"}""", Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group
            .MapPost("/verification", Verify)
            .WithName("VerifyWhatsAppNumber")
            .WithSummary("Verify the phone number with the code")
            .WithDescription(
                """
                Turns on reminders by WhatsApp. The same code again, within its ten minutes, gets the same answer. 403 if the code is wrong;
                410 if no code is pending. 404 if WhatsApp is not set up.
                """
            )
            .WithExample("""{"code":"123456"}""")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        group
            .MapPatch("", Change)
            .WithName("ChangeWhatsAppChannel")
            .WithSummary("Turn reminders by WhatsApp on or off")
            .WithDescription("The number stays. 409 if it is to be turned on and not verified; 404 if there is no number, or no WhatsApp.")
            .WithExample("""{"reminders":false}""")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group
            .MapDelete("", Remove)
            .WithName("RemoveWhatsAppNumber")
            .WithSummary("Remove the phone number for WhatsApp")
            .WithDescription("Unsent messages to it are removed too. If there is no number, nothing happens.");
        return group;
    }

    /// <summary>The webhooks that Meta calls. API clients do not use them, so the OpenAPI document does not list them.</summary>
    public static void MapWhatsAppCallbacks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/webhooks/whatsapp").ExcludeFromDescription().RequireRateLimit(Webhooks);
        webhooks.MapGet("", (WhatsAppWebhooks all, HttpRequest request) => all.Confirm(request.Query));
        webhooks.MapPost("", (WhatsAppWebhooks all, HttpContext context, CancellationToken cancellationToken) =>
            all.Take(context, cancellationToken)
        );
    }

    private static async Task<Ok<WhatsAppChannel>> Find(CurrentUser user, WhatsAppNumbers numbers, CancellationToken cancellationToken) =>
        TypedResults.Ok(await numbers.Find(user.Id, cancellationToken));

    private static async Task<Results<Ok<WhatsAppChannel>, ProblemHttpResult>> Set(
        SetWhatsAppNumberRequest request,
        CurrentUser user,
        WhatsAppOutbox outbox,
        WhatsAppVerification verification,
        WhatsAppNumbers numbers,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (WhatsAppVerification.Normalize(request.Number) is not { } number)
            return Problems.Invalid("number", WhatsAppVerification.Rule);
        if (!outbox.IsConfigured)
            return WhatsAppProblems.NotConfigured;
        switch (await verification.Set(user.Id, number, cancellationToken))
        {
            case SetNumberOutcome.AddressNotVerified:
                return WhatsAppProblems.AddressNotVerified;
            case SetNumberOutcome.TooMany:
                return TooMany(response);
            case SetNumberOutcome.NoAccount:
                return Problems.Unauthenticated;
            default:
                return TypedResults.Ok(await numbers.Find(user.Id, cancellationToken));
        }
    }

    private static async Task<Results<Ok<WhatsAppChannel>, ProblemHttpResult>> Verify(
        VerifyWhatsAppNumberRequest request,
        CurrentUser user,
        WhatsAppOutbox outbox,
        WhatsAppVerification verification,
        WhatsAppNumbers numbers,
        CancellationToken cancellationToken
    )
    {
        if (!outbox.IsConfigured)
            return WhatsAppProblems.NotConfigured;
        return await verification.Verify(user.Id, request.Code, cancellationToken) switch
        {
            VerifyNumberOutcome.Wrong => WhatsAppProblems.WrongCode,
            VerifyNumberOutcome.Ended => WhatsAppProblems.CodeEnded,
            _ => TypedResults.Ok(await numbers.Find(user.Id, cancellationToken)),
        };
    }

    private static async Task<Results<Ok<WhatsAppChannel>, ProblemHttpResult>> Change(
        WhatsAppChannelChange change,
        CurrentUser user,
        WhatsAppOutbox outbox,
        WhatsAppNumbers numbers,
        CancellationToken cancellationToken
    )
    {
        if (change.Reminders is true && !outbox.IsConfigured)
            return WhatsAppProblems.NotConfigured;
        if (change.Reminders is { } reminders)
            switch (await numbers.Change(user.Id, reminders, cancellationToken))
            {
                case ChannelChangeOutcome.NoNumber:
                    return WhatsAppProblems.NoNumber;
                case ChannelChangeOutcome.NotVerified:
                    return WhatsAppProblems.NumberNotVerified;
            }
        return TypedResults.Ok(await numbers.Find(user.Id, cancellationToken));
    }

    private static async Task<NoContent> Remove(CurrentUser user, WhatsAppNumbers numbers, CancellationToken cancellationToken)
    {
        await numbers.Remove(user.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult TooMany(HttpResponse response)
    {
        response.Headers.RetryAfter = WhatsAppVerification.Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Problems.Of(
            429,
            "too-many-codes",
            $"At most {WhatsAppVerification.MaxOfAccount} codes in 24 hours per account and per number."
        );
    }
}
