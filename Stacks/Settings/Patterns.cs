using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Settings;

/// <summary>Formats of names and ids that a provider prescribes.</summary>
internal static partial class Patterns
{
    /// <summary>
    /// A stack's name. The longest of Google's ids with at most 30 characters that contains it is <c>pmcrm-STACK-deployer</c>.
    /// </summary>
    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,13}[a-z0-9]\z")]
    public static partial Regex StackName();

    /// <summary>A Google Cloud project's id.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9-]{4,28}[a-z0-9]\z")]
    public static partial Regex ProjectId();

    /// <summary>A custom machine type of Cloud SQL, with its vCPUs and MiB.</summary>
    [GeneratedRegex(@"^db-custom-(?<cpus>[1-9][0-9]?)-(?<memory>[0-9]{4,6})\z")]
    public static partial Regex DatabaseTier();

    /// <summary>An image by digest.</summary>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9./_:-]*[a-z0-9]@sha256:[0-9a-f]{64}\z")]
    public static partial Regex ImageByDigest();

    /// <summary>A lifetime in the application's notation.</summary>
    [GeneratedRegex(@"^[1-9][0-9]{0,4}[smhd]\z")]
    public static partial Regex Lifetime();

    /// <summary>32 hexadecimal digits: an id of Cloudflare's.</summary>
    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    public static partial Regex CloudflareId();

    /// <summary>Base64, at least one group of four.</summary>
    [GeneratedRegex(@"^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\z")]
    public static partial Regex Base64();

    /// <summary>An e-mail address, roughly.</summary>
    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[a-z]{2,}\z")]
    public static partial Regex Email();

    /// <summary>A billing account's id.</summary>
    [GeneratedRegex(@"^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}\z")]
    public static partial Regex BillingAccount();

    /// <summary>A GitHub repository, owner and name.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+\z")]
    public static partial Regex Repository();

    /// <summary>A currency's code by ISO 4217.</summary>
    [GeneratedRegex(@"^[A-Z]{3}\z")]
    public static partial Regex Currency();

    /// <summary>
    /// A bucket of Cloud Storage: https://cloud.google.com/storage/docs/buckets#naming. Names with dots are domains that must be verified.
    /// </summary>
    [GeneratedRegex(@"^(?!goog)(?!.*google)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]\z")]
    public static partial Regex Bucket();

    /// <summary>
    /// Prefix of an R2 bucket's name, before <c>-uploads</c> or <c>-exports</c>; the name has at most 63 characters:
    /// https://developers.cloudflare.com/r2/buckets/create-buckets/.
    /// </summary>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,53}[a-z0-9]\z")]
    public static partial Regex BucketPrefix();

    /// <summary>A workspace's id at Render, of a team or a person.</summary>
    [GeneratedRegex(@"^(tea|usr)-[a-z0-9]{20}\z")]
    public static partial Regex RenderOwner();

    /// <summary>One label of a host name.</summary>
    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    public static partial Regex Subdomain();

    /// <summary>A host of Supabase's pooler: a cluster's number and the region.</summary>
    [GeneratedRegex(@"^aws-[0-9]{1,2}-(?<region>[a-z]+-[a-z]+-[0-9])\.pooler\.supabase\.com\z")]
    public static partial Regex SupabasePooler();

    /// <summary>Up to 30 digits.</summary>
    [GeneratedRegex(@"^[0-9]{1,30}\z")]
    public static partial Regex Digits();

    /// <summary>An id or name without spaces.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/-]*\z")]
    public static partial Regex Name();
}
