using PmCrm.Components.Frontend;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="VercelFrontend"/> alone.</summary>
public static class VercelFrontendExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
    public static void Run()
    {
        var frontend = new VercelFrontend(
            "frontend",
            new VercelFrontendArgs
            {
                PhysicalName = "crm-staging",
                ApiUrl = "https://api.example.org",
                Host = "app.example.org",
                RedirectedHosts = ["example.org"],
                Repository = "example/crm",
                Secrets = new Dictionary<string, Input<string>>
                {
                    ["SESSION_SECRET"] = Output.CreateSecret("from the stack's configuration"),
                },
            }
        );
        var url = frontend.Url;
    }
}
