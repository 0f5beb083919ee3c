using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Data;

namespace PmCrm.App.Jobs;

/// <summary>
/// Something that the worker does over and over. Any number of workers run at once: each claims what it does by locking rows with
/// <c>FOR UPDATE SKIP LOCKED</c> in the transaction that does it, so that a killed worker loses nothing and nothing is done twice.
/// </summary>
public interface IWorkSource
{
    /// <summary>How long to wait after finding nothing to do.</summary>
    TimeSpan Pause { get; }

    /// <summary>Does one piece of work.</summary>
    /// <returns>Whether there was any; then it is called again at once.</returns>
    Task<bool> DoNext(CancellationToken cancellationToken);
}

/// <summary>Drives one <see cref="IWorkSource"/> until the process stops. A piece of work that fails is the source's to record.</summary>
public sealed partial class WorkLoop<TSource>(TSource source, TimeProvider clock, ILogger<WorkLoop<TSource>> logger) : BackgroundService
    where TSource : IWorkSource
{
    /// <summary>While the database is away, each worker asks this often.</summary>
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

    [LoggerMessage(LogLevel.Warning, "{Source} waits: the database is not available")]
    private static partial void LogUnavailable(ILogger logger, string source, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Source} failed")]
    private static partial void LogFailed(ILogger logger, string source, Exception exception);
}

public static class WorkSourceExtensions
{
    /// <summary>One line in <c>WorkerHost</c> for each thing that the worker does.</summary>
    public static IServiceCollection AddWorkSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(
        this IServiceCollection services
    )
        where TSource : class, IWorkSource => services.AddSingleton<TSource>().AddHostedService<WorkLoop<TSource>>();
}
