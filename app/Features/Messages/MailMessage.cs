namespace PmCrm.App.Features.Messages;

/// <summary>A mail to send; create it with <see cref="MailMessages"/>. It contains nothing that a person marked as private.</summary>
/// <param name="Owner">The account that the mail is about; the mail is erased with it.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">One line.</param>
/// <param name="ExpiresAt">The mail is not sent after this time.</param>
public sealed record MailMessage(
    MailKind Kind,
    Guid Owner,
    string To,
    string Subject,
    IReadOnlyList<MailBlock> Blocks,
    DateTimeOffset ExpiresAt
);

/// <summary>A part of a mail's text; both HTML and plain text are made from the same parts.</summary>
public abstract record MailBlock
{
    private MailBlock() { }

    /// <summary>One or more sentences.</summary>
    public sealed record Paragraph(string Text) : MailBlock;

    /// <summary>A link to click.</summary>
    public sealed record Link(string Label, Uri Target) : MailBlock;

    /// <summary>A heading and lines below it.</summary>
    public sealed record Section(string Heading, IReadOnlyList<string> Lines) : MailBlock;
}
