using PmCrm.App.Configuration;
using PmCrm.App.Jobs;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Storage;

public static class StorageSetup
{
    /// <summary>Object storage, for whatever keeps files there.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, AppOptions options)
    {
        if (options.Storage is { } storage)
            services.AddOutsideService(ObjectStorage.Service(storage));
        return services
            .AddSingleton(all => new ObjectStorage(
                options,
                all.GetKeyedService<OutsideService>(ObjectStorage.ServiceName),
                all.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton<StoredObjects>()
            .AddSingleton<Uploads>();
    }

    /// <summary>Deletes what nothing names any more: the worker's part.</summary>
    public static IServiceCollection AddStorageWork(this IServiceCollection services) => services.AddWorkSource<ObjectDeletions>();
}
