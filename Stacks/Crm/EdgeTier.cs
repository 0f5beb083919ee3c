using PmCrm.Components.Edge;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>DNS, object storage and the frontend.</summary>
internal static class EdgeTier
{
    public static void Create(CrmSettings settings, AppTier app, Pulumi.Cloudflare.Provider cloudflare)
    {
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
        _ = EdgeComponents.CreateStorage(settings.Edge, settings.PhysicalName, settings.Protection, cloudflare);
        _ = EdgeComponents.CreateFrontend(settings.Edge, settings.PhysicalName);
    }
}
