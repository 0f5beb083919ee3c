namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Reads a text line by line, in a buffer of one size: a line that is longer than the limit is cut there. A file of one line,
/// or
/// of millions of empty ones, needs no more memory than any other.
/// </summary>
internal sealed class BoundedLines(TextReader reader, int maxLength = ImportLimits.RecordBytes)
{
    private readonly char[] buffer = new char[16 * 1024];
    private char[] line = new char[256];
    private int start;
    private int end;
    private int length;
    private bool lastWasReturn;

    /// <summary>The line without its line ending; valid until the next line is read.</summary>
    public ReadOnlySpan<char> Line => line.AsSpan(0, length);

    /// <summary>Whether the line was truncated.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads the next line. Lines end with CR LF, LF or CR.</summary>
    /// <returns>False at the end of the text.</returns>
    public async ValueTask<bool> Next(CancellationToken cancellationToken)
    {
        length = 0;
        IsCut = false;
        var any = false;
        while (true)
        {
            if (start == end)
            {
                (start, end) = (0, await reader.ReadAsync(buffer.AsMemory(), cancellationToken));
                if (end == 0)
                    return any;
            }
            if (lastWasReturn && buffer[start] == '\n')
            {
                lastWasReturn = false;
                start++;
                continue;
            }
            lastWasReturn = false;
            any = true;
            var rest = buffer.AsSpan(start, end - start);
            var at = rest.IndexOfAny('\r', '\n');
            Append(at < 0 ? rest : rest[..at]);
            if (at < 0)
            {
                start = end;
                continue;
            }
            lastWasReturn = rest[at] == '\r';
            start += at + 1;
            return true;
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var room = maxLength - length;
        IsCut |= text.Length > room;
        if (text.Length > room)
            text = text[..room];
        if (length + text.Length > line.Length)
            Array.Resize(ref line, Math.Min(maxLength, Math.Max(2 * line.Length, length + text.Length)));
        text.CopyTo(line.AsSpan(length));
        length += text.Length;
    }
}
