using System.Globalization;

namespace PmCrm.App.Features.Messages;

/// <summary>The texts of the mails, one method for each kind. Links lead to the frontend, which reads the token from the link.</summary>
public static class MailMessages
{
    private const string IgnoreIt = "If you did not ask for this, ignore this message: nothing changes.";

    /// <summary>
    /// How long a mail without a token is worth sending. Less than 24 hours: so long Resend remembers an idempotency key.
    /// </summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(23);

    /// <param name="link">The frontend's page that verifies the address, with the token.</param>
    /// <param name="expiresAt">When the token expires.</param>
    public static MailMessage Verification(Guid owner, string to, Uri link, DateTimeOffset expiresAt) =>
        Asked(
            MailKind.Verification,
            owner,
            to,
            "Verify your e-mail address",
            "An account was registered with this address. Verify that the address is yours:",
            new MailBlock.Link("Verify address", link),
            expiresAt
        );

    /// <inheritdoc cref="Verification"/>
    /// <param name="link">The frontend's page that sets a new password, with the token.</param>
    public static MailMessage PasswordReset(Guid owner, string to, Uri link, DateTimeOffset expiresAt) =>
        Asked(
            MailKind.PasswordReset,
            owner,
            to,
            "Set a new password",
            "Somebody asked to set a new password for the account with this address. To set it:",
            new MailBlock.Link("Set a new password", link),
            expiresAt
        );

    /// <inheritdoc cref="Verification"/>
    /// <param name="to">The new address.</param>
    /// <param name="link">The frontend's page that confirms the new address, with the token.</param>
    public static MailMessage AddressChange(Guid owner, string to, Uri link, DateTimeOffset expiresAt) =>
        Asked(
            MailKind.AddressChange,
            owner,
            to,
            "Confirm your new e-mail address",
            "Somebody asked to use this address for their account. Confirm that the address is yours:",
            new MailBlock.Link("Confirm address", link),
            expiresAt
        );

    /// <summary>Informs about an event of the account: a changed password, a new address, a second factor.</summary>
    /// <param name="subject">What happened, in a few words.</param>
    /// <param name="paragraphs">What happened, and what to do if it was somebody else.</param>
    public static MailMessage Notice(Guid owner, string to, string subject, IReadOnlyList<string> paragraphs, DateTimeOffset now) =>
        new(MailKind.Notice, owner, to, subject, [.. paragraphs.Select(text => new MailBlock.Paragraph(text))], now + Lifetime);

    /// <param name="title">The reminder's title.</param>
    /// <param name="contact">The contact that it is about; null for none.</param>
    /// <param name="due">When it came due, in the reminder's time zone.</param>
    /// <param name="link">The frontend's page that shows the reminder.</param>
    public static MailMessage Reminder(
        Guid owner,
        string to,
        string title,
        string? contact,
        DateTimeOffset due,
        string zone,
        Uri link,
        DateTimeOffset now
    ) =>
        new(
            MailKind.Reminder,
            owner,
            to,
            $"Reminder: {title}",
            [
                new MailBlock.Paragraph(title),
                new MailBlock.Paragraph(contact is null ? $"Due {When(due)} ({zone})." : $"About {contact}. Due {When(due)} ({zone})."),
                new MailBlock.Link("Open", link),
            ],
            now + Lifetime
        );

    /// <param name="sections">The events of the week; empty sections are left out.</param>
    /// <param name="link">The frontend's page that shows the week.</param>
    public static MailMessage Digest(Guid owner, string to, IReadOnlyList<MailBlock.Section> sections, Uri link, DateTimeOffset now) =>
        new(
            MailKind.Digest,
            owner,
            to,
            "Your week",
            [.. sections.Where(section => section.Lines.Count > 0), new MailBlock.Link("Open", link)],
            now + Lifetime
        );

    /// <summary>2026-11-28 16:45, in the same format for every reader.</summary>
    internal static string When(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A mail that was requested, perhaps by somebody other than its reader.</summary>
    private static MailMessage Asked(
        MailKind kind,
        Guid owner,
        string to,
        string subject,
        string text,
        MailBlock.Link link,
        DateTimeOffset expiresAt
    ) =>
        new(
            kind,
            owner,
            to,
            subject,
            [new MailBlock.Paragraph(text), link, new MailBlock.Paragraph(Until(expiresAt)), new MailBlock.Paragraph(IgnoreIt)],
            expiresAt
        );

    private static string Until(DateTimeOffset expiresAt) => $"The link works once, until {When(expiresAt.ToUniversalTime())} (UTC).";
}
