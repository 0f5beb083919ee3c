namespace PmCrm.Stacks.Settings;

/// <summary>
/// How much of an environment is deployed. The registry must exist before an image can be pushed, and the image must exist before the rest
/// can be deployed.
/// </summary>
public enum DeploymentPhase
{
    /// <summary>Everything.</summary>
    Everything,

    /// <summary>
    /// What must exist before the first image: the project's APIs, keys, registry, the nodes' account, the network. Only for a new
    /// environment: in an existing one it deletes the rest.
    /// </summary>
    Foundation,
}
