using System.Text;
using System.Text.Unicode;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Decodes the bytes of a file as text.</summary>
internal static class FileText
{
    private const int PieceSize = 64 * 1024;

    /// <summary>windows-1252, which Outlook writes on Western European Windows when it does not write UTF-8.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Detects a file's encoding: by its byte order mark; without one, UTF-8 if the bytes are (mostly) valid UTF-8, otherwise windows-1252.
    /// The file is read to its end and rewound.
    /// </summary>
    public static async Task<Encoding> Detect(Stream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        var (valid, invalid, kept) = (0, 0, 0);
        Encoding? marked = null;
        for (var first = true; ; first = false)
        {
            var read = await file.ReadAtLeastAsync(
                buffer.AsMemory(kept),
                buffer.Length - kept,
                throwOnEndOfStream: false,
                cancellationToken
            );
            var count = kept + read;
            if (first)
                marked = Marked(buffer.AsSpan(0, count));
            if (marked is not null || count == 0)
                break;
            kept = Count(buffer.AsSpan(0, count), isLast: count < buffer.Length, ref valid, ref invalid);
            buffer.AsSpan(count - kept, kept).CopyTo(buffer);
            if (count < buffer.Length)
                break;
        }
        file.Position = 0;
        return marked ?? (invalid > valid ? Windows1252 : Encoding.UTF8);
    }

    /// <summary>The encoding of the CHARSET of a vCard 2.1 property; null if it is unknown.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            // ISO-8859-1 is read as windows-1252, as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
            return name.ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => Encoding.UTF8,
                "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" or "CP1252" => Windows1252,
                "UTF-7" => null,
                _ => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The first characters of a text, without splitting a surrogate pair.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text
        : length <= 0 ? ""
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static Encoding? Marked(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    /// <returns>The number of bytes at the end that start a character which continues in the next block.</returns>
    private static int Count(ReadOnlySpan<byte> bytes, bool isLast, ref int valid, ref int invalid)
    {
        if (Utf8.IsValid(bytes) && Ascii.IsValid(bytes))
            return 0;
        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
                return 0;
            bytes = bytes[ascii..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
                return bytes.Length;
            if (status == System.Buffers.OperationStatus.Done)
                valid++;
            else
                invalid++;
            bytes = bytes[length..];
        }
        return 0;
    }
}
