using System.Runtime.CompilerServices;
using System.Text;

namespace PmCrm.App.Features.Import;

/// <summary>
/// Joins the folded lines of a vCard file (RFC 6350 3.2): a line that begins with a blank continues the one before. So does whatever
/// follows a quoted-printable line that ends with an equals sign (RFC 2045, 6.7).
/// </summary>
internal static class VCardUnfolder
{
    /// <summary>A property's name and parameters are within this; what follows is its value.</summary>
    private const int LongestHead = 1000;

    /// <summary>
    /// The content lines with the number of the line that each starts on. A line longer than
    /// <see cref="ImportLimits.RecordBytes"/> (a photo, usually) is cut there and marked.
    /// </summary>
    public static async IAsyncEnumerable<(int Line, string Text, bool Cut)> Unfold(
        TextReader reader, [EnumeratorCancellation] CancellationToken stop)
    {
        var text = new StringBuilder();
        var start = 0;
        var cut = false;
        for (var line = 1; await reader.ReadLineAsync(stop) is { } next; line++)
        {
            var softBreak = start > 0 && text.Length > 0 && text[^1] == '=' && IsQuotedPrintable(text);
            if (softBreak) text.Length--;
            var isFolded = start > 0 && next is [' ' or '\t', ..];
            var continues = softBreak || isFolded;
            if (!continues)
            {
                if (start > 0 && text.Length > 0) yield return (start, text.ToString(), cut);
                text.Clear();
                start = line;
                cut = false;
            }
            var added = next.AsSpan(isFolded && !softBreak ? 1 : 0);
            var room = ImportLimits.RecordBytes - text.Length;
            cut |= added.Length > room;
            text.Append(added[..Math.Min(added.Length, room)]);
        }
        if (start > 0 && text.Length > 0) yield return (start, text.ToString(), cut);
    }

    private static bool IsQuotedPrintable(StringBuilder text)
    {
        var line = text.ToString(0, Math.Min(text.Length, LongestHead));
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);
    }
}
