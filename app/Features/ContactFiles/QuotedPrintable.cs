using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Reads quoted-printable text (RFC 2045, 6.7) whose soft line breaks have been joined.</summary>
internal static class QuotedPrintable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null where an equals sign is not followed by two hexadecimal digits, or the bytes are not UTF-8.</returns>
    public static string? Decode(string value)
    {
        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '=')
            {
                // Characters beyond ASCII should have been encoded; where they were not, they stand for themselves.
                var length = char.IsHighSurrogate(value[i]) && i + 1 < value.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(value.Substring(i, length)));
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
            else
            {
                return null;
            }
        }
        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
