using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Jobs;

/// <summary>
/// Requests a URL every minute, so that an external monitor notices when the worker stops. Without a URL it does nothing.
/// </summary>
public sealed partial class Heartbeat(AppOptions options, ILogger<Heartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Heartbeat is not { } url)
            return;
        using var client = new HttpClient { Timeout = RequestTimeout };
        using var timer = new PeriodicTimer(AppContract.HeartbeatPeriod);
        try
        {
            do await Ask(client, url, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The worker is stopping.
        }
    }

    private async Task Ask(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            if (!response.IsSuccessStatusCode)
                LogRefused(logger, (int)response.StatusCode);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The URL is secret, and the exception's message may contain its host, so only the type is logged.
            LogFailed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The heartbeat was answered with status {Status}")]
    private static partial void LogRefused(ILogger logger, int status);

    [LoggerMessage(LogLevel.Warning, "The heartbeat was not answered: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
