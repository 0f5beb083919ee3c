using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ProjectServices"/> alone.</summary>
public static class ProjectServicesExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var services = new ProjectServices("services", new ProjectServicesArgs { Project = "my-project" });
        var nodes = new NodeServiceAccount(
            "nodes",
            new NodeServiceAccountArgs { Project = "my-project", AccountId = "crm-staging-nodes" },
            new ComponentResourceOptions().After(services)
        );
    }
}
