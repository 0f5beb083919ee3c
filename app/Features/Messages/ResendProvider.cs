using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Messages;

/// <summary>
/// Mails through Resend (https://resend.com/docs/api-reference/emails/send-email). A mail's id is its idempotency key, which Resend
/// remembers for 24 hours (https://resend.com/docs/dashboard/emails/idempotency-keys): a mail that is submitted twice is sent once.
/// </summary>
public sealed class ResendProvider(
    [FromKeyedServices(ResendProvider.ServiceName)] OutsideService service,
    AppOptions options,
    TimeProvider clock
) : IMailProvider
{
    public const string ServiceName = "resend";

    /// <summary>One attempt: the outbox handles retries, so that a row is not locked for longer.</summary>
    public static OutsideServiceOptions Service { get; } = new(ServiceName, new Uri("https://api.resend.com/")) { MaxAttempts = 1 };

    public string Name => ServiceName;

    public TimeSpan WaitForEvents => TimeSpan.Zero;

    public async Task<MailAnswer> Send(Guid id, RenderedMail mail, CancellationToken cancellationToken)
    {
        var mailOptions = options.Mail!;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ResendMail(
                mailOptions.From.ToString(),
                [mail.To],
                mail.Subject,
                mail.Html,
                mail.Text,
                Unsubscription.Headers(mail),
                [new ResendTag(SendGridProvider.IdArgument, id.ToString())]
            ),
            ResendJson.Default.ResendMail
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "emails") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", mailOptions.ApiKey);
        request.Headers.Add("Idempotency-Key", id.ToString());
        request.Headers.UserAgent.ParseAdd("pmcrm");
        using var answer = await service.Client.SendAsync(request.MarkRepeatable(), cancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            // An unreadable answer is retried later. With the same key, Resend repeats its original answer, so the mail is not sent twice.
            return OutsideJson.ReadOrNull(bytes, ResendJson.Default.ResendAccepted)?.Id is { Length: > 0 and <= 200 } name
                ? new MailAnswer.Accepted(name)
                : new MailAnswer.Later("garbage", RetryAfter: null);
        var error = OutsideJson.ReadOrNull(bytes, ResendJson.Default.ResendError)?.Name;
        return Of(answer.StatusCode, MailReason.Of(answer.StatusCode, error), error, answer.RetryAfter(clock.GetUtcNow()));
    }

    /// <summary>https://resend.com/docs/api-reference/errors</summary>
    private static MailAnswer Of(HttpStatusCode status, string reason, string? error, TimeSpan? retryAfter) =>
        (int)status switch
        {
            // It already has a mail with this key but another sender: the setting changed between two attempts.
            409 when error == "invalid_idempotent_request" => new MailAnswer.Accepted(ProviderId: null),
            // The sender and the quota are properties of this deployment, not of the mail.
            422 when error is "invalid_from_address" => new MailAnswer.Later(reason, retryAfter),
            400 or 413 or 422 or 451 => new MailAnswer.Refused(reason),
            _ => new MailAnswer.Later(reason, retryAfter),
        };
}

internal sealed record ResendMail(
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string Html,
    string Text,
    IReadOnlyDictionary<string, string>? Headers,
    IReadOnlyList<ResendTag> Tags
);

/// <summary>Each event about the mail contains it.</summary>
internal sealed record ResendTag(string Name, string Value);

internal sealed record ResendAccepted(string? Id);

internal sealed record ResendError(string? Name);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ResendMail))]
[JsonSerializable(typeof(ResendAccepted))]
[JsonSerializable(typeof(ResendError))]
internal sealed partial class ResendJson : JsonSerializerContext;
