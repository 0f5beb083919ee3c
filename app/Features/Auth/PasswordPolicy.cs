using PmCrm.App.Configuration;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Refuses passwords that are easy to guess (OWASP ASVS 5.0, 6.2.4 and 6.2.11). The library zxcvbn-core estimates how many guesses a
/// password takes; it knows 30,000 common passwords, English words, names, keyboard rows, repetitions, sequences and dates, and digits in
/// place of letters. The account's address and name and the names of this service count as known words. If it is configured, the password
/// is also checked against a set of breached ones (6.2.12). The kinds of characters in a password do not matter (6.2.5), and it is checked
/// exactly as it was sent (6.2.8).
/// </summary>
public sealed class PasswordPolicy(AppOptions options, BreachedPasswords breached)
{
    /// <summary>In characters. ASVS 5.0, 6.2.1 requires at least 8.</summary>
    public const int MinLength = 12;

    /// <summary>In characters. ASVS 5.0, 6.2.9 requires at least 64.</summary>
    public const int MaxLength = 128;

    public const string Rule =
        "is easy to guess: a common password, a few known words, a keyboard row, your own name or address, or one that "
        + "was in a data breach; use several unrelated words";

    /// <summary>In bits: about a billion guesses, while one address may try 20 in 15 minutes.</summary>
    private const double MinEntropy = 30;

    /// <summary>Names of this service, which an attacker tries first (ASVS 5.0, 6.1.2).</summary>
    private static readonly string[] ServiceWords = ["pmcrm", "personal", "network", "crm", "contacts", "reminder"];

    /// <summary>An estimate uses a core for 1 to 50 ms.</summary>
    private readonly FairGate gate = new(slots: 1, maxWaitingPerKey: 20, maxWaiting: 500, timeout: TimeSpan.FromSeconds(30));

    /// <summary>Its dictionaries take a few megabytes, so they are loaded when the first password is checked.</summary>
    private readonly Lazy<Zxcvbn.Zxcvbn> estimator = new(() => new Zxcvbn.Zxcvbn());

    /// <summary>Whether an account may use the password.</summary>
    /// <param name="about">What an attacker may know about the account: the address, the name.</param>
    /// <param name="key">The key of the queue: the client's address, see <see cref="FairGate"/>.</param>
    /// <exception cref="TooBusyException">Too many passwords are waiting, for this key or in total.</exception>
    public async Task<bool> Accepts(string password, IReadOnlyList<string> about, string key, CancellationToken cancellationToken) =>
        await gate.Run(key, () => estimator.Value.EvaluatePassword(password, Words(about)).Entropy >= MinEntropy, cancellationToken)
        && !await breached.Contain(password, cancellationToken);

    private IEnumerable<string> Words(IReadOnlyList<string> about) =>
        about
            .SelectMany(text =>
                text.Split(' ', '@', '.', '-', '_', '+').Append(text).Append(text.Replace(" ", "", StringComparison.Ordinal))
            )
            .Concat(ServiceWords)
            .Concat(options.PublicUrl.Host.Split('.'))
            // A word of one or two letters would match by chance, and saves an attacker nothing.
            .Where(word => word.Length > 2)
            .Select(word => word.ToLowerInvariant())
            .Distinct();
}
