using Pulumi;

namespace PmCrm.Components.Cluster;

/// <summary>Arguments of <see cref="ImagePolicy"/>.</summary>
public sealed class ImagePolicyArgs : ResourceArgs
{
    /// <summary>Google Cloud project whose clusters the policy is for.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>
    /// Patterns of images that may run: <c>REGISTRY/PATH/*</c> for one level, <c>REGISTRY/PATH/**</c> for all below.
    /// </summary>
    public required IReadOnlyList<string> AllowedImages { get; init; }
}
