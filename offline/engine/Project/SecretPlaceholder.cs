using System.Security.Cryptography;
using System.Text;

namespace PmCrm.Preview.Project;

/// <summary>
/// The text that a program reads in place of an encrypted configuration value. It names its key, is stable, and differs
/// when the ciphertext differs, so that a diff notices a rotated secret. It is 43 base64 characters and a pad, because
/// a program may well parse its secret: that is the form of a 32-byte key, and long enough for any minimum length.
/// </summary>
public static class SecretPlaceholder
{
    private const int Length = 44;
    private const int DigestLength = 6;

    /// <param name="key">The configuration key, for example <c>pmcrm:sessionKey</c>.</param>
    /// <param name="ciphertext">The encrypted value, which is public as the stack file is.</param>
    public static string For(string key, string ciphertext)
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
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key + "\0" + ciphertext)))[..DigestLength];
        var room = Length - 2 - DigestLength;
        var text = name.Length > room ? name.ToString(0, room) : name.ToString().PadRight(room, 'x');
        // The last character before the pad may carry no bits: 'A' is zero.
        return $"{text}{digest}A=";
    }
}
