using System.Runtime.CompilerServices;
using System.Text;

namespace PmCrm.App.Features.Import;

/// <summary>Joins the folded lines of a vCard file (RFC 6350 3.2): a line that begins with a blank continues the one before.</summary>
internal static class VCardUnfolder
{
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
            var continues = start > 0 && next is [' ' or '\t', ..];
            if (!continues)
            {
                if (start > 0 && text.Length > 0) yield return (start, text.ToString(), cut);
                text.Clear();
                start = line;
                cut = false;
            }
            var added = next.AsSpan(continues ? 1 : 0);
            var room = ImportLimits.RecordBytes - text.Length;
            cut |= added.Length > room;
            text.Append(added[..Math.Min(added.Length, room)]);
        }
        if (start > 0 && text.Length > 0) yield return (start, text.ToString(), cut);
    }
}
