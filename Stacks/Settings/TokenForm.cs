using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Settings;

/// <summary>Format of a provider's token, as far as the provider documents it.</summary>
/// <param name="Pattern">What a token matches.</param>
/// <param name="Accepted">Description of the format.</param>
internal sealed partial record TokenForm(Regex Pattern, string Accepted)
{
    /// <summary>
    /// For providers that document no format: Render, Railway, Neon (its keys without a prefix still work), Upstash, Better Stack,
    /// registries. A token is sent in an HTTP header, so it has no spaces or line breaks; those are typical pasting errors.
    /// </summary>
    public static readonly TokenForm Any = new(Visible(), "the token as its provider shows it, without spaces or line breaks");

    /// <summary>supabase/cli, apps/cli-go/internal/utils/access_token.go, AccessTokenPattern.</summary>
    public static readonly TokenForm Supabase = new(SupabasePattern(), "a Supabase access token: sbp_ and 40 hexadecimal digits");

    /// <summary>Prefix: resend/resend-node, src/resend.ts. Resend gives no length.</summary>
    public static readonly TokenForm Resend = new(ResendPattern(), "a Resend API key, which begins with re_");

    /// <summary>
    /// Prefix: sendgrid/sendgrid-nodejs, packages/client/src/classes/client.js. Length:
    /// https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys.
    /// </summary>
    public static readonly TokenForm SendGrid = new(SendGridPattern(), "a SendGrid API key: 69 characters that begin with SG.");

    /// <summary>terraform-provider-vercel v3.15.1, vercel/provider.go, apiTokenRe.</summary>
    public static readonly TokenForm Vercel = new(VercelPattern(), "a Vercel token, which has 24 letters and digits in a row");

    /// <summary>
    /// terraform-provider-cloudflare v5.19.1, internal/provider.go (length and letters), and
    /// https://developers.cloudflare.com/fundamentals/api/get-started/token-formats (prefixes; <c>cfk_</c> is the global key).
    /// </summary>
    public static readonly TokenForm Cloudflare = new(
        CloudflarePattern(),
        "a Cloudflare API token, which has 40 to 80 letters, digits, dashes and underscores; not the global key (cfk_)"
    );

    /// <summary>
    /// Whether the value is the text that the offline preview uses for an encrypted value it cannot read: <c>Secret</c>, the key, a digest
    /// and the end of a base64 key, 44 characters in all.
    /// </summary>
    public static bool IsStandIn(string value) => StandIn().IsMatch(value);

    [GeneratedRegex(@"^[!-~]+\z")]
    private static partial Regex Visible();

    [GeneratedRegex(@"^sbp_(oauth_)?[0-9a-f]{40}\z")]
    private static partial Regex SupabasePattern();

    [GeneratedRegex(@"^re_[A-Za-z0-9_-]+\z")]
    private static partial Regex ResendPattern();

    [GeneratedRegex(@"^SG\.[A-Za-z0-9._-]{66}\z")]
    private static partial Regex SendGridPattern();

    [GeneratedRegex(@"^(?=[!-~]+\z).*[0-9A-Za-z]{24}")]
    private static partial Regex VercelPattern();

    [GeneratedRegex(@"^(?!cfk_)[A-Za-z0-9_-]{40,80}\z")]
    private static partial Regex CloudflarePattern();

    [GeneratedRegex(@"^Secret[A-Za-z0-9]{30}[0-9a-f]{6}A=\z")]
    private static partial Regex StandIn();
}
