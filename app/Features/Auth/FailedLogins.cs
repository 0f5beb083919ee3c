using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Caching;

namespace PmCrm.App.Features.Auth;

/// <summary>The account, or this address with it, failed to log in too often.</summary>
public sealed class TooManyFailedLoginsException() : Exception("Too many logins to this account failed.");

/// <summary>
/// Limits the guesses at one account's password, from any number of addresses: at most <see cref="MaxFailures"/> failed logins in a
/// <see cref="Window"/>, which is below the 100 per hour of OWASP ASVS 4.0.3, 2.2.1. An address that has logged in to the account before is
/// counted separately, so that guessing cannot lock the owner out. Whether the account exists makes no difference. Without Redis, this
/// limit is off; the rate limit of <c>/v1/auth</c> has the same rule.
/// </summary>
public sealed class FailedLogins(Cache cache)
{
    public const int MaxFailures = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    /// <summary>Increments the counter; the first failure starts the window.</summary>
    private const string Script = """
        local count = redis.call('incrby', KEYS[1], ARGV[2])
        if count == tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[1]) end
        return count
        """;

    /// <summary>
    /// Counts a login as failed before its password is checked, so that concurrent logins are limited like consecutive ones. If the
    /// password turns out to be right, call <see cref="Succeeded"/>.
    /// </summary>
    /// <exception cref="TooManyFailedLoginsException">The limit is reached: no password is checked until the window is over.</exception>
    public async Task Begin(string email, string address)
    {
        var ofAccount = await Add(Account(email), 1);
        var ofAddress = await Add(Pair(email, address), 1);
        if (ofAccount <= MaxFailures)
            return;
        if (ofAddress > MaxFailures || await cache.Get(Known(email, address)) is null)
            throw new TooManyFailedLoginsException();
    }

    /// <summary>The login succeeded: its count is removed, and its address is known from now on.</summary>
    public async Task Succeeded(string email, string address)
    {
        await Add(Account(email), -1);
        await Add(Pair(email, address), -1);
        await cache.Set(Known(email, address), "1", KnownFor);
    }

    private async Task<long> Add(string key, int amount) => await cache.Count(Script, key, Window, amount) ?? 0;

    private static string Account(string email) => "login-failures:" + Hash(email);

    private static string Pair(string email, string address) => $"login-failures:{Hash(email)}:{address}";

    private static string Known(string email, string address) => $"login-known:{Hash(email)}:{address}";

    // Hashed, so that Redis stores no e-mail address.
    private static string Hash(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email)).AsSpan(0, 16));
}
