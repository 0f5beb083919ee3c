using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Caching;

namespace PmCrm.App.Features.Auth;

/// <summary>The account, or this address with it, failed to log in too often.</summary>
public sealed class TooManyFailedLoginsException() : Exception("Too many logins to this account failed.");

/// <summary>
/// Limits the guesses at one account's password, from however many addresses: at most <see cref="MaxFailures"/> failed logins in a
/// <see cref="Window"/>, which stays below the 100 an hour of OWASP ASVS 4.0.3, 2.2.1. An address that has logged in to the account before
/// is
/// counted by itself, so that guessing cannot lock the owner out. Whether the account exists makes no difference. Without Redis
/// nothing
/// is limited here; the rate limit of <c>/v1/auth</c> has the same rule.
/// </summary>
public sealed class FailedLogins(Cache cache)
{
    public const int MaxFailures = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    /// <summary>Counts, and starts the window with the first failure.</summary>
    private const string Script = """
        local count = redis.call('incrby', KEYS[1], ARGV[2])
        if count == tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[1]) end
        return count
        """;

    /// <summary>
    /// Counts a login as failed before its password is looked at, so that many at once are limited like many in a row. Where it turns out
    /// to be
    /// right, call <see cref="Succeeded"/>.
    /// </summary>
    /// <exception cref="TooManyFailedLoginsException">No password is looked at until the window is over.</exception>
    public async Task Begin(string email, string address)
    {
        var ofAccount = await Add(Account(email), 1);
        var ofAddress = await Add(Pair(email, address), 1);
        if (ofAccount <= MaxFailures)
            return;
        if (ofAddress > MaxFailures || await cache.Get(Known(email, address)) is null)
            throw new TooManyFailedLoginsException();
    }

    /// <summary>The login was right: it counts no more, and its address is known from now on.</summary>
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

    // Redis holds no e-mail address.
    private static string Hash(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email)).AsSpan(0, 16));
}
