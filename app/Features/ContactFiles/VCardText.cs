using System.Buffers;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Decodes the value of a property: quoted-printable and base64, and the CHARSET that version 2.1 allows.</summary>
internal static class VCardText
{
    private const string UnknownEncoding = "is neither UTF-8 nor windows-1252 (Western European), and names no CHARSET";

    /// <summary>A decoded property: text, binary data such as a picture, or an error.</summary>
    /// <param name="Line">The property with its value as text; null if it is not text.</param>
    /// <param name="Problem">Why it is not text.</param>
    public readonly record struct Decoded(VCardLine? Line, string? Problem);

    /// <param name="file">The encoding in which the file was read.</param>
    public static Decoded Decode(VCardLine line, Encoding file)
    {
        var charset = line.Parameter("CHARSET");
        var encoding = charset is null ? null : FileText.Named(charset);
        if (charset is not null && encoding is null)
            return new(null, "has an unknown CHARSET");
        if (line.Has("ENCODING", "QUOTED-PRINTABLE") || line.Has("TYPE", "QUOTED-PRINTABLE"))
            return QuotedPrintable.Decode(line.Value, file) is not { } octets ? new(null, "is not valid quoted-printable")
                : Text(octets, encoding ?? Declared(file)) is { } text ? new(line with { Value = text }, null)
                : new(null, UnknownEncoding);
        if (!line.Has("ENCODING", "b") && !line.Has("ENCODING", "BASE64"))
            return new(encoding is null ? line : line with { Value = Read(line.Value, encoding, file) }, null);
        var bytes = new byte[line.Value.Length];
        if (!Convert.TryFromBase64String(line.Value, bytes, out var length))
            return new(null, "is not valid base64");
        return Text(bytes.AsSpan(0, length), encoding ?? Declared(file)) is { } decoded
            ? new(line with { Value = decoded }, null)
            : new(null, UnknownEncoding);
    }

    /// <summary>
    /// Whether a value in base64 is text and not, for example, a picture: it has no control characters but line breaks and tabs.
    /// </summary>
    public static bool IsText(VCardLine line)
    {
        var bytes = new byte[line.Value.Length];
        return !Convert.TryFromBase64String(line.Value, bytes, out var length) || bytes.AsSpan(0, length).IndexOfAny(ControlCharacters) < 0;
    }

    private static readonly SearchValues<byte> ControlCharacters = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(octet => (byte)octet).Except("\t\n\r"u8.ToArray()),
    ]);

    // Without a CHARSET, the bytes decide: UTF-8, as phones write it, or otherwise windows-1252. Null if they are neither.
    private static string? Text(ReadOnlySpan<byte> octets, Encoding? encoding)
    {
        if (encoding is not null and not UTF8Encoding)
            return encoding.GetString(octets);
        if (System.Text.Unicode.Utf8.IsValid(octets))
            return Encoding.UTF8.GetString(octets);
        var text = FileText.Windows1252.GetString(octets);
        if (encoding is null)
        {
            var western = new WesternText();
            western.Add(text);
            if (!western.IsLikely())
                return null;
        }
        return text;
    }

    /// <summary>The encoding of the file, if the sender named it: neither UTF-8 nor one that was detected.</summary>
    private static Encoding? Declared(Encoding file) =>
        file is UTF8Encoding or UnicodeEncoding || file == FileText.Windows1252 ? null : file;

    // The file was read in one encoding but the property has another: if the file's encoding is reversible, the original bytes are
    // restored.
    private static string Read(string value, Encoding encoding, Encoding file) =>
        encoding.CodePage == file.CodePage
        || file is UnicodeEncoding
        || Ascii.IsValid(value)
        || value.Contains('\uFFFD', StringComparison.Ordinal)
            ? value
            : Text(file.GetBytes(value), file is UTF8Encoding ? Encoding.UTF8 : encoding)!;
}
