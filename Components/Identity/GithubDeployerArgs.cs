using PmCrm.Components.Registry;
using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="GithubDeployer"/>.</summary>
public sealed class GithubDeployerArgs : ResourceArgs
{
    /// <summary>Google Cloud project that is deployed to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Id of the Workload Identity pool and prefix of the accounts' ids; at most 21 characters.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Number of the GitHub repository that may deploy. A number, as a name can be taken over by somebody else.</summary>
    public required long RepositoryId { get; init; }

    /// <summary>Number of the user or organisation that owns the repository.</summary>
    public required long RepositoryOwnerId { get; init; }

    /// <summary>
    /// What is deployed to, for example <c>production</c>. Jobs preview and push in the GitHub environment <c>production-plan</c> and
    /// deploy in <c>production-up</c>.
    /// </summary>
    public required string Environment { get; init; }

    /// <summary>Roles on the project. Default: <see cref="GithubDeployer.PlatformRoles"/>.</summary>
    public IReadOnlyList<string> ProjectRoles { get; init; } = GithubDeployer.PlatformRoles;

    /// <summary>
    /// Roles on the project that the deployer may grant and revoke: at most 10, none that it has itself. Default: the role of cluster
    /// nodes.
    /// </summary>
    public IReadOnlyList<string> GrantableRoles { get; init; } = [NodeServiceAccount.NodeRole];

    /// <summary>Addresses of the accounts that the deployer may run nodes as, each with a name as key. Default: none.</summary>
    public IReadOnlyDictionary<string, Output<string>> ActsAs { get; init; } = new Dictionary<string, Output<string>>();

    /// <summary>Where images are pushed to. Null: nowhere.</summary>
    public ImageRegistry? Images { get; init; }

    /// <summary>Name of the bucket that keeps the stack's state. Null: the state is not in a bucket.</summary>
    [Input("stateBucket")]
    public Input<string>? StateBucket { get; init; }
}
