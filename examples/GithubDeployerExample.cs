using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="GithubDeployer"/> alone.</summary>
public static class GithubDeployerExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var deployer = new GithubDeployer(
            "deployer",
            new GithubDeployerArgs
            {
                Project = "my-project",
                PhysicalName = "crm-production",
                RepositoryId = 123456789,
                RepositoryOwnerId = 987654,
                Environment = "production",
            }
        );
        var workflowVariables = (deployer.ProviderName, deployer.PlannerEmail, deployer.PusherEmail, deployer.Email);
    }
}
