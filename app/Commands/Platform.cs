using Microsoft.Extensions.DependencyInjection.Extensions;
using PmCrm.App.Caching;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Storage;
using PmCrm.App.Health;
using PmCrm.App.Load;
using PmCrm.App.OutsideServices;
using PmCrm.App.Security;

namespace PmCrm.App.Commands;

/// <summary>The common parts of backend and worker.</summary>
internal static class Platform
{
    /// <summary>
    /// A host whose configuration is the environment. It does not watch for a settings file, because the watcher would scan the working
    /// directory with all subfolders at every start.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    public static IServiceCollection AddPlatform(this IServiceCollection services, AppOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(all => DataSource.Create(options.Database!, all.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<Database>();
        services.AddSingleton<Spool>(_ => new Spool());
        services.AddSingleton(all => new Cache(options.Redis!, all.GetRequiredService<ILogger<Cache>>()));
        services.AddSingleton(_ => new FieldEncryption(options.EncryptionKeys));
        services.AddSingleton(options.Tokens);
        services.AddStorage(options);
        services.AddOutsideTransport();
        return services;
    }

    /// <summary>Graceful shutdown: see <see cref="DrainingLifetime"/>.</summary>
    public static IServiceCollection AddDraining(this IServiceCollection services)
    {
        services.AddSingleton<Draining>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainingLifetime.StopTimeout);
        return services;
    }
}
