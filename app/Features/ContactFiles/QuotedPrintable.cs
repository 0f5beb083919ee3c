using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Decodes quoted-printable text (RFC 2045, 6.7) whose soft line breaks have been joined.</summary>
internal static class QuotedPrintable
{
    /// <param name="file">
    /// The encoding of characters beyond ASCII: they should have been encoded as octets, and are taken literally.
    /// </param>
    /// <returns>The octets; null if an equals sign is not followed by two hexadecimal digits.</returns>
    public static byte[]? Decode(string value, Encoding file)
    {
        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '=')
            {
                if (char.IsAscii(value[i]))
                {
                    bytes.Add((byte)value[i]);
                    continue;
                }
                var length = char.IsHighSurrogate(value[i]) && i + 1 < value.Length ? 2 : 1;
                bytes.AddRange((file is UnicodeEncoding ? Encoding.UTF8 : file).GetBytes(value.Substring(i, length)));
                i += length - 1;
            }
            else if (
                i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)
            )
            {
                bytes.Add(octet);
                i += 2;
            }
            // A soft line break at the end of the property, without a continuation.
            else if (i + 1 != value.Length)
            {
                return null;
            }
        }
        return [.. bytes];
    }
}
