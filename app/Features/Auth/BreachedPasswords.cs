using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Whether a password is in a set of breached ones (OWASP ASVS 5.0, 6.2.12): Pwned Passwords, by its range search
/// (https://haveibeenpwned.com/API/v3#PwnedPasswords). It is told the first five of the forty hexadecimal digits of the password's SHA-1,
/// which some thousand passwords of the set share, and nothing of the account; it answers with the rest of each. Padding (the header
/// Add-Padding) hides from who watches the line which of them it was by the answer's size; padded rows have the count 0
/// (https://blog.cloudflare.com/pwned-passwords-padding-ft-lava-lamps-and-workers/).
/// </summary>
/// <remarks>A service that does not answer in time blocks nobody: the password counts as not breached, and the metric says so.</remarks>
public sealed partial class BreachedPasswords(OutsideService? service, Metrics metrics, ILogger<BreachedPasswords> logger)
{
    public const string ServiceName = "pwned-passwords";

    private const int PrefixLength = 5;
    private const int HashLength = 40;

    /// <summary>An answer has up to 1,000 rows with padding, and some thousand at most, of some 40 bytes.</summary>
    public static OutsideServiceOptions Service { get; } =
        new(ServiceName, new Uri("https://api.pwnedpasswords.com/"))
        {
            Timeout = TimeSpan.FromSeconds(2),
            MaxAttempts = 1,
            MaxAnswer = 512 * 1024,
        };

    public async Task<bool> Contain(string password, CancellationToken cancellationToken)
    {
        if (service is null)
            return false;
        // The set's own hash, as its index; nothing is protected by it.
#pragma warning disable CA5350
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        bool? found;
        try
        {
            found = await Ask(service, hash, cancellationToken);
        }
        catch (OutsideServiceException exception)
        {
            LogNotAsked(logger, exception.Outcome);
            found = null;
        }
        metrics.PasswordsChecked.Add(
            1,
            new KeyValuePair<string, object?>(
                "outcome",
                found switch
                {
                    true => "breached",
                    false => "not_breached",
                    null => "not_asked",
                }
            )
        );
        return found is true;
    }

    /// <returns>Null for an answer that is none.</returns>
    private static async Task<bool?> Ask(OutsideService service, string hash, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"range/{hash[..PrefixLength]}");
        request.Headers.Add("Add-Padding", "true");
        request.Headers.UserAgent.ParseAdd("pmcrm");
        using var answer = await service.Client.SendAsync(request, cancellationToken);
        if (answer.StatusCode != System.Net.HttpStatusCode.OK)
            return null;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var rows = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
                continue;
            if (line.IndexOf(':') != HashLength - PrefixLength)
                return null;
            rows++;
            if (
                line[..(HashLength - PrefixLength)].Equals(hash.AsSpan(PrefixLength), StringComparison.OrdinalIgnoreCase)
                && !line[(HashLength - PrefixLength + 1)..].Trim().SequenceEqual("0")
            )
                return true;
        }
        return rows > 0 ? false : null;
    }

    [LoggerMessage(LogLevel.Warning, "The set of breached passwords was not asked: {Outcome}")]
    private static partial void LogNotAsked(ILogger logger, OutsideOutcome outcome);
}
