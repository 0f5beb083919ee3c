using System.Text;
using System.Text.Encodings.Web;

namespace PmCrm.App.Features.Messages;

/// <summary>A mail in the form that providers accept.</summary>
/// <param name="UnsubscribeUrl">For List-Unsubscribe; null for a kind that cannot be unsubscribed from.</param>
public sealed record RenderedMail(string To, string Subject, string Html, string Text, string? UnsubscribeUrl);

/// <summary>
/// Renders a mail's blocks as HTML and plain text. All text is encoded here and nowhere else. The same message always gives the same bytes,
/// because a provider compares the mails that it gets with one idempotency key.
/// </summary>
internal static class MailRendering
{
    /// <summary>In characters; mail programs cut longer subjects.</summary>
    private const int MaxSubject = 150;

    /// <param name="unsubscribe">The URL that List-Unsubscribe posts to; null for none.</param>
    /// <param name="preferences">The frontend's page that the visible link opens.</param>
    public static RenderedMail Render(MailMessage message, Uri? unsubscribe, Uri? preferences) =>
        new(message.To, OneLine(message.Subject), Html(message, preferences), Text(message, preferences), unsubscribe?.AbsoluteUri);

    private static string Html(MailMessage message, Uri? preferences)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Encode(OneLine(message.Subject)));
        html.Append("</title></head><body style=\"font-family:sans-serif;line-height:1.5;max-width:36em\">");
        foreach (var block in message.Blocks)
            switch (block)
            {
                case MailBlock.Paragraph paragraph:
                    html.Append("<p>").Append(Encode(paragraph.Text)).Append("</p>");
                    break;
                case MailBlock.Link link:
                    html.Append("<p><a href=\"").Append(Encode(link.Target.AbsoluteUri)).Append("\">").Append(Encode(link.Label));
                    html.Append("</a></p>");
                    break;
                case MailBlock.Section section:
                    html.Append("<h2>").Append(Encode(section.Heading)).Append("</h2><ul>");
                    foreach (var line in section.Lines)
                        html.Append("<li>").Append(Encode(line)).Append("</li>");
                    html.Append("</ul>");
                    break;
            }
        if (preferences is not null)
            html.Append("<p><small><a href=\"").Append(Encode(preferences.AbsoluteUri)).Append("\">Unsubscribe</a></small></p>");
        return html.Append("</body></html>\n").ToString();
    }

    private static string Text(MailMessage message, Uri? preferences)
    {
        var text = new StringBuilder();
        foreach (var block in message.Blocks)
            switch (block)
            {
                case MailBlock.Paragraph paragraph:
                    text.Append(paragraph.Text).Append("\n\n");
                    break;
                case MailBlock.Link link:
                    text.Append(link.Label).Append(": ").Append(link.Target.AbsoluteUri).Append("\n\n");
                    break;
                case MailBlock.Section section:
                    text.Append(section.Heading).Append('\n');
                    foreach (var line in section.Lines)
                        text.Append("- ").Append(OneLine(line)).Append('\n');
                    text.Append('\n');
                    break;
            }
        if (preferences is not null)
            text.Append("-- \nUnsubscribe: ").Append(preferences.AbsoluteUri).Append('\n');
        return text.ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>A line break in a subject would start another header.</summary>
    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        if (line.Length <= MaxSubject)
            return line;
        var end = char.IsHighSurrogate(line[MaxSubject - 2]) ? MaxSubject - 2 : MaxSubject - 1;
        return line[..end] + "…";
    }
}
