using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Digests;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Features.Search;
using PmCrm.App.Features.Storage;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Health;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.Logging;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary>The worker: background work, and its own probes on PORT.</summary>
public static class WorkerHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = Platform.CreateBuilder(args);
        var options = AppOptionsReader.Read(name => builder.Configuration[name], AppProcess.Worker, needsTimeZones: true);

        builder.Logging.AddJsonLines(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(options.Port);
        });
        builder
            .Services.AddPlatform(options)
            .AddTelemetry(options)
            .AddDraining()
            .AddStrictJson()
            .AddJson(HealthJson.Default)
            .AddSingleton<HealthChecks>()
            .AddWork(options)
            .AddHostedService<Heartbeat>();

        var app = builder.Build();
        app.MapHealth();
        return app;
    }

    /// <summary>All work of the worker, one kind per line.</summary>
    private static IServiceCollection AddWork(this IServiceCollection services, AppOptions options) =>
        services
            .AddWorkSource<JobQueue>()
            .AddSingleton<ReminderMessages>()
            .AddWorkSource<ReminderDeliveries>()
            .AddWorkSource<DigestWork>()
            .AddWorkSource<Cleanup>()
            .AddWorkSource<KeyRotation>()
            .AddWorkSource<CityWork>()
            .AddWorkSource<Canary>()
            .AddStorageWork()
            .AddImportWork()
            .AddExportWork()
            .AddSearchWork(options)
            .AddMessageWork(options)
            .AddWhatsAppWork(options)
            .AddSecondFactorSecrets();
}
