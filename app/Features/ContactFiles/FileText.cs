using System.Runtime.CompilerServices;
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
    /// Detects a file's encoding: by its byte order mark; without one, the declared one unless that is UTF-8; then UTF-8 if the bytes are
    /// (mostly) valid UTF-8, otherwise windows-1252. The file is read to its end and rewound.
    /// </summary>
    /// <param name="declared">What the sender says; null if nothing.</param>
    /// <exception cref="ImportFileException">The file is not in the declared encoding.</exception>
    public static async Task<Encoding> Detect(Stream file, Encoding? declared, CancellationToken cancellationToken)
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
        if (marked is not null)
            return marked;
        if (declared is null or UTF8Encoding)
            return invalid > valid ? Windows1252 : Encoding.UTF8;
        await Check(file, declared, cancellationToken);
        return declared;
    }

    /// <summary>Whether the encoding was found by a byte order mark, or is UTF-8.</summary>
    public static bool IsSelfEvident(Encoding encoding) => encoding is UTF8Encoding or UnicodeEncoding { Preamble.Length: > 0 };

    /// <summary>Refuses a file that was taken for windows-1252 and is not; it is read to its end and rewound.</summary>
    /// <exception cref="ImportFileException">The file does not look like text of Western Europe.</exception>
    public static async Task RefuseOtherCodePages(Stream file, CancellationToken cancellationToken)
    {
        var text = new WesternText();
        await foreach (var piece in Pieces(file, Windows1252, cancellationToken))
            text.Add(piece.Span);
        file.Position = 0;
        if (!text.IsLikely())
            throw UnknownCodePage("text/csv");
    }

    // "CSV UTF-8 (Comma delimited)": support.microsoft.com, "File formats that are supported in Excel".
    public static ImportFileException UnknownCodePage(string mediaType) =>
        new(
            "The file is not in UTF-8, and not in windows-1252 (Western European) either. Save it as UTF-8: in Excel as \"CSV UTF-8 (Comma "
                + "delimited)\"; a file that Outlook or a phone wrote, with an editor's \"Save as\" and the encoding UTF-8. Or name its "
                + $"encoding in the request, for example Content-Type: {mediaType}; charset=windows-1251."
        );

    private static async Task Check(Stream file, Encoding declared, CancellationToken cancellationToken)
    {
        var strict = (Encoding)declared.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        try
        {
            await foreach (var _ in Pieces(file, strict, cancellationToken)) { }
        }
        catch (DecoderFallbackException)
        {
            throw new ImportFileException($"The file is not in {declared.WebName}, the charset that the request names.");
        }
        file.Position = 0;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<char>> Pieces(
        Stream file,
        Encoding encoding,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[PieceSize / sizeof(char)];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken) is > 0 and var count)
            yield return buffer.AsMemory(0, count);
    }

    /// <summary>The encoding of a file's charset, or of the CHARSET of a vCard 2.1 property; null if it is unknown.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            // ISO-8859-1 is read as windows-1252, as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
            return name.ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => Encoding.UTF8,
                "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" or "CP1252" => Windows1252,
                // Their preamble would say that a mark was found.
                "UTF-16" or "UTF-16LE" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
                "UTF-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
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
