using PmCrm.Components.Common;
using PmCrm.Components.Workload;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="PublicIngress"/> alone.</summary>
public static class PublicIngressExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var ingress = new PublicIngress(
            "ingress",
            new PublicIngressArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Namespace = "crm",
                Host = "api.staging.example.org",
                ServiceName = "crm-backend",
                ClusterIssuer = "letsencrypt-prod",
                RequestsPerMinute = 100,
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
