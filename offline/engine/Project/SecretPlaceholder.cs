using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.Preview.Project;

/// <summary>
/// The value that a program reads in place of an encrypted configuration value. It is the same in every run, and it changes when the
/// ciphertext changes, so a diff shows a rotated secret. It has the type that the key is declared with, because programs parse secrets.
/// </summary>
/// <param name="Text">The value as the program reads it.</param>
/// <param name="IsMasked">
/// The text is masked in every output. A text that occurs everywhere (<c>true</c>) is not masked: it contains nothing of the secret.
/// </param>
public sealed record SecretPlaceholder(string Text, bool IsMasked)
{
    private const int Length = 44;
    private const int DigestLength = 6;

    /// <summary>For a key that is a boolean.</summary>
    public static readonly SecretPlaceholder True = new("true", IsMasked: false);

    /// <summary>For a key that the program reads as an object.</summary>
    public static readonly SecretPlaceholder EmptyObject = new("{}", IsMasked: false);

    /// <summary>For a key that the program reads as a list.</summary>
    public static readonly SecretPlaceholder EmptyList = new("[]", IsMasked: false);

    /// <param name="key">The configuration key, for example <c>pmcrm:sessionKey</c>.</param>
    /// <param name="ciphertext">The encrypted value, which is public as the stack file is.</param>
    /// <param name="type">The type that the schema declares, if any.</param>
    public static SecretPlaceholder For(string key, string ciphertext, ConfigType? type) =>
        type?.Name switch
        {
            "boolean" => True,
            "integer" => ForNumber(key, ciphertext),
            _ => ForText(key, ciphertext),
        };

    /// <summary>Five digits: they fit a port, and any integer type.</summary>
    public static SecretPlaceholder ForNumber(string key, string ciphertext)
    {
        var number = 10_000 + BitConverter.ToUInt32(Digest(key, ciphertext)) % 50_000;
        return new SecretPlaceholder(number.ToString(CultureInfo.InvariantCulture), IsMasked: true);
    }

    // 43 base64 characters and a pad: the form of a 32-byte key, and long enough for any minimum length. It names its key.
    private static SecretPlaceholder ForText(string key, string ciphertext)
    {
        var name = new StringBuilder("Secret");
        var upper = true;
        foreach (var letter in key)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
                upper = true;
            else
            {
                name.Append(upper ? char.ToUpperInvariant(letter) : letter);
                upper = false;
            }
        }
        var digest = Convert.ToHexStringLower(Digest(key, ciphertext))[..DigestLength];
        var room = Length - 2 - DigestLength;
        var text = name.Length > room ? name.ToString(0, room) : name.ToString().PadRight(room, 'x');
        // The last character before the pad may carry no bits: 'A' is zero.
        return new SecretPlaceholder($"{text}{digest}A=", IsMasked: true);
    }

    private static byte[] Digest(string key, string ciphertext) => SHA256.HashData(Encoding.UTF8.GetBytes(key + "\0" + ciphertext));
}
