using System.Globalization;
using System.Text.Json;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>What an event reports about a message.</summary>
public enum WhatsAppEventKind
{
    Sent,
    Delivered,
    Read,
    Failed,

    /// <summary>The recipient pressed the button that stops reminders.</summary>
    Stopped,
}

/// <param name="Message">The message's id in the outbox; null if the event does not contain it.</param>
/// <param name="ProviderId">WhatsApp's id of the message; null for the button.</param>
/// <param name="At">When it happened.</param>
/// <param name="Error">For a failure: the code of the first error.</param>
public sealed record WhatsAppEvent(Guid? Message, string? ProviderId, WhatsAppEventKind Kind, DateTimeOffset At, int? Error);

/// <summary>
/// Reads WhatsApp's events (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components): the statuses of messages, and the
/// button of a reminder (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/button/).
/// Messages that people write to the number are skipped unread.
/// </summary>
internal static class WhatsAppEvents
{
    private const string StopPrefix = "stop-";

    /// <summary>The payload that the button of a reminder sends back.</summary>
    public static string StopPayload(Guid message) => $"{StopPrefix}{message}";

    /// <exception cref="JsonException">The body is not an event of WhatsApp.</exception>
    public static IReadOnlyList<WhatsAppEvent> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (Text(document.RootElement, "object") != "whatsapp_business_account")
            throw new JsonException("This is not an event of WhatsApp.");
        var events = new List<WhatsAppEvent>();
        foreach (var entry in List(document.RootElement, "entry"))
        foreach (var change in List(entry, "changes"))
            if (Text(change, "field") == "messages" && Member(change, "value") is { } value)
            {
                foreach (var status in List(value, "statuses"))
                    if (OfStatus(status) is { } one)
                        events.Add(one);
                foreach (var message in List(value, "messages"))
                    if (OfMessage(message) is { } one)
                        events.Add(one);
            }
        return events;
    }

    private static WhatsAppEvent? OfStatus(JsonElement status)
    {
        WhatsAppEventKind? kind = Text(status, "status") switch
        {
            "sent" => WhatsAppEventKind.Sent,
            "delivered" => WhatsAppEventKind.Delivered,
            "read" => WhatsAppEventKind.Read,
            "failed" => WhatsAppEventKind.Failed,
            _ => null,
        };
        return kind is { } known
            ? new WhatsAppEvent(
                Guid.TryParse(Text(status, "biz_opaque_callback_data"), out var message) ? message : null,
                Text(status, "id"),
                known,
                Time(status),
                List(status, "errors")
                    .Select(error => Member(error, "code") is { } code && code.TryGetInt32(out var number) ? number : 0)
                    .Cast<int?>()
                    .FirstOrDefault()
            )
            : null;
    }

    private static WhatsAppEvent? OfMessage(JsonElement message) =>
        Text(message, "type") == "button"
        && Member(message, "button") is { } button
        && Text(button, "payload") is { } payload
        && payload.StartsWith(StopPrefix, StringComparison.Ordinal)
        && Guid.TryParse(payload.AsSpan(StopPrefix.Length), out var id)
            ? new WhatsAppEvent(id, ProviderId: null, WhatsAppEventKind.Stopped, Time(message), Error: null)
            : null;

    /// <summary>Seconds since 1970, as a string or, in some examples, as a number.</summary>
    private static DateTimeOffset Time(JsonElement element)
    {
        var text = Member(element, "timestamp") switch
        {
            { ValueKind: JsonValueKind.String } written => written.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new JsonException("An event has no time.");
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator List(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
