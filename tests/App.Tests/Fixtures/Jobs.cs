using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Jobs;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The worker's jobs, done in this process when a test says so.</summary>
internal static class Jobs
{
    /// <summary>Does the queued jobs of one kind, until there is none left.</summary>
    public static async Task DoJobs<THandler>(this AppFixture app)
        where THandler : class, IJobHandler
    {
        var queue = new JobQueue(app.Database, [ActivatorUtilities.CreateInstance<THandler>(app.Services)], NullLogger<JobQueue>.Instance);
        while (await queue.DoNext(default)) { }
    }
}
