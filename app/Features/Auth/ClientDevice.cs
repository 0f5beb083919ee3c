using PmCrm.App.Configuration;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Auth;

/// <summary>What a request says of the device that sent it.</summary>
/// <param name="Address">What is counted as one client; "unknown" for a connection without an address.</param>
/// <param name="UserAgent">The client's own words, for its owner to recognize it by; null where it says nothing.</param>
public sealed record ClientDevice(string Address, string? UserAgent)
{
    /// <summary>sessions.user_agent, in characters.</summary>
    public const int MaxUserAgent = 200;

    /// <summary>In whose line a request without an address waits.</summary>
    private const string UnknownAddress = "unknown";

    public static ClientDevice Of(HttpContext context, AppOptions options) =>
        new(ClientAddress.Key(context, options.TrustedProxyHops) ?? UnknownAddress, Clean(context.Request.Headers.UserAgent.ToString()));

    /// <summary>Visible ASCII only: RFC 9110, 10.1.5 has nothing else in a User-Agent, and a list shows it to people.</summary>
    private static string? Clean(string userAgent)
    {
        var text = string.Concat(userAgent.Where(character => character is >= ' ' and <= '~').Take(MaxUserAgent)).Trim();
        return text.Length == 0 ? null : text;
    }
}
