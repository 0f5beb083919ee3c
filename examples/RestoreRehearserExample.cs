using PmCrm.Components.Common;
using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="RestoreRehearser"/> beside a <see cref="GithubDeployer"/>, whose pool it shares.</summary>
public static class RestoreRehearserExample
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
        var rehearser = new RestoreRehearser(
            "restore-rehearser",
            new RestoreRehearserArgs
            {
                Project = "my-project",
                PhysicalName = "crm-production",
                Environment = "production",
                PoolName = deployer.PoolName,
                DatabaseInstance = "crm-production",
                Namespace = "crm",
                Worker = "crm-worker",
                Labels = new ResourceLabels("production"),
            }
        );
        var workflowVariable = rehearser.Email;
    }
}
