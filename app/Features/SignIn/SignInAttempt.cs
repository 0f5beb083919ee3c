using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Security;

namespace PmCrm.App.Features.SignIn;

/// <summary>
/// An unfinished sign-in, stored in a cookie of the browser that started it. The provider's answer is valid only together with it, and any
/// replica can process it.
/// </summary>
/// <param name="State">Comes back with the answer (RFC 6749, 10.12).</param>
/// <param name="Nonce">Comes back inside the ID token (OpenID Connect Core 1.0, 15.5.2).</param>
/// <param name="Verifier">PKCE: proves to the provider that the code is redeemed by the client that requested it (RFC 7636).</param>
/// <param name="ExpiresAt">When the attempt expires.</param>
public sealed record SignInAttempt(string State, string Nonce, string Verifier, DateTimeOffset ExpiresAt)
{
    /// <summary>Enough time to type a password and find the phone for the second factor.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>256 bits each: the size that RFC 7636, 4.1 recommends.</summary>
    private const int Size = 32;

    public static SignInAttempt Begin(DateTimeOffset now) => new(Random(), Random(), Random(), now + Lifetime);

    /// <summary>RFC 7636, 4.2: S256.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public bool IsState(string state) => AreEqual(State, state);

    public bool IsNonce(string nonce) => AreEqual(Nonce, nonce);

    private static bool AreEqual(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
}

/// <summary>
/// Writes attempts into a cookie and reads them. The cookie is encrypted with ENCRYPTION_KEY, so that a thief cannot read the verifier and
/// nobody can forge one. <c>__Host-</c> prevents other hosts of the domain from setting it; Lax lets the browser send it with the
/// provider's redirect.
/// </summary>
public sealed class SignInCookie(FieldEncryption encryption, TimeProvider clock)
{
    private const string Prefix = "__Host-pmcrm-sign-in-";

    public void Set(HttpResponse response, string provider, SignInAttempt attempt)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(attempt, SignInAttemptJson.Default.SignInAttempt);
        var cipher = encryption.Encrypt(json, Guid.Empty, Field(provider));
        response.Cookies.Append(Prefix + provider, Base64Url.EncodeToString(cipher), Options(SignInAttempt.Lifetime));
    }

    /// <summary>Reads the attempt of this browser and deletes its cookie: an attempt can be answered once.</summary>
    /// <returns>Null if the browser has no attempt, or it has expired.</returns>
    public SignInAttempt? Take(HttpContext context, string provider)
    {
        if (!context.Request.Cookies.TryGetValue(Prefix + provider, out var value))
            return null;
        context.Response.Cookies.Append(Prefix + provider, "", Options(TimeSpan.Zero));
        return Read(value, provider) is { } attempt && attempt.ExpiresAt > clock.GetUtcNow() ? attempt : null;
    }

    private SignInAttempt? Read(string value, string provider)
    {
        if (!Base64Url.IsValid(value))
            return null;
        try
        {
            var json = encryption.DecryptBytes(Base64Url.DecodeFromChars(value), Guid.Empty, Field(provider));
            return JsonSerializer.Deserialize(json, SignInAttemptJson.Default.SignInAttempt);
        }
        catch (CryptographicException)
        {
            // Not our cookie, or encrypted with a key that no longer exists: the same as none.
            return null;
        }
    }

    private static string Field(string provider) => "sign-in cookie of " + provider;

    private static CookieOptions Options(TimeSpan age) =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = age,
        };
}

[JsonSerializable(typeof(SignInAttempt))]
internal sealed partial class SignInAttemptJson : JsonSerializerContext;
