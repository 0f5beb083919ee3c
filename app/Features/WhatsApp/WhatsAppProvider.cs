using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Messages;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// Messages through Meta's WhatsApp Cloud API (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates).
/// Except within 24 hours after a person wrote, a business may send them only templates, which Meta has approved.
/// </summary>
public sealed class WhatsAppProvider(
    [FromKeyedServices(WhatsAppProvider.ServiceName)] OutsideService service,
    AppOptions options,
    TimeProvider clock
)
{
    public const string ServiceName = "whatsapp";

    /// <summary>
    /// One attempt: the outbox handles retries. The API version is the one that Meta's documentation of authentication templates uses
    /// (https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates).
    /// </summary>
    public static OutsideServiceOptions Service { get; } =
        new(ServiceName, new Uri("https://graph.facebook.com/v25.0/")) { MaxAttempts = 1 };

    /// <summary>The status "sent" arrives within seconds; if the webhook is down for a moment, Meta retries.</summary>
    public static TimeSpan WaitForEvents { get; } = TimeSpan.FromMinutes(15);

    /// <summary>Sends one message to the API, once; the outbox handles retries.</summary>
    /// <param name="id">
    /// The message's id in the outbox. The events about it contain it as <c>biz_opaque_callback_data</c>.
    /// </param>
    /// <param name="to">The recipient's number, as + and digits.</param>
    /// <exception cref="OutsideServiceException">WhatsApp did not answer.</exception>
    public async Task<MailAnswer> Send(Guid id, string to, WhatsAppMessage message, CancellationToken cancellationToken)
    {
        var sender = options.WhatsApp!;
        var body = JsonSerializer.SerializeToUtf8Bytes(Request(id, to, message), WhatsAppApiJson.Default.WhatsAppRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{sender.PhoneNumberId}/messages")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sender.ApiToken);
        using var answer = await service.Client.SendAsync(request, cancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            return
                OutsideJson.ReadOrNull(bytes, WhatsAppApiJson.Default.WhatsAppAccepted)?.Messages
                    is [{ Id: { Length: > 0 and <= 200 } name }, ..]
                ? new MailAnswer.Accepted(name)
                // WhatsApp may have the message.
                : new MailAnswer.Later("garbage", WaitForEvents);
        return WhatsAppErrors.Of(
            answer.StatusCode,
            OutsideJson.ReadOrNull(bytes, WhatsAppApiJson.Default.WhatsAppErrorAnswer)?.Error,
            answer.RetryAfter(clock.GetUtcNow())
        );
    }

    /// <summary>
    /// A template, or a text to a person who has just written
    /// (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages).
    /// </summary>
    private static WhatsAppRequest Request(Guid id, string to, WhatsAppMessage message) =>
        message.Template is { } name
            ? new WhatsAppRequest(
                "whatsapp",
                "individual",
                to,
                "template",
                new WhatsAppTemplate(name, new WhatsAppLanguage(WhatsAppMessage.Language), Components(id, message)),
                Text: null,
                id.ToString()
            )
            : new WhatsAppRequest(
                "whatsapp",
                "individual",
                to,
                "text",
                Template: null,
                new WhatsAppText(PreviewUrl: false, message.Texts[0]),
                id.ToString()
            );

    /// <summary>
    /// An authentication template has the code twice: in its text and in its button, which has the type URL in the API
    /// (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates/auth-otp-template-messages). A quick reply
    /// sends its payload back.
    /// </summary>
    private static IReadOnlyList<WhatsAppComponent> Components(Guid id, WhatsAppMessage message)
    {
        WhatsAppParameter[] texts = [.. message.Texts.Select(text => new WhatsAppParameter("text", Text: text))];
        return
        [
            new("body", texts),
            message.Kind == WhatsAppKind.Code
                ? new("button", texts, "url", "0")
                : new("button", [new("payload", Payload: WhatsAppEvents.StopPayload(id))], "quick_reply", "0"),
        ];
    }
}

internal sealed record WhatsAppRequest(
    string MessagingProduct,
    string RecipientType,
    string To,
    string Type,
    WhatsAppTemplate? Template,
    WhatsAppText? Text,
    string BizOpaqueCallbackData
);

internal sealed record WhatsAppText(bool PreviewUrl, string Body);

internal sealed record WhatsAppTemplate(string Name, WhatsAppLanguage Language, IReadOnlyList<WhatsAppComponent> Components);

internal sealed record WhatsAppLanguage(string Code);

internal sealed record WhatsAppComponent(
    string Type,
    IReadOnlyList<WhatsAppParameter> Parameters,
    string? SubType = null,
    string? Index = null
);

internal sealed record WhatsAppParameter(string Type, string? Text = null, string? Payload = null);

internal sealed record WhatsAppAccepted(IReadOnlyList<WhatsAppMessageId>? Messages);

internal sealed record WhatsAppMessageId(string? Id);

internal sealed record WhatsAppErrorAnswer(WhatsAppError? Error);

/// <param name="Code">The error code; 0 is an error too.</param>
internal sealed record WhatsAppError(int? Code);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(WhatsAppRequest))]
[JsonSerializable(typeof(WhatsAppAccepted))]
[JsonSerializable(typeof(WhatsAppErrorAnswer))]
internal sealed partial class WhatsAppApiJson : JsonSerializerContext;
