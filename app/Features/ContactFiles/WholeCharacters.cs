namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// A vCard file whose folds (a line break and a space or tab) are never within a character in UTF-8. RFC 6350, 3.2 forbids that, and some
/// programs do it (https://github.com/jeroendesloovere/vcard/pull/90). Such a fold is moved behind the character, which changes neither the
/// unfolded text nor the number of lines. A file in UTF-16 is read as it is.
/// </summary>
/// <param name="file">It can seek. It is not disposed.</param>
internal sealed class WholeCharacters(Stream file) : Stream
{
    /// <summary>The longest character with a fold after each of its octets but the last.</summary>
    private const int Longest = 4 + 3 * 3;

    private readonly byte[] buffer = new byte[16 * 1024];
    private int start,
        ready,
        end;
    private bool isAtEnd,
        isUtf16,
        isRead;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    /// <summary>Can be set to the beginning only.</summary>
    public override long Position
    {
        get => file.Position - (end - start);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value, 0);
            file.Position = 0;
            (start, ready, end) = (0, 0, 0);
            (isAtEnd, isUtf16, isRead) = (false, false, false);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (start == ready && !isAtEnd)
            Take(file.Read(Room()));
        return Give(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (start == ready && !isAtEnd)
        {
            Room();
            Take(await file.ReadAsync(this.buffer.AsMemory(end), cancellationToken));
        }
        return Give(buffer.Span);
    }

    private int Give(Span<byte> to)
    {
        var count = Math.Min(to.Length, ready - start);
        buffer.AsSpan(start, count).CopyTo(to);
        start += count;
        return count;
    }

    /// <summary>Moves what is not given yet to the beginning of the buffer.</summary>
    private Span<byte> Room()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, ready, end) = (0, 0, end - start);
        return buffer.AsSpan(end);
    }

    private void Take(int count)
    {
        isAtEnd = count == 0;
        end += count;
        if (!isRead && (end > 1 || isAtEnd))
        {
            isRead = true;
            isUtf16 = buffer.AsSpan(0, end) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        }
        // The characters at the end may go on.
        ready = isAtEnd ? end : Math.Max(0, end - Longest);
        if (isUtf16)
            return;
        for (var at = 0; at < ready; )
        {
            var first = buffer.AsSpan(at, ready - at).IndexOfAnyInRange((byte)0xC2, (byte)0xF4);
            if (first < 0)
                return;
            at += first;
            at += Math.Max(1, Join(buffer.AsSpan(at, end - at)));
        }
    }

    /// <summary>Moves the folds within the first character behind it.</summary>
    /// <returns>The number of octets of the character and its folds; 0 if there is no whole character.</returns>
    private static int Join(Span<byte> text)
    {
        var size =
            text[0] < 0xE0 ? 2
            : text[0] < 0xF0 ? 3
            : 4;
        Span<byte> character = stackalloc byte[4];
        Span<byte> folds = stackalloc byte[Longest];
        character[0] = text[0];
        var (taken, folded, at) = (1, 0, 1);
        while (taken < size)
        {
            var fold = text[at..] switch
            {
                [(byte)'\r', (byte)'\n', (byte)' ' or (byte)'\t', ..] => 3,
                [(byte)'\n', (byte)' ' or (byte)'\t', ..] => 2,
                _ => 0,
            };
            if (at + fold >= text.Length || text[at + fold] is < 0x80 or > 0xBF)
                return 0;
            text.Slice(at, fold).CopyTo(folds[folded..]);
            folded += fold;
            at += fold;
            character[taken++] = text[at++];
        }
        if (folded > 0)
        {
            character[..size].CopyTo(text);
            folds[..folded].CopyTo(text[size..]);
        }
        return at;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
