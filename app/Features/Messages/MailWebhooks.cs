using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.Messages;

/// <summary>
/// The endpoints that the mail providers call. API clients do not use them, so the OpenAPI document does not list them. Requests with a
/// wrong signature are refused and counted; signed requests with an unreadable body are too.
/// </summary>
public sealed partial class MailWebhooks(
    AppOptions options,
    MailEventStore events,
    Metrics metrics,
    TimeProvider clock,
    ILogger<MailWebhooks> logger
)
{
    /// <summary>
    /// In bytes. SendGrid posts a list every 30 seconds, or when it reaches 768 KB
    /// (https://github.com/sendgrid/docs, content/docs/for-developers/tracking-events/getting-started-event-webhook.md).
    /// </summary>
    private const int MaxBody = 1024 * 1024;

    private delegate WebhookVerdict Verify(byte[] key, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now);

    public Task<IResult> Resend(HttpContext context, CancellationToken cancellationToken) =>
        Take(
            context,
            ResendProvider.ServiceName,
            options.Mail?.ResendWebhookSecret,
            WebhookSignatures.Svix,
            MailEvents.OfResend,
            cancellationToken
        );

    public Task<IResult> SendGrid(HttpContext context, CancellationToken cancellationToken) =>
        Take(
            context,
            SendGridProvider.ServiceName,
            options.Mail?.SendGridWebhookKey,
            WebhookSignatures.SendGrid,
            MailEvents.OfSendGrid,
            cancellationToken
        );

    private async Task<IResult> Take(
        HttpContext context,
        string service,
        byte[]? key,
        Verify verify,
        Func<ReadOnlyMemory<byte>, IReadOnlyList<MailEvent>> read,
        CancellationToken cancellationToken
    )
    {
        if (key is null)
            return MessageProblems.NoWebhook;
        var body = await WebhookBody.Read(context.Request, MaxBody, cancellationToken);
        if (body is null)
            return Refuse(service, "too_large", MessageProblems.TooLarge(MaxBody));
        switch (verify(key, context.Request.Headers, body, clock.GetUtcNow()))
        {
            case WebhookVerdict.BadSignature:
                return Refuse(service, "bad_signature", MessageProblems.BadSignature);
            case WebhookVerdict.TooOld:
                return Refuse(service, "too_old", MessageProblems.OldSignature);
        }
        IReadOnlyList<MailEvent> found;
        try
        {
            found = read(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Refuse(service, "garbage", MessageProblems.Unreadable);
        }
        try
        {
            await events.Record(found, cancellationToken);
        }
        catch (UnstorableTextException)
        {
            return Refuse(service, "garbage", Problems.Of(400, "unreadable-event", "An address contains a character that is not allowed."));
        }
        metrics.WebhooksReceived.Add(1, new("service", service), new("outcome", found.Count == 0 ? "not_ours" : "accepted"));
        return TypedResults.NoContent();
    }

    private IResult Refuse(string service, string outcome, IResult refusal)
    {
        metrics.WebhooksReceived.Add(1, new("service", service), new("outcome", outcome));
        LogRefused(logger, service, outcome);
        return refusal;
    }

    [LoggerMessage(LogLevel.Warning, "A webhook of {Service} was refused: {Outcome}")]
    private static partial void LogRefused(ILogger logger, string service, string outcome);
}
