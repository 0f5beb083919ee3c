using PmCrm.App.Configuration;
using StackExchange.Redis;

namespace PmCrm.App.Caching;

/// <summary>
/// Redis, which stores only data that may be lost: no method throws while Redis is down. It connects in the background and reconnects
/// automatically.
/// </summary>
public sealed partial class Cache : IAsyncDisposable
{
    private readonly Task<ConnectionMultiplexer> connection;
    private readonly ILogger<Cache> logger;
    private long failures;

    public Cache(RedisUrl url, ILogger<Cache> logger)
    {
        this.logger = logger;
        connection = ConnectionMultiplexer.ConnectAsync(url.Configuration);
    }

    /// <summary>Number of calls that Redis did not answer since the start.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Runs a counting script on one key, with the lifetime in milliseconds and the amount to add.</summary>
    /// <returns>The count, or null while Redis is down.</returns>
    public Task<long?> Count(string script, string key, TimeSpan lifetime, int amount) =>
        Try(async redis => (long?)(long)await redis.ScriptEvaluateAsync(script, [key], [(long)lifetime.TotalMilliseconds, amount]));

    public Task<string?> Get(string key) => Try(async redis => (string?)await redis.StringGetAsync(key));

    /// <returns>Whether it was stored.</returns>
    public async Task<bool> Set(string key, string value, TimeSpan lifetime) =>
        await Try(async redis => (bool?)await redis.StringSetAsync(key, value, lifetime)) ?? false;

    /// <summary>Reads and removes the value atomically: of several callers, only one gets it.</summary>
    public Task<string?> Take(string key) => Try(async redis => (string?)await redis.StringGetDeleteAsync(key));

    /// <returns>Whether Redis answers.</returns>
    public async Task<bool> Ping() => await Try(async redis => (TimeSpan?)await redis.PingAsync()) is not null;

    public async ValueTask DisposeAsync()
    {
        if (connection.IsCompletedSuccessfully)
            await (await connection).DisposeAsync();
    }

    private async Task<T?> Try<T>(Func<IDatabase, Task<T>> work)
    {
        // Calls do not wait until the first connection is established or refused.
        if (!connection.IsCompletedSuccessfully)
            return Failed<T>(connection.Exception);
        try
        {
            return await work((await connection).GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return Failed<T>(exception);
        }
    }

    private T? Failed<T>(Exception? exception)
    {
        // If Redis is down, every request fails: log only one of a thousand failures.
        if (Interlocked.Increment(ref failures) % 1000 == 1)
            LogFailed(logger, failures, exception);
        return default;
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; {Failures} calls failed so far")]
    private static partial void LogFailed(ILogger logger, long failures, Exception? exception);
}
