using PmCrm.Components.Common;
using PmCrm.Components.Edge;
using PmCrm.Components.Frontend;
using PmCrm.Components.Hosting;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>What the outside meets first: names, files, the frontend; the components are those of <see cref="Crm.CrmStack"/>.</summary>
internal sealed class MvpEdgeTier(MvpSettings settings)
{
    /// <summary>Render takes certificates of these two: https://render.com/docs/custom-domains; Vercel and Railway of the first.</summary>
    private static readonly string[] Issuers = ["letsencrypt.org", "pki.goog"];

    public Pulumi.Cloudflare.Provider Cloudflare { get; } =
        new("cloudflare", new Pulumi.Cloudflare.ProviderArgs { ApiToken = settings.Edge.CloudflareApiToken.Value });

    public void Create(IBackendHost host, MvpDataTier data)
    {
        var onCloudflare = new ComponentResourceOptions { Provider = Cloudflare };
        _ = new CloudflareDns(
            "dns",
            new CloudflareDnsArgs
            {
                ZoneId = settings.Edge.CloudflareZoneId,
                Domain = settings.Edge.Domain,
                ApiHost = settings.Edge.ApiHost,
                ApiAlias = host.AliasTarget,
                ApiProof = host.Proof,
                AppHost = settings.Edge.AppHost,
                CertificateIssuers = Issuers,
                SecurityContact = settings.Edge.CertificateContact,
            },
            onCloudflare
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
            new ComponentResourceOptions { Provider = Cloudflare }
        );
        CreateFrontend(data);
    }

    private void CreateFrontend(MvpDataTier data)
    {
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
                Secrets = new Dictionary<string, Input<string>>
                {
                    [AppVariables.DatabaseUrl] = data.Database.ConnectionUrl,
                    [AppVariables.RedisUrl] = data.Cache.ConnectionUrl,
                },
            },
            new ComponentResourceOptions { Provider = new Pulumiverse.Vercel.Provider("vercel", vercel) }
        );
    }
}
