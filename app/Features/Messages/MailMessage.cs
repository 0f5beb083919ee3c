namespace PmCrm.App.Features.Messages;

/// <summary>
/// A mail to be sent: make one with <see cref="MailMessages"/>. It holds nothing that a person marked as private.
/// </summary>
/// <param name="Owner">The account that it is about; it is erased with it.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">One line.</param>
/// <param name="ExpiresAt">It is not sent after this.</param>
public sealed record MailMessage(
    MailKind Kind,
    Guid Owner,
    string To,
    string Subject,
    IReadOnlyList<MailBlock> Blocks,
    DateTimeOffset ExpiresAt
);

/// <summary>A part of a mail's text; HTML and plain text are made of the same parts.</summary>
public abstract record MailBlock
{
    private MailBlock() { }

    /// <summary>A sentence or several.</summary>
    public sealed record Paragraph(string Text) : MailBlock;

    /// <summary>Something to click.</summary>
    public sealed record Link(string Label, Uri Target) : MailBlock;

    /// <summary>A heading and lines below it.</summary>
    public sealed record Section(string Heading, IReadOnlyList<string> Lines) : MailBlock;
}
