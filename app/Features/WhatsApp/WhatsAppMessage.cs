using System.Globalization;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The kind of a WhatsApp message.</summary>
public enum WhatsAppKind
{
    /// <summary>A code that verifies a number.</summary>
    Code,

    /// <summary>A reminder that came due.</summary>
    Reminder,

    /// <summary>Confirms that reminders are off, to who stopped them in WhatsApp.</summary>
    Stopped,
}

/// <summary>
/// A message to send: a template that Meta has approved and its texts, or one text to a person who has just written. It contains nothing
/// that a person marked as private.
/// </summary>
/// <param name="Template">The template's name at Meta; null for a text.</param>
/// <param name="Texts">The values of the parameters {{1}}, {{2}} and so on; or the one text.</param>
/// <param name="ExpiresAt">The message is not sent after this time.</param>
public sealed record WhatsAppMessage(WhatsAppKind Kind, string? Template, IReadOnlyList<string> Texts, DateTimeOffset ExpiresAt)
{
    /// <summary>Category authentication: one text, the code, and a button that copies it.</summary>
    public const string CodeTemplate = "pmcrm_code";

    /// <summary>Category utility: two texts, and a quick reply that stops reminders.</summary>
    public const string ReminderTemplate = "pmcrm_reminder";

    /// <summary>The language of both templates.</summary>
    public const string Language = "en";

    /// <summary>In characters. A template's text including its parameters has at most 1,024.</summary>
    private const int MaxText = 400;

    private static readonly TimeSpan ReminderLifetime = TimeSpan.FromHours(23);

    /// <summary>
    /// Within 24 hours after a person wrote, a text needs no template
    /// (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages).
    /// </summary>
    private static readonly TimeSpan ReplyLifetime = TimeSpan.FromHours(23);

    public static WhatsAppMessage Code(string code, DateTimeOffset expiresAt) => new(WhatsAppKind.Code, CodeTemplate, [code], expiresAt);

    /// <param name="at">When the recipient stopped reminders.</param>
    public static WhatsAppMessage Stopped(DateTimeOffset at) =>
        new(
            WhatsAppKind.Stopped,
            Template: null,
            ["Reminders are off: no more are sent here. You can turn them on again in the settings of your account."],
            at + ReplyLifetime
        );

    /// <param name="title">The reminder's title.</param>
    /// <param name="contact">The contact that it is about; null for none.</param>
    /// <param name="due">When it came due, in the reminder's time zone.</param>
    public static WhatsAppMessage Reminder(string title, string? contact, DateTimeOffset due, string zone, DateTimeOffset now)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"Due {due:yyyy-MM-dd HH:mm} ({zone})");
        return new(
            WhatsAppKind.Reminder,
            ReminderTemplate,
            [OneLine(title), contact is null ? when : $"About {OneLine(contact)}. {when}"],
            now + ReminderLifetime
        );
    }

    /// <summary>
    /// A parameter must not be empty, and must not contain line breaks, tabs or more than four consecutive spaces. Otherwise the API
    /// refuses the message (131008, 131009, 132000 to 132018,
    /// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/).
    /// </summary>
    private static string OneLine(string text)
    {
        var words = string.Concat(text.Select(c => char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var line = string.Join(' ', words);
        if (line.Length > MaxText)
            line = line[..(char.IsHighSurrogate(line[MaxText - 2]) ? MaxText - 2 : MaxText - 1)] + "…";
        return line.Length == 0 ? "–" : line;
    }
}

internal static class WhatsAppKinds
{
    /// <summary>The name of each kind.</summary>
    public static string[] Names { get; } = [.. Enum.GetValues<WhatsAppKind>().Select(Name)];

    /// <summary>The name in the database and in metrics.</summary>
    public static string Name(this WhatsAppKind kind) =>
        kind switch
        {
            WhatsAppKind.Code => "code",
            WhatsAppKind.Reminder => "reminder",
            WhatsAppKind.Stopped => "stopped",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

/// <summary>The JSON types of the outbox. An unknown member is refused: what a newer version wrote is not sent in part.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WhatsAppMessage))]
internal sealed partial class WhatsAppRecords : JsonSerializerContext;
