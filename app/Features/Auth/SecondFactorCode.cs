using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// The codes of a second factor: those of an authenticator application (TOTP, RFC 6238, with the parameters that applications assume:
/// SHA-1, 30 seconds, 6 digits), and recovery codes in case it is lost.
/// </summary>
public static class SecondFactorCode
{
    /// <summary>In bytes: the length that RFC 4226, 4 (R6) recommends.</summary>
    public const int SecretSize = 20;

    /// <summary>In characters, including spaces or hyphens between groups.</summary>
    public const int MaxLength = 40;

    public const int RecoveryCodes = 10;

    private const int Digits = 6;
    private const int Period = 30;
    private const string Issuer = "pmcrm";

    /// <summary>In bytes, 120 bits: more than the 112 from which ASVS 5.0, 6.5.2 accepts a plain hash.</summary>
    private const int RecoverySize = 15;

    private const int GroupSize = 6;

    /// <summary>Accepts one earlier step for the transmission and one later step for a clock that is fast (RFC 6238, 5.2).</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>The otpauth URI that an authenticator application reads, as text or QR code.</summary>
    public static string Uri(byte[] secret, string email) =>
        new OtpUri(OtpType.Totp, Text(secret), email, Issuer, OtpHashMode.Sha1, Digits, Period).ToString();

    /// <summary>The secret in Base32, for typing it in without a camera.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    /// <returns>The time step of the code, or null if the code is not a current one.</returns>
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

    /// <summary>The stored form of a recovery code.</summary>
    public static byte[] Hash(string recoveryCode) => SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(recoveryCode)));

    /// <summary>Accepts what people type: groups and lower-case letters.</summary>
    private static string Normalize(string code) =>
        string.Concat(code.Where(character => character is not (' ' or '-'))).ToUpperInvariant();
}
