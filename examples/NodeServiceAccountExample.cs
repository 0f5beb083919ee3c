using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="NodeServiceAccount"/> alone.</summary>
public static class NodeServiceAccountExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var nodes = new NodeServiceAccount("nodes", new NodeServiceAccountArgs { Project = "my-project", AccountId = "crm-staging-nodes" });
        var email = nodes.Email;
    }
}
