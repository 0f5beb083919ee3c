using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Auth;

/// <summary>
/// Checks whether a password is in a set of breached ones (OWASP ASVS 5.0, 6.2.12): Pwned Passwords, with its range search
/// (https://haveibeenpwned.com/API/v3#PwnedPasswords). The request contains only the first five of the forty hexadecimal digits of the
/// password's SHA-1, which about a thousand passwords of the set share, and nothing about the account. The answer has the remaining digits
/// of each. Padding (the header Add-Padding) keeps an observer of the connection from recognizing the range by the answer's size; padded
/// rows have the count 0 (https://blog.cloudflare.com/pwned-passwords-padding-ft-lava-lamps-and-workers/).
/// </summary>
/// <remarks>If the service does not answer in time, the password counts as not breached, and the metric records it.</remarks>
public sealed partial class BreachedPasswords(OutsideService? service, Metrics metrics, ILogger<BreachedPasswords> logger)
{
    public const string ServiceName = "pwned-passwords";

    private const int PrefixLength = 5;
    private const int HashLength = 40;

    /// <summary>With padding, an answer has up to 1,000 rows, in any case at most a few thousand. A row has about 40 bytes.</summary>
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
        // The set is indexed by SHA-1; the hash protects nothing.
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

    /// <returns>Null if the answer cannot be used.</returns>
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

    [LoggerMessage(LogLevel.Warning, "The check against breached passwords was skipped: {Outcome}")]
    private static partial void LogNotAsked(ILogger logger, OutsideOutcome outcome);
}
