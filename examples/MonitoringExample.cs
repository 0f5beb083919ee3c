using PmCrm.Components.Common;
using PmCrm.Components.Operations;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="Monitoring"/> alone.</summary>
public static class MonitoringExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var monitoring = new Monitoring(
            "monitoring",
            new MonitoringArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                ApiHost = "api.example.org",
                IngressNamespace = "crm",
                IngressName = "crm-ingress",
                DatabaseInstance = "crm-staging",
                CacheInstance = "projects/my-project/locations/europe-west1/instances/crm-staging",
                Autoscalers = ["crm-backend-hpa"],
                Recipients = AlertRecipients.Email("oncall@example.org"),
                Labels = new ResourceLabels("staging"),
            }
        );
        var channels = monitoring.NotificationChannels;
    }
}
