using System.Globalization;
using System.Net;
using PmCrm.App.Caching;
using PmCrm.App.Configuration;

namespace PmCrm.App.Http;

/// <summary>How often something may be asked for.</summary>
/// <param name="Name">Part of the key: requests of one name are counted together.</param>
/// <param name="Permits">Requests in one window.</param>
/// <param name="Window">The window's length; counting starts anew with each.</param>
/// <param name="By">Who is counted.</param>
public sealed record RateLimit(string Name, int Permits, TimeSpan Window, RateLimitBy By)
{
    /// <summary>Everything that needs an access token.</summary>
    public static readonly RateLimit Api = new("api", 1200, TimeSpan.FromMinutes(1), RateLimitBy.User);

    /// <summary>Registering, signing in and refreshing: an attacker guesses no faster than this.</summary>
    public static readonly RateLimit Authentication = new("auth", 60, TimeSpan.FromMinutes(1), RateLimitBy.Address);
}

public enum RateLimitBy
{
    User,
    Address,
}

/// <summary>
/// Counts requests in Redis and refuses those above an endpoint's <see cref="RateLimit"/> with 429. Where Redis is away it lets
/// everything pass and counts that.
/// </summary>
public sealed class RateLimiting(RequestDelegate next, Cache cache, AppOptions options, TimeProvider clock)
{
    /// <summary>Counts one request and starts the window with the first: one round trip.</summary>
    private const string Script = """
        local count = redis.call('incr', KEYS[1])
        if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
        return count
        """;

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RateLimit>() is not { } limit || Who(context, limit.By) is not { } who)
        {
            await next(context);
            return;
        }
        var now = clock.GetUtcNow();
        var window = now.UtcTicks / limit.Window.Ticks;
        var key = string.Create(CultureInfo.InvariantCulture, $"rate:{limit.Name}:{who}:{window}");
        var count = await cache.Count(Script, key, limit.Window);
        if (count is null || count <= limit.Permits)
        {
            await next(context);
            return;
        }
        var left = TimeSpan.FromTicks((window + 1) * limit.Window.Ticks - now.UtcTicks);
        context.Response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Problems.Of(429, "too-many-requests", $"At most {limit.Permits} requests in {limit.Window.TotalSeconds:0} seconds.").ExecuteAsync(context);
    }

    private string? Who(HttpContext context, RateLimitBy by) => by switch
    {
        RateLimitBy.User => context.Features.Get<CurrentUser>()?.Id.ToString("N"),
        _ => ClientAddress.Of(context, options.TrustedProxyHops)?.ToString(),
    };
}

/// <summary>Whose request it is, seen through our own load balancers.</summary>
public static class ClientAddress
{
    /// <param name="trustedHops">How many entries at the end of X-Forwarded-For are ours; what is further left a client can invent.</param>
    public static IPAddress? Of(HttpContext context, int trustedHops)
    {
        if (trustedHops > 0 && context.Request.Headers["X-Forwarded-For"] is { Count: > 0 } header)
        {
            var entries = header.ToString().Split(',', StringSplitOptions.TrimEntries);
            if (entries.Length >= trustedHops && IPAddress.TryParse(entries[^trustedHops], out var forwarded)) return forwarded;
        }
        return context.Connection.RemoteIpAddress;
    }
}

public static class RateLimitingExtensions
{
    /// <summary>Counts every request to the group's endpoints against one limit.</summary>
    public static RouteGroupBuilder RequireRateLimit(this RouteGroupBuilder group, RateLimit limit) => group.WithMetadata(limit);
}
