using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// The codes of a second factor: those of an authenticator application (TOTP, RFC 6238, with the parameters that applications take for
/// granted: SHA-1, 30 seconds, 6 digits), and recovery codes for who lost it.
/// </summary>
public static class SecondFactorCode
{
    /// <summary>In bytes: what RFC 4226, 4 (R6) recommends.</summary>
    public const int SecretSize = 20;

    /// <summary>In characters, with spaces or hyphens between groups.</summary>
    public const int MaxLength = 40;

    public const int RecoveryCodes = 10;

    private const int Digits = 6;
    private const int Period = 30;
    private const string Issuer = "pmcrm";

    /// <summary>120 bits: above the 112 from which ASVS 5.0, 6.5.2 accepts a plain hash.</summary>
    private const int RecoverySize = 15;

    private const int GroupSize = 6;

    /// <summary>One step for the way of the code and one for a clock that runs ahead (RFC 6238, 5.2).</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>What an authenticator application reads, as text or QR code.</summary>
    public static string Uri(byte[] secret, string email) =>
        new OtpUri(OtpType.Totp, Text(secret), email, Issuer, OtpHashMode.Sha1, Digits, Period).ToString();

    /// <summary>For typing where there is no camera.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    /// <returns>The time step of the code, or null where it is not one of about now.</returns>
    public static long? Step(byte[] secret, string code, DateTimeOffset now)
    {
        code = Normalize(code);
        return
            code.Length == Digits
            && code.All(char.IsAsciiDigit)
            && new Totp(secret, Period, OtpHashMode.Sha1, Digits).VerifyTotp(now.UtcDateTime, code, out var step, Window)
            ? step
            : null;
    }

    public static string NewRecoveryCode()
    {
        var text = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoverySize));
        return string.Join('-', text.Chunk(GroupSize).Select(group => new string(group)));
    }

    /// <summary>What is kept of a recovery code.</summary>
    public static byte[] Hash(string recoveryCode) => SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(recoveryCode)));

    /// <summary>As people type what they read: in groups, in small letters.</summary>
    private static string Normalize(string code) =>
        string.Concat(code.Where(character => character is not (' ' or '-'))).ToUpperInvariant();
}
