using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="RestoreRehearser"/>.</summary>
public sealed class RestoreRehearserArgs : ResourceArgs
{
    /// <summary>Google Cloud project of the database.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Prefix of the account's id and of the roles' ids; at most 21 characters.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>What is rehearsed, for example <c>production</c>: jobs run in the GitHub environment <c>production-rehearsal</c>.</summary>
    public required string Environment { get; init; }

    /// <summary>Full name of the pool through which GitHub's jobs authenticate: <see cref="GithubDeployer.PoolName"/>.</summary>
    [Input("poolName", required: true)]
    public required Input<string> PoolName { get; init; }

    /// <summary>Name of the database instance that is cloned.</summary>
    [Input("databaseInstance", required: true)]
    public required Input<string> DatabaseInstance { get; init; }

    /// <summary>Namespace of the worker, whose pod verifies the clone.</summary>
    [Input("namespace", required: true)]
    public required Input<string> Namespace { get; init; }

    /// <summary>Name of the worker's Deployment there.</summary>
    public required string Worker { get; init; }

    /// <summary>Labels of the objects in the cluster.</summary>
    public required ResourceLabels Labels { get; init; }
}
