using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PmCrm.App.Configuration;

namespace PmCrm.App.Features.SignIn;

/// <summary>How far a provider's statement about an e-mail address can be trusted.</summary>
public enum AddressTrust
{
    /// <summary>The address was typed in, or set by an administrator.</summary>
    None,

    /// <summary>
    /// The person had the address when the provider verified it, perhaps years ago: enough for a new account of their own.
    /// </summary>
    Verified,

    /// <summary>The provider runs the mailbox, or knows who runs its domain: this person has the address now.</summary>
    Authoritative,
}

/// <summary>An OpenID Connect provider that can authenticate people, with its special rules.</summary>
public abstract class IdentityProvider(OAuthClient client)
{
    /// <summary>The name in paths and in <c>user_identities.provider</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The name that people know.</summary>
    public abstract string Title { get; }

    /// <summary>
    /// The URL of the discovery document with the endpoints and keys (OpenID Connect Discovery 1.0, 4). A constant with https: no
    /// environment variable can redirect sign-in to another provider.
    /// </summary>
    public abstract Uri Discovery { get; }

    /// <summary>The issuer that its discovery document must contain (OpenID Connect Discovery 1.0, 4.3).</summary>
    public abstract string Issuer { get; }

    /// <summary>This application's client at the provider.</summary>
    public OAuthClient Client => client;

    /// <summary>Whether a token of this provider may have this issuer.</summary>
    public abstract bool IsIssuer(string issuer, JsonWebToken token);

    /// <summary>Whether the key may sign for the issuer.</summary>
    public virtual bool MaySign(JsonWebKey key, string issuer, JsonWebToken token) => true;

    /// <summary>The user's id at the provider; it stays the same when their address changes.</summary>
    public virtual string Subject(JsonWebToken token) => token.Subject;

    public abstract AddressTrust Trust(JsonWebToken token, string email);

    private protected static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) ? value?.ToString() : null;

    // Booleans are sent as true, "true", 1 or "1".
    private protected static bool IsTrue(JsonWebToken token, string claim) =>
        Text(token, claim) is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    private protected static bool IsAt(string email, params ReadOnlySpan<string> domains)
    {
        foreach (var domain in domains)
            if (email.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}

/// <summary>
/// Google. It reports which addresses it verified, but it knows the current owner only for Gmail and Workspace (<c>hd</c>) addresses
/// (developers.google.com/identity/gsi/web/guides/verify-google-id-token).
/// </summary>
public sealed class GoogleProvider(OAuthClient client) : IdentityProvider(client)
{
    public const string ProviderName = "google";

    public override string Name => ProviderName;

    public override string Title => "Google";

    public override Uri Discovery { get; } = new("https://accounts.google.com/.well-known/openid-configuration");

    public override string Issuer => "https://accounts.google.com";

    // Google documents both forms.
    public override bool IsIssuer(string issuer, JsonWebToken token) => issuer == Issuer || issuer == "accounts.google.com";

    public override AddressTrust Trust(JsonWebToken token, string email) =>
        !IsTrue(token, "email_verified") ? AddressTrust.None
        : IsAt(email, "gmail.com", "googlemail.com") || Text(token, "hd") is not null ? AddressTrust.Authoritative
        : AddressTrust.Verified;
}

/// <summary>
/// Microsoft, for accounts of every organization and personal accounts: each organization (tenant) is its own issuer. A tenant's
/// administrator can write any address into a person's profile, so <c>email</c> alone proves nothing; <c>xms_edov</c> says that the tenant
/// owns the domain (learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization).
/// </summary>
public sealed class MicrosoftProvider(OAuthClient client) : IdentityProvider(client)
{
    public const string ProviderName = "microsoft";

    private const string TenantClaim = "tid";
    private const string TenantHole = "{tenantid}";

    /// <summary>The tenant of all personal accounts, whose addresses Microsoft itself verifies.</summary>
    private const string Personal = "9188040d-6c67-4c5b-b112-36a304b66dad";

    public override string Name => ProviderName;

    public override string Title => "Microsoft";

    public override Uri Discovery { get; } = new("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration");

    public override string Issuer => $"https://login.microsoftonline.com/{TenantHole}/v2.0";

    public override bool IsIssuer(string issuer, JsonWebToken token) => Tenant(token) is { } tenant && issuer == Of(Issuer, tenant);

    // One list has the keys of all tenants; a key names the issuer whose tokens it signs.
    public override bool MaySign(JsonWebKey key, string issuer, JsonWebToken token) =>
        !key.AdditionalData.TryGetValue("issuer", out var owner) || (Tenant(token) is { } tenant && Of($"{owner}", tenant) == issuer);

    // A subject is unique only within its issuer (OpenID Connect Core 1.0, 5.7).
    public override string Subject(JsonWebToken token) => $"{Tenant(token)}/{token.Subject}";

    public override AddressTrust Trust(JsonWebToken token, string email) =>
        Tenant(token) == Personal
            ? IsAt(email, "outlook.com", "hotmail.com", "live.com", "msn.com")
                ? AddressTrust.Authoritative
                : AddressTrust.Verified
            : IsTrue(token, "xms_edov")
                ? AddressTrust.Authoritative
                : AddressTrust.None;

    private static string? Tenant(JsonWebToken token) =>
        Guid.TryParseExact(Text(token, TenantClaim), "D", out var tenant) ? tenant.ToString() : null;

    private static string Of(string template, string tenant) => template.Replace(TenantHole, tenant, StringComparison.Ordinal);
}
