using System.Globalization;
using System.Security.Cryptography;
using PmCrm.App.Load;

namespace PmCrm.App.Security;

/// <summary>
/// PBKDF2-HMAC-SHA512 with 220,000 iterations (OWASP Password Storage Cheat Sheet, 2025). A hash contains its parameters, so that the
/// number can be raised later: <c>pbkdf2-sha512$iterations$salt$hash</c>.
/// </summary>
public sealed class PasswordHasher
{
    private const string Scheme = "pbkdf2-sha512";
    private const int Iterations = 220_000;
    private const int SaltSize = 16;
    private const int HashSize = 64;

    /// <summary>A hash to compare with if there is no account, so that both cases take the same time.</summary>
    private readonly string nobody;

    /// <summary>
    /// A hash uses a core for a tenth of a second. A burst of logins must leave a core for other work, and a burst from one address must
    /// let other addresses have the next turn.
    /// </summary>
    private readonly FairGate gate = new(
        slots: Math.Max(1, Environment.ProcessorCount - 1),
        maxWaitingPerKey: 20,
        maxWaiting: 500,
        timeout: TimeSpan.FromSeconds(30)
    );

    public PasswordHasher() => nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltSize)), iterations: Iterations);

    /// <param name="key">The key of the queue: the client's address, see <see cref="FairGate"/>.</param>
    /// <exception cref="TooBusyException">Too many hashes are waiting, for this key or in total.</exception>
    public Task<string> Hash(string password, string key, CancellationToken cancellationToken) =>
        gate.Run(key, () => Hash(password, Iterations), cancellationToken);

    /// <param name="hash">Null if there is no account or no password: then the result is false after the usual time.</param>
    /// <param name="key">The key of the queue: the client's address, see <see cref="FairGate"/>.</param>
    /// <exception cref="TooBusyException">Too many hashes are waiting, for this key or in total.</exception>
    public Task<bool> Verify(string password, string? hash, string key, CancellationToken cancellationToken) =>
        gate.Run(key, () => Matches(password, hash ?? nobody) && hash is not null, cancellationToken);

    /// <summary>Whether a password that was just verified should be hashed again with the current parameters.</summary>
    public static bool IsOutdated(string hash) => !hash.StartsWith($"{Scheme}${Iterations}$", StringComparison.Ordinal);

    private static string Hash(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashSize);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}"
        );
    }

    private static bool Matches(string password, string stored)
    {
        if (stored.Split('$') is not [Scheme, var iterations, var salt, var hash])
            throw new InvalidOperationException("A stored password hash is not in a form that this build knows.");
        var expected = Convert.FromBase64String(hash);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            password,
            Convert.FromBase64String(salt),
            int.Parse(iterations, CultureInfo.InvariantCulture),
            HashAlgorithmName.SHA512,
            expected.Length
        );
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }
}
