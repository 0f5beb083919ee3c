using PmCrm.Components.Operations;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="BetterStackMonitoring"/> alone.</summary>
public static class BetterStackMonitoringExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new BetterStackMonitoring(
            "example",
            new BetterStackMonitoringArgs
            {
                PhysicalName = "crm-mvp",
                ApiUrl = "https://api.example.org",
                AppUrl = "https://app.example.org",
                CompanyName = "Example",
                StatusSubdomain = "example",
                Logs = new Pulumi.Logtail.Provider(
                    "logtail",
                    new Pulumi.Logtail.ProviderArgs { ApiToken = Output.CreateSecret("from the stack's configuration") }
                ),
            }
        );
        var output = made.HeartbeatUrl;
    }
}
