using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Data;

namespace PmCrm.App.Jobs;

/// <summary>
/// Recurring work of the worker. Any number of workers run concurrently. Each claims rows by locking them with <c>FOR UPDATE SKIP
/// LOCKED</c> in the transaction that does the work, so that a killed worker loses nothing and nothing is done twice.
/// </summary>
public interface IWorkSource
{
    /// <summary>Pause after a call that found nothing to do.</summary>
    TimeSpan Pause { get; }

    /// <summary>Does one unit of work.</summary>
    /// <returns>Whether there was any; then it is called again at once.</returns>
    Task<bool> DoNext(CancellationToken cancellationToken);
}

/// <summary>Runs one <see cref="IWorkSource"/> until the process stops. The source itself records work that failed.</summary>
public sealed partial class WorkLoop<TSource>(TSource source, TimeProvider clock, ILogger<WorkLoop<TSource>> logger) : BackgroundService
    where TSource : IWorkSource
{
    /// <summary>Retry interval of each worker while the database is unavailable.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                if (!await source.DoNext(stoppingToken))
                    pause = source.Pause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (DatabaseAvailability.IsUnavailable(exception))
                    LogUnavailable(logger, typeof(TSource).Name, exception);
                else
                    LogFailed(logger, typeof(TSource).Name, exception);
                pause = AfterFailure;
            }
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Source} is waiting: the database is not available")]
    private static partial void LogUnavailable(ILogger logger, string source, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Source} failed")]
    private static partial void LogFailed(ILogger logger, string source, Exception exception);
}

public static class WorkSourceExtensions
{
    /// <summary>Registers one kind of work; <c>WorkerHost</c> has one line for each.</summary>
    public static IServiceCollection AddWorkSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(
        this IServiceCollection services
    )
        where TSource : class, IWorkSource => services.AddSingleton<TSource>().AddHostedService<WorkLoop<TSource>>();
}
