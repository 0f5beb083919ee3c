namespace PmCrm.Stacks.Settings;

/// <summary>
/// How much of an environment is deployed. An image can only be pushed into a registry that exists, and everything else can only be
/// deployed
/// with an image that exists.
/// </summary>
public enum DeploymentPhase
{
    /// <summary>Everything.</summary>
    Everything,

    /// <summary>
    /// What must exist before the first image: the project's APIs, keys, registry, the nodes' account, the network. For a new environment
    /// only: in one that runs, it deletes the rest.
    /// </summary>
    Foundation,
}
