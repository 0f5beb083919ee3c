using PmCrm.Components.Operations;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>Monitoring and alerts at Better Stack.</summary>
internal static class MvpOperations
{
    public static BetterStackMonitoring CreateMonitoring(MvpSettings settings)
    {
        if (settings.Hosting.Render is null)
            Log.Warn(
                "Railway does not send logs to Better Stack: the alert on mails that are not sent does not work until something posts "
                    + "the worker's log to the source. docs/messages.md says how to find late mails."
            );
        return new BetterStackMonitoring(
            "monitoring",
            new BetterStackMonitoringArgs
            {
                PhysicalName = settings.PhysicalName,
                ApiUrl = settings.Edge.ApiUrl,
                AppUrl = settings.Edge.AppUrl,
                CompanyName = settings.Edge.Domain,
                StatusSubdomain = settings.Monitoring.StatusSubdomain,
                // Railway does not forward logs; this kind of source accepts HTTP posts.
                LogPlatform = settings.Hosting.Render is null ? "http" : "render",
                HasMail = true,
                Logs = new Pulumi.Logtail.Provider(
                    "logtail",
                    new Pulumi.Logtail.ProviderArgs { ApiToken = settings.Monitoring.LogsToken.Value }
                ),
            },
            new ComponentResourceOptions
            {
                Provider = new Pulumi.BetterUptime.Provider(
                    "better-uptime",
                    new Pulumi.BetterUptime.ProviderArgs { ApiToken = settings.Monitoring.UptimeToken.Value }
                ),
            }
        );
    }
}
