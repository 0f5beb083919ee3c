using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Http;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// The endpoints that Meta calls. API clients do not use them, so the OpenAPI document does not list them. Requests with a wrong
/// signature are refused and counted; signed requests with an unreadable body are too.
/// </summary>
public sealed partial class WhatsAppWebhooks(
    AppOptions options,
    WhatsAppEventStore events,
    Metrics metrics,
    TimeProvider clock,
    ILogger<WhatsAppWebhooks> logger
)
{
    /// <summary>In bytes: Meta's payloads have up to 3 MB (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks).</summary>
    private const int MaxBody = 3 * 1024 * 1024;

    private const string SignaturePrefix = "sha256=";

    /// <summary>
    /// Maximum age of a report. The signature covers only the body and has no time of its own, so the newest time in the body counts. A
    /// report that was not answered with 200 is repeated for up to seven days, as 360dialog, a partner of Meta, documents
    /// (https://docs.360dialog.com/partner/messaging/receiving-messages-via-webhook). Only a part of Meta's own page could be read, which
    /// ends before the duration, so Meta does not confirm it. Within that time, a repeated report changes nothing
    /// (<see cref="WhatsAppEventStore"/>).
    /// </summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7) + TimeSpan.FromHours(1);

    /// <summary>
    /// The handshake when the webhook's address is set at Meta: the answer is the challenge
    /// (https://developers.facebook.com/docs/graph-api/webhooks/getting-started).
    /// </summary>
    public IResult Confirm(IQueryCollection query)
    {
        if (options.WhatsApp?.VerifyToken is not { } token)
            return MessageProblems.NoWebhook;
        var challenge = query["hub.challenge"].ToString();
        return
            query["hub.mode"] == "subscribe"
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(query["hub.verify_token"].ToString())),
                SHA256.HashData(Encoding.UTF8.GetBytes(token))
            )
            && Challenge().IsMatch(challenge)
            ? TypedResults.Text(challenge, "text/plain")
            : Refuse("bad_token", Problems.Of(403, "bad-verify-token", "hub.verify_token does not match the configured token."));
    }

    public async Task<IResult> Take(HttpContext context, CancellationToken cancellationToken)
    {
        if (options.WhatsApp is not { AppSecret: { } secret } sender)
            return MessageProblems.NoWebhook;
        var body = await WebhookBody.Read(context.Request, MaxBody, cancellationToken);
        if (body is null)
            return Refuse("too_large", MessageProblems.TooLarge(MaxBody));
        if (!IsSigned(secret, context.Request.Headers["X-Hub-Signature-256"].ToString(), body))
            return Refuse("bad_signature", MessageProblems.BadSignature);
        try
        {
            var found = WhatsAppEvents.Read(body, sender.PhoneNumberId);
            if (found.Count > 0 && IsOld(found.Max(one => one.At)))
                return Refuse("too_old", Problems.Of(401, "old-signature", "The report is older than a week, or in the future."));
            var ours = await events.Record(found, cancellationToken);
            metrics.WebhooksReceived.Add(
                1,
                new("service", WhatsAppProvider.ServiceName),
                new("outcome", ours == 0 ? "not_ours" : "accepted")
            );
            return TypedResults.Ok();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or UnstorableTextException)
        {
            return Refuse("garbage", MessageProblems.Unreadable);
        }
    }

    /// <summary>
    /// HMAC-SHA256 of the body's bytes with the app secret, in hexadecimal
    /// (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads).
    /// </summary>
    private static bool IsSigned(string secret, string header, ReadOnlySpan<byte> body)
    {
        if (!header.StartsWith(SignaturePrefix, StringComparison.Ordinal) || header.Length != SignaturePrefix.Length + 64)
            return false;
        Span<byte> given = stackalloc byte[32];
        return Convert.FromHexString(header.AsSpan(SignaturePrefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
    }

    private bool IsOld(DateTimeOffset newest)
    {
        var age = clock.GetUtcNow() - newest;
        return age > MaxAge || age < -WebhookSignatures.Tolerance;
    }

    private IResult Refuse(string outcome, IResult refusal)
    {
        metrics.WebhooksReceived.Add(1, new("service", WhatsAppProvider.ServiceName), new("outcome", outcome));
        LogRefused(logger, outcome);
        return refusal;
    }

    /// <summary>Meta's examples have a number here.</summary>
    [GeneratedRegex("^[A-Za-z0-9_-]{1,200}$")]
    private static partial Regex Challenge();

    [LoggerMessage(LogLevel.Warning, "A webhook of WhatsApp was refused: {Outcome}")]
    private static partial void LogRefused(ILogger logger, string outcome);
}
