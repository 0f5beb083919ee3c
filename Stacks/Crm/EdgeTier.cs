using PmCrm.Components.Edge;
using PmCrm.Components.Frontend;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>DNS, object storage and the frontend.</summary>
internal static class EdgeTier
{
    public static void Create(CrmSettings settings, AppTier app)
    {
        var cloudflare = new Pulumi.Cloudflare.Provider(
            "cloudflare",
            new Pulumi.Cloudflare.ProviderArgs { ApiToken = settings.Edge.CloudflareApiToken.Value }
        );
        _ = new CloudflareDns(
            "dns",
            new CloudflareDnsArgs
            {
                ZoneId = settings.Edge.CloudflareZoneId,
                Domain = settings.Edge.Domain,
                ApiHost = settings.Edge.ApiHost,
                ApiAddress = app.Ingress.Address,
                AppHost = settings.Edge.AppHost,
                SecurityContact = settings.Edge.CertificateContact,
            },
            new ComponentResourceOptions { Provider = cloudflare }
        );
        _ = new ObjectStorage(
            "storage",
            new ObjectStorageArgs
            {
                AccountId = settings.Edge.CloudflareAccountId,
                PhysicalName = settings.PhysicalName,
                AppOrigin = settings.Edge.AppUrl,
                Protection = settings.Protection,
            },
            new ComponentResourceOptions { Provider = cloudflare }
        );

        var vercel = new Pulumiverse.Vercel.ProviderArgs { ApiToken = settings.Edge.VercelApiToken.Value };
        if (settings.Edge.VercelTeamId is { } team)
            vercel.Team = team;
        _ = new VercelFrontend(
            "frontend",
            new VercelFrontendArgs
            {
                PhysicalName = settings.PhysicalName,
                ApiUrl = settings.Edge.ApiUrl,
                Host = settings.Edge.AppHost,
                RedirectedHosts = [settings.Edge.Domain],
                Repository = settings.Edge.FrontendRepository,
                RootDirectory = settings.Edge.FrontendDirectory,
            },
            new ComponentResourceOptions { Provider = new Pulumiverse.Vercel.Provider("vercel", vercel) }
        );
    }
}
