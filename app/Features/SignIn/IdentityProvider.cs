using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PmCrm.App.Configuration;

namespace PmCrm.App.Features.SignIn;

/// <summary>How far a provider's word about an e-mail address goes.</summary>
public enum AddressTrust
{
    /// <summary>It was typed in, or by somebody's administrator.</summary>
    None,

    /// <summary>
    /// The person had the address when the provider asked, perhaps years ago: enough for an account that is theirs alone.
    /// </summary>
    Verified,

    /// <summary>The provider runs the mailbox, or knows who runs its domain: who has the address now is this person.</summary>
    Authoritative,
}

/// <summary>Who else may say who somebody is: an OpenID Connect provider, with what is peculiar to it.</summary>
public abstract class IdentityProvider(OAuthClient client)
{
    /// <summary>In paths and in <c>user_identities.provider</c>.</summary>
    public abstract string Name { get; }

    /// <summary>As people know it.</summary>
    public abstract string Title { get; }

    /// <summary>
    /// Where its endpoints and keys are told (OpenID Connect Discovery 1.0, 4). A constant, and https: nothing in the environment leads
    /// sign-in to another provider.
    /// </summary>
    public abstract Uri Discovery { get; }

    /// <summary>What its discovery document must say of itself (OpenID Connect Discovery 1.0, 4.3).</summary>
    public abstract string Issuer { get; }

    /// <summary>What this application is there.</summary>
    public OAuthClient Client => client;

    /// <summary>Whether a token of this provider may say that it comes from the issuer.</summary>
    public abstract bool IsIssuer(string issuer, JsonWebToken token);

    /// <summary>Whether the key may sign for the issuer.</summary>
    public virtual bool MaySign(JsonWebKey key, string issuer, JsonWebToken token) => true;

    /// <summary>The user's id there; it stays when their address changes.</summary>
    public virtual string Subject(JsonWebToken token) => token.Subject;

    public abstract AddressTrust Trust(JsonWebToken token, string email);

    private protected static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) ? value?.ToString() : null;

    // Booleans come as true, "true", 1 or "1".
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
/// Google. It vouches for an address that it verified, but only of Gmail's and of a Workspace's (<c>hd</c>) does it know who has them now
/// (developers.google.com/identity/gsi/web/guides/verify-google-id-token).
/// </summary>
public sealed class GoogleProvider(OAuthClient client) : IdentityProvider(client)
{
    public const string ProviderName = "google";

    public override string Name => ProviderName;

    public override string Title => "Google";

    public override Uri Discovery { get; } = new("https://accounts.google.com/.well-known/openid-configuration");

    public override string Issuer => "https://accounts.google.com";

    // The second form is documented beside the first.
    public override bool IsIssuer(string issuer, JsonWebToken token) => issuer == Issuer || issuer == "accounts.google.com";

    public override AddressTrust Trust(JsonWebToken token, string email) =>
        !IsTrue(token, "email_verified") ? AddressTrust.None
        : IsAt(email, "gmail.com", "googlemail.com") || Text(token, "hd") is not null ? AddressTrust.Authoritative
        : AddressTrust.Verified;
}

/// <summary>
/// Microsoft, for accounts of every organisation and personal ones: each organisation (tenant) is an issuer of its own. Its administrator
/// writes any address into a person's profile, so that <c>email</c> alone proves nothing; <c>xms_edov</c> says that the domain is theirs
/// (learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization).
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

    // The keys of all tenants are in one list; a key says whose tokens it signs.
    public override bool MaySign(JsonWebKey key, string issuer, JsonWebToken token) =>
        !key.AdditionalData.TryGetValue("issuer", out var owner) || (Tenant(token) is { } tenant && Of($"{owner}", tenant) == issuer);

    // A subject is one within its issuer (OpenID Connect Core 1.0, 5.7).
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
