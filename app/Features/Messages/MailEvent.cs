using System.Text.Json;

namespace PmCrm.App.Features.Messages;

/// <summary>What a provider's event reports about a mail.</summary>
public enum MailEventKind
{
    /// <summary>The provider accepted or delivered it.</summary>
    Accepted,

    /// <summary>The recipient's server refused it permanently.</summary>
    Bounced,

    /// <summary>The recipient marked it as spam.</summary>
    Complained,

    /// <summary>The provider did not send it.</summary>
    Failed,
}

/// <param name="Mail">The mail's id in the outbox.</param>
/// <param name="Address">The recipient that the event is about.</param>
public sealed record MailEvent(Guid Mail, MailEventKind Kind, string Address);

/// <summary>Reads the providers' events. Events that are not about one of our mails are skipped.</summary>
internal static class MailEvents
{
    /// <summary>
    /// Reads one event (https://resend.com/docs/webhooks/event-types; resend-node, src/webhooks/interfaces/webhook-event.interface.ts, has
    /// the same names). The mail's id is in the tag that was sent with it.
    /// </summary>
    /// <exception cref="JsonException">The body is not an event.</exception>
    public static IReadOnlyList<MailEvent> OfResend(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var kind = Text(document.RootElement, "type") switch
        {
            "email.sent" or "email.delivered" => MailEventKind.Accepted,
            "email.bounced" => MailEventKind.Bounced,
            "email.complained" => MailEventKind.Complained,
            "email.failed" or "email.suppressed" => MailEventKind.Failed,
            null => throw new JsonException("The event has no type."),
            _ => (MailEventKind?)null,
        };
        if (
            kind is not { } known
            || Member(document.RootElement, "data") is not { } data
            || Member(data, "tags") is not { } tags
            || !Guid.TryParse(Text(tags, SendGridProvider.IdArgument), out var mail)
            || Member(data, "to") is not { ValueKind: JsonValueKind.Array } to
        )
            return [];
        // Only "Permanent" suppresses; a full mailbox is temporary.
        if (known == MailEventKind.Bounced && Member(data, "bounce") is { } bounce && Text(bounce, "type") is not (null or "Permanent"))
            known = MailEventKind.Failed;
        return [.. to.EnumerateArray().Where(IsText).Select(address => new MailEvent(mail, known, address.GetString()!))];
    }

    /// <summary>Reads a list of events (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event).</summary>
    /// <exception cref="JsonException">The body is not a list.</exception>
    public static IReadOnlyList<MailEvent> OfSendGrid(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("The events are not a list.");
        var events = new List<MailEvent>();
        foreach (var one in document.RootElement.EnumerateArray())
        {
            var kind = Text(one, "event") switch
            {
                "processed" or "delivered" => MailEventKind.Accepted,
                // "blocked" is a temporary refusal.
                "bounce" => Text(one, "type") == "blocked" ? MailEventKind.Failed : MailEventKind.Bounced,
                "dropped" => Text(one, "reason") == "Bounced Address" ? MailEventKind.Bounced : MailEventKind.Failed,
                "spamreport" => MailEventKind.Complained,
                _ => (MailEventKind?)null,
            };
            if (
                kind is { } known
                && Guid.TryParse(Text(one, SendGridProvider.IdArgument), out var mail)
                && Text(one, "email") is { } address
            )
                events.Add(new MailEvent(mail, known, address));
        }
        return events;
    }

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { } member && IsText(member) ? member.GetString() : null;
}
