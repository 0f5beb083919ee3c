using PmCrm.Components.Common;
using PmCrm.Components.Edge;
using PmCrm.Components.Frontend;
using PmCrm.Components.Mail;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Edge;

/// <summary>Components that every topology uses: Cloudflare's provider, the buckets, the frontend, the mail domain.</summary>
internal static class EdgeComponents
{
    public static Pulumi.Cloudflare.Provider CreateCloudflare(EdgeSettings edge) =>
        new("cloudflare", new Pulumi.Cloudflare.ProviderArgs { ApiToken = edge.CloudflareApiToken.Value });

    public static ObjectStorage CreateStorage(
        EdgeSettings edge,
        string physicalName,
        Protection protection,
        Pulumi.Cloudflare.Provider cloudflare
    ) =>
        new(
            "storage",
            new ObjectStorageArgs
            {
                AccountId = edge.CloudflareAccountId,
                PhysicalName = BucketPrefix(edge, physicalName),
                AppOrigin = edge.AppUrl,
                Protection = protection,
            },
            new ComponentResourceOptions { Provider = cloudflare }
        );

    /// <summary>
    /// The application's variables for the buckets. The access key comes from the configuration: see <c>r2AccessKeyId</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> StorageVariables(EdgeSettings edge, string physicalName) =>
        new Dictionary<string, string>
        {
            [AppVariables.StorageUploadsUrl] = ObjectStorage.UploadsUrl(edge.CloudflareAccountId, BucketPrefix(edge, physicalName)),
            [AppVariables.StorageExportsUrl] = ObjectStorage.ExportsUrl(edge.CloudflareAccountId, BucketPrefix(edge, physicalName)),
        };

    // A stack that replaces another one adopts its buckets by their names.
    private static string BucketPrefix(EdgeSettings edge, string physicalName) => edge.BucketPrefix ?? physicalName;

    /// <summary>The domain that mail is sent from, at the service whose key is set.</summary>
    public static IMailDomain CreateMail(
        MailSettings mail,
        EdgeSettings edge,
        string physicalName,
        Pulumi.Cloudflare.Provider cloudflare
    ) =>
        mail.ResendApiKey is { } resend
            ? new ResendDomain(
                "mail",
                new ResendDomainArgs
                {
                    PhysicalName = physicalName,
                    Domain = mail.Domain,
                    ZoneId = edge.CloudflareZoneId,
                    Dns = cloudflare,
                },
                new ComponentResourceOptions
                {
                    Provider = new Pulumi.Resend.Provider("resend", new Pulumi.Resend.ProviderArgs { ApiKey = resend.Value }),
                }
            )
            : new SendGridDomain(
                "mail",
                new SendGridDomainArgs
                {
                    PhysicalName = physicalName,
                    Domain = mail.Domain,
                    ZoneId = edge.CloudflareZoneId,
                    Dns = cloudflare,
                },
                new ComponentResourceOptions
                {
                    Provider = new Pulumi.Sendgrid.Provider(
                        "sendgrid",
                        new Pulumi.Sendgrid.ProviderArgs { ApiKey = mail.SendGridApiKey!.Value, Region = SendGridDomain.Region }
                    ),
                }
            );

    /// <param name="edge">Host names and accounts.</param>
    /// <param name="physicalName">Name of the project at Vercel.</param>
    /// <param name="secrets">Secret variables of the frontend.</param>
    public static VercelFrontend CreateFrontend(
        EdgeSettings edge,
        string physicalName,
        IReadOnlyDictionary<string, Input<string>>? secrets = null
    )
    {
        var vercel = new Pulumiverse.Vercel.ProviderArgs { ApiToken = edge.VercelApiToken.Value };
        if (edge.VercelTeamId is { } team)
            vercel.Team = team;
        return new VercelFrontend(
            "frontend",
            new VercelFrontendArgs
            {
                PhysicalName = physicalName,
                ApiUrl = edge.ApiUrl,
                Host = edge.AppHost,
                RedirectedHosts = [edge.Domain],
                Repository = edge.FrontendRepository,
                RootDirectory = edge.FrontendDirectory,
                Secrets = secrets ?? new Dictionary<string, Input<string>>(),
            },
            new ComponentResourceOptions { Provider = new Pulumiverse.Vercel.Provider("vercel", vercel) }
        );
    }
}
