using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Messages;

/// <summary>Message preferences, and the callbacks of mail programs and providers.</summary>
public static class MessageEndpoints
{
    /// <summary>The path of the List-Unsubscribe URL; the query has the mail's token.</summary>
    internal const string UnsubscribePath = "/unsubscribe";

    private const int MaxToken = 100;

    /// <summary>A provider's events arrive in bursts from a few addresses.</summary>
    private static readonly RateLimit Webhooks = new("webhooks", 6000, TimeSpan.FromMinutes(1), RateLimitBy.Address);

    /// <summary>The services with which a feature stores a message for the worker.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services) =>
        services.AddMessageStore().AddSingleton<MailEventStore>().AddSingleton<MailWebhooks>();

    /// <summary>The services that the worker needs too.</summary>
    private static IServiceCollection AddMessageStore(this IServiceCollection services) =>
        services
            .AddSingleton<MailOutbox>()
            .AddSingleton<MailCounts>()
            .AddSingleton<MessagePreferenceStore>()
            .AddEncryptedColumn(Sql.Of($"mail_outbox"), Sql.Of($"message_cipher"), MailOutbox.MessageField)
            .AddJson(MessagesJson.Default);

    /// <summary>The preferences of the account of the request.</summary>
    public static RouteGroupBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/messages").WithTags("Messages");
        group
            .MapGet("", Find)
            .WithName("GetMessagePreferences")
            .WithSummary("Read the message preferences of this account")
            .WithDescription("Which messages are on, which this deployment can send, and why an address gets none.");
        group
            .MapPatch("", Change)
            .WithName("ChangeMessagePreferences")
            .WithSummary("Change the message preferences of this account")
            .WithDescription("Members that are absent do not change. Turning something on needs mail; 404 if it is not set up.")
            .WithExample("""{"mailReminders":true,"mailDigest":true}""")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    /// <summary>
    /// The callbacks of mail programs and providers. API clients do not use them, so the OpenAPI document does not list them.
    /// </summary>
    public static void MapMessageCallbacks(this IEndpointRouteBuilder app)
    {
        var unsubscribe = app.MapGroup(UnsubscribePath).ExcludeFromDescription().RequireRateLimit(RateLimit.Authentication);
        unsubscribe.MapPost("", Unsubscribe).WithName("Unsubscribe");
        unsubscribe.MapGet("", ToUnsubscribePage).WithName("UnsubscribePage");
        var webhooks = app.MapGroup("/webhooks").ExcludeFromDescription().RequireRateLimit(Webhooks);
        webhooks.MapPost("/resend", (MailWebhooks all, HttpContext context, CancellationToken cancellationToken) =>
            all.Resend(context, cancellationToken)
        );
        webhooks.MapPost("/sendgrid", (MailWebhooks all, HttpContext context, CancellationToken cancellationToken) =>
            all.SendGrid(context, cancellationToken)
        );
    }

    private static async Task<Results<Ok<MessagePreferences>, ProblemHttpResult>> Find(
        CurrentUser user,
        MessagePreferenceStore preferences,
        CancellationToken cancellationToken
    ) => await preferences.Find(user.Id, cancellationToken) is { } found ? TypedResults.Ok(found) : Problems.Unauthenticated;

    private static async Task<Results<Ok<MessagePreferences>, ProblemHttpResult>> Change(
        MessagePreferencesChange change,
        CurrentUser user,
        MailOutbox outbox,
        MessagePreferenceStore preferences,
        CancellationToken cancellationToken
    )
    {
        if (!outbox.IsConfigured && (change.MailReminders is true || change.MailDigest is true))
            return MessageProblems.NoMail;
        return await preferences.Change(user.Id, change, cancellationToken) is { } changed
            ? TypedResults.Ok(changed)
            : Problems.Unauthenticated;
    }

    /// <summary>RFC 8058, 3.2: the POST alone unsubscribes, without a cookie or another step.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Unsubscribe(
        string? token,
        MessagePreferenceStore preferences,
        CancellationToken cancellationToken
    ) =>
        token is { Length: > 0 and <= MaxToken } && await preferences.Unsubscribe(token, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound;

    /// <summary>
    /// A GET changes nothing; otherwise a program that follows the links in a mail would unsubscribe its reader (RFC 8058, 1).
    /// </summary>
    private static RedirectHttpResult ToUnsubscribePage(string? token, AppOptions options) =>
        TypedResults.Redirect(new Uri(options.FrontendUrl, $"/unsubscribe#token={Uri.EscapeDataString(token ?? "")}").AbsoluteUri);

    /// <summary>The work that sends the messages.</summary>
    public static IServiceCollection AddMessageWork(this IServiceCollection services, AppOptions options)
    {
        services.AddMessageStore();
        return services.AddMessageDelivery(options) ? services.AddWorkSource<MailDelivery>().AddWorkSource<MailBacklog>() : services;
    }

    /// <summary>Adds the provider whose key is set.</summary>
    /// <returns>Whether there is one.</returns>
    internal static bool AddMessageDelivery(this IServiceCollection services, AppOptions options)
    {
        switch (options.Mail?.Service)
        {
            case MailService.Resend:
                services.AddOutsideService(ResendProvider.Service).AddSingleton<IMailProvider, ResendProvider>();
                return true;
            case MailService.SendGrid:
                services.AddOutsideService(SendGridProvider.Service).AddSingleton<IMailProvider, SendGridProvider>();
                return true;
            default:
                return false;
        }
    }
}
