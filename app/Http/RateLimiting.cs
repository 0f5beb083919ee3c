using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using PmCrm.App.Caching;
using PmCrm.App.Configuration;

namespace PmCrm.App.Http;

/// <summary>A rate limit.</summary>
/// <param name="Name">Part of the key: requests with the same name are counted together.</param>
/// <param name="Permits">Requests in one window.</param>
/// <param name="Window">The window's length; each window starts again from zero.</param>
/// <param name="By">What requests are counted by: user or address.</param>
public sealed record RateLimit(string Name, int Permits, TimeSpan Window, RateLimitBy By)
{
    /// <summary>All operations that need an access token.</summary>
    public static readonly RateLimit Api = new("api", 1200, TimeSpan.FromMinutes(1), RateLimitBy.User);

    /// <summary>Registration, sign-in and refresh: limits how fast an attacker can guess.</summary>
    public static readonly RateLimit Authentication = new("auth", 60, TimeSpan.FromMinutes(1), RateLimitBy.Address);
}

public enum RateLimitBy
{
    User,
    Address,
}

/// <summary>
/// Counts requests in Redis and refuses those above an endpoint's <see cref="RateLimit"/> with 429. While Redis is down, all requests pass,
/// and a metric counts them.
/// </summary>
public sealed class RateLimiting(RequestDelegate next, Cache cache, AppOptions options, TimeProvider clock)
{
    /// <summary>Takes permits, and starts the window with the first one, in one round trip.</summary>
    private const string Script = """
        local count = redis.call('incrby', KEYS[1], ARGV[2])
        if count == tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[1]) end
        return count
        """;

    /// <summary>Limits the memory. Dropping a reservation costs its user one percent of the limit.</summary>
    private const int MaxReservations = 50_000;

    /// <summary>
    /// Permits that were taken from Redis and are not used yet, by key, so that an active user needs one round trip for several requests.
    /// </summary>
    private readonly ConcurrentDictionary<Counter, Reservation> reservations = [];

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RateLimit>() is not { } limit || Client(context, limit.By) is not { } client)
        {
            await next(context);
            return;
        }
        var now = clock.GetUtcNow();
        var window = now.UtcTicks / limit.Window.Ticks;
        if (await Take(limit, new Counter(limit.Name, client.User, client.Address, window)))
        {
            await next(context);
            return;
        }
        var left = TimeSpan.FromTicks((window + 1) * limit.Window.Ticks - now.UtcTicks);
        var seconds = (long)Math.Ceiling(left.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        RateLimitHeaders.Set(context.Response.Headers, limit, seconds);
        await Problems
            .Of(429, "too-many-requests", $"At most {limit.Permits} requests in {limit.Window.TotalSeconds:0} seconds.")
            .ExecuteAsync(context);
    }

    private async ValueTask<bool> Take(RateLimit limit, Counter counter)
    {
        if (reservations.TryGetValue(counter, out var reserved) && Interlocked.Decrement(ref reserved.Left) >= 0)
            return true;

        var batch = Math.Max(1, limit.Permits / 100);
        if (await cache.Count(Script, counter.Key, limit.Window, batch) is not { } count)
            return true;
        var granted = Math.Min(batch, limit.Permits - (count - batch));
        if (granted > 1)
        {
            if (reservations.Count >= MaxReservations)
                reservations.Clear();
            reservations[counter] = new Reservation { Left = (int)granted - 1 };
        }
        return granted > 0;
    }

    private (Guid User, string? Address)? Client(HttpContext context, RateLimitBy by) =>
        by == RateLimitBy.User ? (context.Features.Get<CurrentUser>() is { } user ? (user.Id, null) : null)
        : ClientAddress.Key(context, options.TrustedProxyHops) is { } address ? (Guid.Empty, address)
        : null;

    /// <summary>The requests of one window that are counted together: those of a user, or if it counts by address, of an address.</summary>
    private readonly record struct Counter(string Limit, Guid User, string? Address, long Window)
    {
        /// <summary>Its key in Redis.</summary>
        public string Key => string.Create(CultureInfo.InvariantCulture, $"rate:{Limit}:{Address ?? User.ToString("N")}:{Window}");
    }

    private sealed class Reservation
    {
        public int Left;
    }
}

/// <summary>
/// The limit, as a refusal reports it (draft-ietf-httpapi-ratelimit-headers). Other answers do not have these headers: permits are reserved
/// in batches, so the exact rest is unknown.
/// </summary>
public static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";
    public const string Limit = "RateLimit";

    public static void Set(IHeaderDictionary headers, RateLimit limit, long secondsLeft)
    {
        headers[Policy] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{limit.Name}\";q={limit.Permits};w={limit.Window.TotalSeconds:0}"
        );
        headers[Limit] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r=0;t={secondsLeft}");
    }
}

/// <summary>The client address of a request behind our own load balancers.</summary>
public static class ClientAddress
{
    /// <param name="trustedHops">
    /// Number of entries at the end of X-Forwarded-For that are ours; a client can forge the entries before them.
    /// </param>
    public static IPAddress? Of(HttpContext context, int trustedHops)
    {
        if (trustedHops > 0 && context.Request.Headers["X-Forwarded-For"] is { Count: > 0 } header)
        {
            var entries = header.ToString().Split(',', StringSplitOptions.TrimEntries);
            if (entries.Length >= trustedHops && IPAddress.TryParse(entries[^trustedHops], out var forwarded))
                return forwarded;
        }
        return context.Connection.RemoteIpAddress;
    }

    /// <summary>
    /// The key that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since one subscriber has 2^64 of them
    /// (RFC 6177, 2: a site gets more than one /64).
    /// </summary>
    /// <returns>Null for a connection without an address, such as a test's.</returns>
    public static string? Key(HttpContext context, int trustedHops)
    {
        var address = Of(context, trustedHops);
        if (address is null)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}

public static class RateLimitingExtensions
{
    /// <summary>Counts every request to the group's endpoints against one limit.</summary>
    public static RouteGroupBuilder RequireRateLimit(this RouteGroupBuilder group, RateLimit limit) => group.WithMetadata(limit);
}
