using System.Globalization;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>What a message by WhatsApp is about.</summary>
public enum WhatsAppKind
{
    /// <summary>The code that shows that a number is its owner's.</summary>
    Code,

    /// <summary>A reminder that came due.</summary>
    Reminder,
}

/// <summary>
/// A message to be sent: a template, which Meta knows and has approved, and its texts. It holds nothing that a person marked as private.
/// </summary>
/// <param name="Template">The template's name at Meta.</param>
/// <param name="Texts">What stands for {{1}}, {{2}} and so on.</param>
/// <param name="ExpiresAt">It is not sent after this.</param>
public sealed record WhatsAppMessage(WhatsAppKind Kind, string Template, IReadOnlyList<string> Texts, DateTimeOffset ExpiresAt)
{
    /// <summary>Of the category authentication: one text, the code, and a button that copies it.</summary>
    public const string CodeTemplate = "pmcrm_code";

    /// <summary>Of the category utility: two texts, and a quick reply that stops reminders.</summary>
    public const string ReminderTemplate = "pmcrm_reminder";

    /// <summary>The language that both templates are made in.</summary>
    public const string Language = "en";

    /// <summary>In characters. A template's text has 1,024 with its parameters.</summary>
    private const int MaxText = 400;

    private static readonly TimeSpan ReminderLifetime = TimeSpan.FromHours(23);

    public static WhatsAppMessage Code(string code, DateTimeOffset expiresAt) => new(WhatsAppKind.Code, CodeTemplate, [code], expiresAt);

    /// <param name="title">The reminder's title.</param>
    /// <param name="contact">Whom it is about; null for nobody in particular.</param>
    /// <param name="due">When it came due, in the reminder's own zone.</param>
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
    /// A parameter has neither line breaks nor tabs nor more than four blanks in a row, and is not empty: the API refuses the message else
    /// (error 132018 and its kin, https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
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
    /// <summary>As the database and metrics have it.</summary>
    public static string Name(this WhatsAppKind kind) =>
        kind switch
        {
            WhatsAppKind.Code => "code",
            WhatsAppKind.Reminder => "reminder",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

/// <summary>What is kept in the outbox.</summary>
[JsonSerializable(typeof(WhatsAppMessage))]
internal sealed partial class WhatsAppRecords : JsonSerializerContext;
