using System.Collections.Frozen;
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

    /// <summary>A person pressed the button that stops reminders, or wrote a word that stops them.</summary>
    Stopped,
}

/// <param name="Message">The message's id in the outbox; null if the event does not contain it.</param>
/// <param name="ProviderId">WhatsApp's id of the message; null if the event does not contain it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Error">For a failure: the code of the first error.</param>
/// <param name="People">
/// Ids of the one person who got the message or wrote: a phone number, the WhatsApp id and, since 2026, an id for this business only. Any
/// of them may be absent (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids/).
/// </param>
public sealed record WhatsAppEvent(
    Guid? Message,
    string? ProviderId,
    WhatsAppEventKind Kind,
    DateTimeOffset At,
    int? Error,
    IReadOnlyList<string> People
);

/// <summary>
/// Reads WhatsApp's events (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components): the statuses of messages, the
/// button of a reminder (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/button/),
/// and a text that is one word to stop
/// (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text/). Other messages that
/// people write to the number are skipped.
/// </summary>
internal static class WhatsAppEvents
{
    private const string StopPrefix = "stop-";

    /// <summary>
    /// Twilio's default words to opt out (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out), in upper or lower case.
    /// Meta's documentation, as far as it could be read, names none.
    /// </summary>
    private static readonly FrozenSet<string> StopWords = new[]
    {
        "STOP",
        "STOPALL",
        "UNSUBSCRIBE",
        "CANCEL",
        "END",
        "QUIT",
        "REVOKE",
        "OPTOUT",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The payload that the button of a reminder sends back.</summary>
    public static string StopPayload(Guid message) => $"{StopPrefix}{message}";

    /// <param name="sender">The id of our phone number. Texts to another number of the same account are skipped.</param>
    /// <exception cref="JsonException">The body is not an event of WhatsApp.</exception>
    public static IReadOnlyList<WhatsAppEvent> Read(ReadOnlyMemory<byte> body, string sender)
    {
        using var document = JsonDocument.Parse(body);
        if (Text(document.RootElement, "object") != "whatsapp_business_account")
            throw new JsonException("This is not an event of WhatsApp.");
        var events = new List<WhatsAppEvent>();
        foreach (var entry in List(document.RootElement, "entry"))
        foreach (var change in List(entry, "changes"))
            if (Text(change, "field") == "messages" && Member(change, "value") is { } value)
            {
                var isOurs = Member(value, "metadata") is { } metadata && Text(metadata, "phone_number_id") == sender;
                var contact = Contact(value);
                foreach (var status in List(value, "statuses"))
                    if (OfStatus(status, contact) is { } one)
                        events.Add(one);
                foreach (var message in List(value, "messages"))
                    if ((OfButton(message) ?? (isOurs ? OfWord(message, contact) : null)) is { } one)
                        events.Add(one);
            }
        return events;
    }

    private static WhatsAppEvent? OfStatus(JsonElement status, JsonElement? contact)
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
                    .FirstOrDefault(),
                People(Text(status, "recipient_id"), Text(status, "recipient_user_id"), contact)
            )
            : null;
    }

    /// <summary>
    /// The only quick reply in our messages is the one that stops reminders. If the event does not contain our payload, the message that
    /// it replies to identifies the number.
    /// </summary>
    private static WhatsAppEvent? OfButton(JsonElement message)
    {
        if (Text(message, "type") != "button" || Member(message, "button") is not { } button)
            return null;
        var id =
            Text(button, "payload") is { } payload
            && payload.StartsWith(StopPrefix, StringComparison.Ordinal)
            && Guid.TryParse(payload.AsSpan(StopPrefix.Length), out var found)
                ? found
                : (Guid?)null;
        return id is not null || Answered(message) is not null
            ? new WhatsAppEvent(id, Answered(message), WhatsAppEventKind.Stopped, Time(message), Error: null, People: [])
            : null;
    }

    private static WhatsAppEvent? OfWord(JsonElement message, JsonElement? contact) =>
        Text(message, "type") == "text"
        && Member(message, "text") is { } text
        && Text(text, "body") is { } body
        && StopWords.Contains(body.Trim().TrimEnd('.', '!'))
            ? new WhatsAppEvent(
                Message: null,
                Answered(message),
                WhatsAppEventKind.Stopped,
                Time(message),
                Error: null,
                People(Text(message, "from"), Text(message, "from_user_id"), contact)
            )
            : null;

    /// <summary>WhatsApp's id of the message that this one replies to.</summary>
    private static string? Answered(JsonElement message) => Member(message, "context") is { } context ? Text(context, "id") : null;

    /// <summary>The person that all of the value is about; null if it is about several.</summary>
    private static JsonElement? Contact(JsonElement value) =>
        List(value, "contacts") is var contacts
        && contacts.Count() == 1
        && List(value, "statuses").Count() + List(value, "messages").Count() == 1
            ? contacts.First()
            : null;

    private static List<string> People(string? number, string? id, JsonElement? contact)
    {
        string?[] names = contact is { } person ? [number, id, Text(person, "wa_id"), Text(person, "user_id")] : [number, id];
        return [.. names.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

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
