using PmCrm.Components.Edge;
using PmCrm.Components.Hosting;
using PmCrm.Contract;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>DNS, object storage and the frontend, with the same components as <see cref="Crm.CrmStack"/>.</summary>
internal sealed class MvpEdgeTier(MvpSettings settings)
{
    /// <summary>
    /// Render uses certificates of these two issuers: https://render.com/docs/custom-domains; Vercel and Railway use only the first.
    /// </summary>
    private static readonly string[] Issuers = ["letsencrypt.org", "pki.goog"];

    public Pulumi.Cloudflare.Provider Cloudflare { get; } = EdgeComponents.CreateCloudflare(settings.Edge);

    public void Create(IBackendHost host, MvpDataTier data)
    {
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
            new ComponentResourceOptions { Provider = Cloudflare }
        );
        _ = EdgeComponents.CreateStorage(settings.Edge, settings.PhysicalName, settings.Protection, Cloudflare);
        _ = EdgeComponents.CreateFrontend(
            settings.Edge,
            settings.PhysicalName,
            new Dictionary<string, Input<string>>
            {
                [AppVariables.DatabaseUrl] = data.Database.ConnectionUrl,
                [AppVariables.RedisUrl] = data.Cache.ConnectionUrl,
            }
        );
    }
}
