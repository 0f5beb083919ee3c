using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>Host names, DNS, ingress and frontend.</summary>
/// <param name="Domain">Domain of the environment.</param>
/// <param name="ApiHost">Host of the backend.</param>
/// <param name="AppHost">Host of the frontend.</param>
/// <param name="Controller">The controller that serves the Ingress.</param>
/// <param name="RequestsPerMinute">Requests per minute that one client address may send.</param>
/// <param name="CertificateContact">E-mail address that Let's Encrypt writes to.</param>
/// <param name="CloudflareAccountId">Cloudflare's id of the account.</param>
/// <param name="CloudflareZoneId">Cloudflare's id of the zone.</param>
/// <param name="CloudflareApiToken">May edit the zone's records and the account's buckets.</param>
/// <param name="CloudflareDnsToken">May edit the zone's records; stored in the cluster, which gets certificates with it.</param>
/// <param name="VercelTeamId">Vercel's id of the team; null: the token's own.</param>
/// <param name="VercelApiToken">May edit the team's projects.</param>
/// <param name="FrontendRepository">GitHub repository that Vercel builds; null: builds are uploaded.</param>
/// <param name="FrontendDirectory">Folder of the frontend in its repository; null: the root.</param>
/// <param name="BucketPrefix">Prefix of both buckets' names; null: the stack's own physical name.</param>
public sealed record EdgeSettings(
    string Domain,
    string ApiHost,
    string AppHost,
    IngressController Controller,
    int RequestsPerMinute,
    string CertificateContact,
    string CloudflareAccountId,
    string CloudflareZoneId,
    SecretSetting CloudflareApiToken,
    SecretSetting CloudflareDnsToken,
    string? VercelTeamId,
    SecretSetting VercelApiToken,
    string? FrontendRepository,
    string? FrontendDirectory,
    string? BucketPrefix
)
{
    /// <summary>URL of the backend.</summary>
    public string ApiUrl => $"https://{ApiHost}";

    /// <summary>URL of the frontend.</summary>
    public string AppUrl => $"https://{AppHost}";
}

/// <summary>Reads the edge's settings.</summary>
internal static class EdgeReader
{
    private const string ApiHostKey = "apiHost";
    private const string AppHostKey = "appHost";
    private const string CloudflareIdForm = "a Cloudflare id: 32 hexadecimal digits";

    private static readonly IReadOnlyDictionary<string, IngressController> Controllers = new Dictionary<string, IngressController>
    {
        ["gce"] = IngressController.Gce,
        ["nginx"] = IngressController.Nginx,
    };

    public static EdgeSettings Read(SettingsReader reader)
    {
        var domain = reader.Host("domain");
        var (apiHost, appHost) = (ReadHostBelow(reader, ApiHostKey, domain), ReadHostBelow(reader, AppHostKey, domain));
        if (apiHost.Length > 0 && apiHost == appHost)
            reader.Refuse(AppHostKey, $"another host name than {reader.Full(ApiHostKey)}");
        var cloudflareToken = reader.Secret("cloudflareApiToken", TokenForm.Cloudflare);
        return new EdgeSettings(
            domain,
            apiHost,
            appHost,
            reader.Choice("ingressController", Controllers),
            reader.Number("requestsPerMinute", 1, 10_000),
            reader.Mail("certificateContact"),
            reader.Text("cloudflareAccountId", Patterns.CloudflareId(), CloudflareIdForm),
            reader.Text("cloudflareZoneId", Patterns.CloudflareId(), CloudflareIdForm),
            cloudflareToken,
            reader.OptionalSecret("cloudflareDnsToken", TokenForm.Cloudflare) ?? cloudflareToken,
            reader.OptionalText("vercelTeamId", Patterns.Name(), "a team's id at Vercel, for example team_1"),
            reader.Secret("vercelApiToken", TokenForm.Vercel),
            reader.OptionalText("frontendRepository", Patterns.Repository(), "a GitHub repository: OWNER/NAME"),
            reader.OptionalText("frontendDirectory", Patterns.Name(), "a folder of the repository, for example apps/web"),
            reader.OptionalText("bucketPrefix", Patterns.BucketPrefix(), "lower-case letters, digits and dashes, at most 55")
        );
    }

    private static string ReadHostBelow(SettingsReader reader, string key, string domain)
    {
        var host = reader.Host(key);
        if (host.Length > 0 && domain.Length > 0 && !host.EndsWith($".{domain}", StringComparison.Ordinal))
            reader.Refuse(key, $"a host name below {reader.Full("domain")}, which is {domain}");
        return host;
    }
}
