using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>
/// Escapes text of a program for GitHub's Markdown. GitHub resolves entities and backslashes before it looks for
/// mentions, references (<c>#1</c>, <c>GH-2</c>) and commit hashes, so escaping does not stop those. It does not look inside code
/// (html-pipeline, <c>IGNORE_PARENTS</c> of the mention filter), and code has no Markdown and no links, so every text is code.
/// </summary>
internal static class Markdown
{
    /// <summary>A code span, for a paragraph or a heading.</summary>
    public static string Code(string text)
    {
        var line = Inert.Line(text);
        if (line.Length == 0)
            return "";
        // CommonMark 6.1: the fence is longer than any run of backticks inside; one space at both ends is removed.
        var fence = new string('`', LongestRun(line) + 1);
        var padded = line[0] is '`' or ' ' || line[^1] is '`' or ' ';
        return padded ? $"{fence} {line} {fence}" : fence + line + fence;
    }

    /// <summary>A code span for a cell of a table, where a pipe ends the cell even in code.</summary>
    public static string CodeCell(string text)
    {
        // GFM removes the backslash of "\\|". A backslash that was already before the pipe is separated with a zero-width space.
        var line = Inert.Line(text).Replace("\\|", "\\\u200b|", StringComparison.Ordinal);
        return Code(line).Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>Code inside HTML, for example a summary, where Markdown is not read.</summary>
    public static string CodeInHtml(string text)
    {
        var html = Inert
            .Line(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        return html.Length == 0 ? "" : $"<code>{html}</code>";
    }

    /// <summary>A message: each line a quoted paragraph.</summary>
    public static string Warning(Diagnostic said) =>
        string.Concat(
            said.Message.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0)
                .Select(line => $"> **Warning:** {Code(line)}\n\n")
        );

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
