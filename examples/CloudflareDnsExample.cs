using PmCrm.Components.Edge;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="CloudflareDns"/> alone.</summary>
public static class CloudflareDnsExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var dns = new CloudflareDns(
            "dns",
            new CloudflareDnsArgs
            {
                ZoneId = "0123456789abcdef",
                Domain = "example.org",
                ApiHost = "api.example.org",
                ApiAddress = "192.0.2.10",
                AppHost = "app.example.org",
                SecurityContact = "security@example.org",
            }
        );
        var api = dns.ApiUrl;
    }
}
