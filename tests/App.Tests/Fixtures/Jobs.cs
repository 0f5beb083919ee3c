using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Storage;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The worker's jobs, done in this process when a test says so.</summary>
internal static class Jobs
{
    /// <summary>Does the queued jobs of one kind, until there is none left.</summary>
    /// <param name="app">Whose jobs.</param>
    /// <param name="inObjectStorage">Whether exports go to object storage; else into the database, as where none is configured.</param>
    public static async Task DoJobs<THandler>(this AppFixture app, bool inObjectStorage = false)
        where THandler : class, IJobHandler
    {
        object[] parts = typeof(THandler) == typeof(ExportJob) && !inObjectStorage ? [WithoutStorage(app)] : [];
        var queue = new JobQueue(
            app.Database,
            [ActivatorUtilities.CreateInstance<THandler>(app.Services, parts)],
            NullLogger<JobQueue>.Instance
        );
        while (await queue.DoNext(default)) { }
    }

    private static ExportObjects WithoutStorage(AppFixture app)
    {
        var options = app.Services.GetRequiredService<AppOptions>() with { Storage = null };
        return new ExportObjects(
            app.Database,
            new ObjectStorage(options, service: null, TimeProvider.System),
            app.Services.GetRequiredService<StoredObjects>(),
            app.Services.GetRequiredService<FieldEncryption>()
        );
    }
}
