using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.App.Features.Messages;

/// <summary>Whether a webhook request is from the provider, and recent.</summary>
public enum WebhookVerdict
{
    Genuine,

    /// <summary>The signature is missing or does not match the bytes.</summary>
    BadSignature,

    /// <summary>The signature's time is too far in the past or the future: the request may be a replay.</summary>
    TooOld,
}

/// <summary>Verifies the signatures of the providers' events.</summary>
public static class WebhookSignatures
{
    /// <summary>
    /// Maximum difference between a signature's time and now. Svix, which signs Resend's events, allows five minutes in its own libraries
    /// (svix-webhooks, csharp/Svix/Webhook.cs). SendGrid documents no limit; the same one is used.
    /// </summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Resend's events, signed by Svix: HMAC-SHA256 over id, time and body. The header has one or more signatures, each with a version
    /// (https://docs.svix.com/receiving/verifying-payloads/how-manual).
    /// </summary>
    public static WebhookVerdict Svix(byte[] secret, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var (id, time) = (headers["svix-id"].ToString(), headers["svix-timestamp"].ToString());
        if (id.Length == 0 || Seconds(time) is not { } signedAt)
            return WebhookVerdict.BadSignature;
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{time}."));
        hmac.AppendData(body);
        var expected = hmac.GetHashAndReset();
        var isSigned = false;
        foreach (var signature in headers["svix-signature"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            isSigned |=
                signature.StartsWith("v1,", StringComparison.Ordinal)
                && FromBase64(signature[3..]) is { } given
                && CryptographicOperations.FixedTimeEquals(given, expected);
        return Verdict(isSigned, signedAt, now);
    }

    /// <summary>
    /// SendGrid's events: ECDSA with SHA-256 over time and body
    /// (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features).
    /// </summary>
    /// <param name="publicKey">As SubjectPublicKeyInfo.</param>
    public static WebhookVerdict SendGrid(byte[] publicKey, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var time = headers["X-Twilio-Email-Event-Webhook-Timestamp"].ToString();
        if (Seconds(time) is not { } signedAt || FromBase64(headers["X-Twilio-Email-Event-Webhook-Signature"].ToString()) is not { } given)
            return WebhookVerdict.BadSignature;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        byte[] signed = [.. Encoding.UTF8.GetBytes(time), .. body];
        return Verdict(key.VerifyData(signed, given, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), signedAt, now);
    }

    private static WebhookVerdict Verdict(bool isSigned, DateTimeOffset signedAt, DateTimeOffset now) =>
        !isSigned ? WebhookVerdict.BadSignature
        : (now - signedAt).Duration() > Tolerance ? WebhookVerdict.TooOld
        : WebhookVerdict.Genuine;

    private static DateTimeOffset? Seconds(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var size) ? bytes[..size] : null;
    }
}
