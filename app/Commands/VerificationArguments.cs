using System.Globalization;

namespace PmCrm.App.Commands;

/// <summary>The arguments of <c>verify</c>.</summary>
/// <param name="Json">One JSON object instead of lines.</param>
/// <param name="Host">A server other than DATABASE_URL's.</param>
/// <param name="Certificate">File with the certificate of that server's authority.</param>
/// <param name="WrittenSince">Minimum time of the canary.</param>
public sealed record VerificationArguments(
    bool Json = false,
    string? Host = null,
    string? Certificate = null,
    DateTimeOffset? WrittenSince = null
)
{
    /// <returns>Null if they are not valid.</returns>
    public static VerificationArguments? Parse(string[] arguments)
    {
        var parsed = new VerificationArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--json")
            {
                parsed = parsed with { Json = true };
                continue;
            }
            if (i + 1 == arguments.Length)
                return null;
            var (name, value) = (arguments[i], arguments[++i]);
            switch (name)
            {
                case "--host" when Uri.CheckHostName(value) != UriHostNameType.Unknown:
                    parsed = parsed with { Host = value };
                    break;
                case "--ca":
                    parsed = parsed with { Certificate = value };
                    break;
                case "--written-since"
                    when DateTimeOffset.TryParse(
                        value,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                        out var time
                    ):
                    parsed = parsed with { WrittenSince = time };
                    break;
                default:
                    return null;
            }
        }
        return parsed;
    }
}
