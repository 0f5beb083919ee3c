using System.Runtime.CompilerServices;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Joins the folded lines of a vCard file (RFC 6350 3.2): a line that starts with a space or tab continues the previous one. After a
/// quoted-printable line that ends with an equals sign, the next line continues it too (RFC 2045, 6.7). What joining files puts between
/// lines is left out: a byte order mark, and the Ctrl+Z at the end of a file.
/// </summary>
internal static class VCardUnfolder
{
    /// <summary>Maximum length of a property's name and parameters, in characters; the value follows.</summary>
    private const int LongestHead = 1000;

    private const char ByteOrderMark = '\uFEFF';
    private const char EndOfFile = '\u001A';

    /// <summary>
    /// The content lines with the number of the line that each starts on. A line longer than
    /// <see cref="ImportLimits.RecordBytes"/> is cut there and marked.
    /// </summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="maxPhoto">The same of a photo, in characters.</param>
    public static async IAsyncEnumerable<(int Line, string Text, bool Cut)> Unfold(
        BoundedLines lines,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        int maxPhoto = ImportLimits.RecordBytes
    )
    {
        var text = new StringBuilder();
        var start = 0;
        var cut = false;
        var last = '\0';
        var max = ImportLimits.RecordBytes;
        // Asked of each content line once, when it first matters: a value may go on for millions of lines.
        bool? isQuotedPrintable = null;
        var breaks = new SoftBreaks();
        for (var line = 1; await lines.Next(cancellationToken); line++)
        {
            var softBreak = start > 0 && last == '=' && (isQuotedPrintable ??= IsQuotedPrintable(text)) == true;
            if (softBreak && !cut)
                text.Length--;
            var isFolded = start > 0 && lines.Line is [' ' or '\t', ..];
            if (softBreak)
                breaks.Add(text.Length, isFolded);
            if (!softBreak && !isFolded)
            {
                if (start > 0 && text.Length > 0)
                    yield return (start, breaks.Join(text), cut);
                text.Clear();
                breaks.Clear();
                start = line;
                cut = false;
                isQuotedPrintable = null;
                last = '\0';
                max = VCardPhoto.Is(lines.Line) ? maxPhoto : ImportLimits.RecordBytes;
            }
            var added = lines.Line[(isFolded && !softBreak ? 1 : 0)..];
            if (start == line)
                added = added.Trim(ByteOrderMark).TrimEnd(EndOfFile);
            var room = max - text.Length;
            cut |= lines.IsCut || added.Length > room;
            text.Append(added[..Math.Min(added.Length, room)]);
            // The real end of the line, even if it is truncated: it decides whether the line continues.
            if (added.Length > 0)
                last = added[^1];
            else if (!isFolded)
                last = '\0';
        }
        if (start > 0 && text.Length > 0)
            yield return (start, breaks.Join(text), cut);
    }

    /// <returns>Null until the property's name and parameters are complete.</returns>
    private static bool? IsQuotedPrintable(StringBuilder text)
    {
        var line = text.ToString(0, Math.Min(text.Length, LongestHead));
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 && text.Length < LongestHead)
            return null;
        return colon > 0 && line.AsSpan(0, colon).Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);
    }
}
