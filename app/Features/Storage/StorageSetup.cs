using PmCrm.App.Configuration;
using PmCrm.App.Jobs;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Storage;

public static class StorageSetup
{
    /// <summary>The object storage, for features that store files.</summary>
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

    /// <summary>The worker's part: deletes objects without references.</summary>
    public static IServiceCollection AddStorageWork(this IServiceCollection services) => services.AddWorkSource<ObjectDeletions>();
}
