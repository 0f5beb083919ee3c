using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="CertManager"/> alone.</summary>
public static class CertManagerExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var certificates = new CertManager(
            "cert-manager",
            new CertManagerArgs
            {
                CloudflareApiToken = Output.CreateSecret("from the stack's configuration"),
                DnsZones = ["example.org"],
                AcmeContact = "security@example.org",
                Labels = new ResourceLabels("staging"),
            }
        );
        var annotation = ("cert-manager.io/cluster-issuer", certificates.IssuerName);
    }
}
