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
}

/// <summary>
/// A message to send: a template that Meta has approved, and its texts. It contains nothing that a person marked as private.
/// </summary>
/// <param name="Template">The template's name at Meta.</param>
/// <param name="Texts">The values of the parameters {{1}}, {{2}} and so on.</param>
/// <param name="ExpiresAt">The message is not sent after this time.</param>
public sealed record WhatsAppMessage(WhatsAppKind Kind, string Template, IReadOnlyList<string> Texts, DateTimeOffset ExpiresAt)
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

    public static WhatsAppMessage Code(string code, DateTimeOffset expiresAt) => new(WhatsAppKind.Code, CodeTemplate, [code], expiresAt);

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
    /// refuses the message (error 132018 and related ones, https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
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
    /// <summary>The name in the database and in metrics.</summary>
    public static string Name(this WhatsAppKind kind) =>
        kind switch
        {
            WhatsAppKind.Code => "code",
            WhatsAppKind.Reminder => "reminder",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

/// <summary>The JSON types of the outbox.</summary>
[JsonSerializable(typeof(WhatsAppMessage))]
internal sealed partial class WhatsAppRecords : JsonSerializerContext;
