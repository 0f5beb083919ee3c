using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Messages;

/// <summary>
/// Mails through SendGrid (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send), which has no idempotency key. Instead,
/// each mail carries its id as a custom argument, which every event contains. A mail whose worker was killed during the request, or whose
/// answer did not arrive, waits <see cref="WaitForEvents"/> for an event. With an event, it counts as sent; without one, it is sent again.
/// </summary>
public sealed class SendGridProvider(
    [FromKeyedServices(SendGridProvider.ServiceName)] OutsideService service,
    AppOptions options,
    TimeProvider clock
) : IMailProvider
{
    public const string ServiceName = "sendgrid";

    /// <summary>The custom argument with the mail's id; each event contains it too.</summary>
    public const string IdArgument = "pmcrm_mail";

    /// <summary>
    /// The endpoint of the European Union, where the platform creates the domain and its key (sendgrid-nodejs,
    /// packages/client/src/classes/client.js, setDataResidency). One attempt, as for Resend.
    /// </summary>
    public static OutsideServiceOptions Service { get; } = new(ServiceName, new Uri("https://api.eu.sendgrid.com/")) { MaxAttempts = 1 };

    public string Name => ServiceName;

    /// <summary>An event arrives within seconds; if the webhook is down for a moment, SendGrid retries.</summary>
    public TimeSpan WaitForEvents => TimeSpan.FromMinutes(15);

    public async Task<MailAnswer> Send(Guid id, RenderedMail mail, CancellationToken cancellationToken)
    {
        var mailOptions = options.Mail!;
        var body = JsonSerializer.SerializeToUtf8Bytes(Body(id, mail, mailOptions.From), SendGridJson.Default.SendGridMail);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v3/mail/send") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", mailOptions.ApiKey);
        using var answer = await service.Client.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Accepted)
            return new MailAnswer.Accepted(One(answer, "X-Message-Id") is { Length: <= 200 } name ? name : null);
        var reason = MailReason.Of(answer.StatusCode, code: null);
        return (int)answer.StatusCode switch
        {
            400 or 413 => new MailAnswer.Refused(reason),
            // This endpoint answers success only with 202. 401 and 403 are about the key or the sender.
            _ => new MailAnswer.Later(reason, answer.RetryAfter(clock.GetUtcNow()) ?? Reset(answer)),
        };
    }

    private static SendGridMail Body(Guid id, RenderedMail mail, MailSender from) =>
        new(
            [new SendGridPersonalization([new SendGridAddress(mail.To, Name: null)])],
            new SendGridAddress(from.Address, from.Name),
            mail.Subject,
            // Plain text must come first: the API refuses the other order.
            [new SendGridContent("text/plain", mail.Text), new SendGridContent("text/html", mail.Html)],
            Unsubscription.Headers(mail),
            new Dictionary<string, string> { [IdArgument] = id.ToString() },
            new SendGridTracking(new SendGridSwitch(Enable: false), new SendGridSwitch(Enable: false))
        );

    /// <summary>
    /// With 429: when requests are accepted again, in seconds since 1970, as in the page's example
    /// (https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits).
    /// </summary>
    private TimeSpan? Reset(HttpResponseMessage answer) =>
        long.TryParse(One(answer, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 253_402_300_800
        && DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow() is { Ticks: > 0 } pause
            ? pause
            : null;

    private static string? One(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? values.First() : null;
}

internal sealed record SendGridMail(
    IReadOnlyList<SendGridPersonalization> Personalizations,
    SendGridAddress From,
    string Subject,
    IReadOnlyList<SendGridContent> Content,
    IReadOnlyDictionary<string, string>? Headers,
    IReadOnlyDictionary<string, string> CustomArgs,
    SendGridTracking TrackingSettings
);

internal sealed record SendGridPersonalization(IReadOnlyList<SendGridAddress> To);

internal sealed record SendGridAddress(string Email, string? Name);

internal sealed record SendGridContent(string Type, string Value);

internal sealed record SendGridTracking(SendGridSwitch ClickTracking, SendGridSwitch OpenTracking);

internal sealed record SendGridSwitch(bool Enable);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SendGridMail))]
internal sealed partial class SendGridJson : JsonSerializerContext;
