using PmCrm.Components.Mail;
using PmCrm.Components.Operations;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>Who is told when something stops, and who sends mail.</summary>
internal static class MvpOperations
{
    public static BetterStackMonitoring CreateMonitoring(MvpSettings settings) =>
        new(
            "monitoring",
            new BetterStackMonitoringArgs
            {
                PhysicalName = settings.PhysicalName,
                ApiUrl = settings.Edge.ApiUrl,
                AppUrl = settings.Edge.AppUrl,
                CompanyName = settings.Edge.Domain,
                StatusSubdomain = settings.Monitoring.StatusSubdomain,
                // Railway sends no logs by itself; its source takes what is posted to it.
                LogPlatform = settings.Hosting.Render is null ? "http" : "render",
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

    public static IMailDomain CreateMail(MvpSettings settings, Pulumi.Cloudflare.Provider cloudflare) =>
        settings.Mail.ResendApiKey is { } resend
            ? new ResendDomain(
                "mail",
                new ResendDomainArgs
                {
                    PhysicalName = settings.PhysicalName,
                    Domain = settings.Mail.Domain,
                    ZoneId = settings.Edge.CloudflareZoneId,
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
                    PhysicalName = settings.PhysicalName,
                    Domain = settings.Mail.Domain,
                    ZoneId = settings.Edge.CloudflareZoneId,
                    Dns = cloudflare,
                },
                new ComponentResourceOptions
                {
                    Provider = new Pulumi.Sendgrid.Provider(
                        "sendgrid",
                        new Pulumi.Sendgrid.ProviderArgs { ApiKey = settings.Mail.SendGridApiKey!.Value, Region = SendGridDomain.Region }
                    ),
                }
            );
}
