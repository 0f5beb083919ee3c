using System.Globalization;
using System.Security.Cryptography;

namespace PmCrm.App.Security;

/// <summary>
/// PBKDF2-HMAC-SHA512 with 220,000 iterations (OWASP Password Storage Cheat Sheet, 2025). Hashes say how they were made, so that the
/// figure can be raised later: <c>pbkdf2-sha512$iterations$salt$hash</c>.
/// </summary>
public sealed class PasswordHasher : IDisposable
{
    private const string Scheme = "pbkdf2-sha512";
    private const int Iterations = 220_000;
    private const int SaltSize = 16;
    private const int HashSize = 64;

    /// <summary>What a password is compared with where there is no account, so that both cases take the same time.</summary>
    private readonly string nobody;

    /// <summary>A hash keeps a core busy for a tenth of a second: a burst of logins must leave one to everybody else.</summary>
    private readonly SemaphoreSlim gate = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>How long one waits for its turn; a queue longer than this would only grow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public PasswordHasher() => nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltSize)), iterations: Iterations);

    public Task<string> Hash(string password, CancellationToken stop) => Gated(() => Hash(password, Iterations), stop);

    /// <param name="hash">Null where there is no account or no password: never true, and as slow as the real thing.</param>
    public Task<bool> Verify(string password, string? hash, CancellationToken stop) =>
        Gated(() => Matches(password, hash ?? nobody) && hash is not null, stop);

    /// <summary>Whether a password that was just verified should be hashed again, with today's figures.</summary>
    public static bool IsOutdated(string hash) => !hash.StartsWith($"{Scheme}${Iterations}$", StringComparison.Ordinal);

    public void Dispose() => gate.Dispose();

    private async Task<T> Gated<T>(Func<T> work, CancellationToken stop)
    {
        if (!await gate.WaitAsync(Patience, stop)) throw new TimeoutException("Too many passwords are being checked at once.");
        try
        {
            // On a thread of its own: a pod's one processor makes a pool of about one thread, and all other requests would wait for this.
            return await Task.Factory.StartNew(work, stop, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            gate.Release();
        }
    }

    private static string Hash(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashSize);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    private static bool Matches(string password, string stored)
    {
        if (stored.Split('$') is not [Scheme, var iterations, var salt, var hash])
            throw new InvalidOperationException("A stored password hash is not in a form that this build knows.");
        var expected = Convert.FromBase64String(hash);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), HashAlgorithmName.SHA512, expected.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }
}
