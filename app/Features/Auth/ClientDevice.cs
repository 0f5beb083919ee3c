using PmCrm.App.Configuration;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Auth;

/// <summary>What a request tells about the client that sent it.</summary>
/// <param name="Address">The address that limits count as one client; "unknown" for a connection without an address.</param>
/// <param name="UserAgent">The client's User-Agent, by which its owner recognizes the session; null if it sends none.</param>
public sealed record ClientDevice(string Address, string? UserAgent)
{
    /// <summary>Size of the column sessions.user_agent, in characters.</summary>
    public const int MaxUserAgent = 200;

    /// <summary>The shared key of all requests without an address.</summary>
    private const string UnknownAddress = "unknown";

    public static ClientDevice Of(HttpContext context, AppOptions options) =>
        new(ClientAddress.Key(context, options.TrustedProxyHops) ?? UnknownAddress, Clean(context.Request.Headers.UserAgent.ToString()));

    /// <summary>
    /// Keeps only visible ASCII: RFC 9110, 10.1.5 allows nothing else in a User-Agent, and the list of sessions shows it.
    /// </summary>
    private static string? Clean(string userAgent)
    {
        var text = string.Concat(userAgent.Where(character => character is >= ' ' and <= '~').Take(MaxUserAgent)).Trim();
        return text.Length == 0 ? null : text;
    }
}
