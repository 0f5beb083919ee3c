using PmCrm.Components.Frontend;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="VercelFrontend"/> alone.</summary>
public static class VercelFrontendExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
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
