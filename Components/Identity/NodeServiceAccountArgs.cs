using PmCrm.Components.Registry;
using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="NodeServiceAccount"/>.</summary>
public sealed class NodeServiceAccountArgs : ResourceArgs
{
    /// <summary>Google Cloud project of the cluster.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Part of the account's address before the @: 6 to 30 lower-case letters, digits and dashes.</summary>
    public required string AccountId { get; init; }

    /// <summary>Repositories that nodes pull images from, each with a name as key. Default: none.</summary>
    public IReadOnlyDictionary<string, ImageRegistry> PullsFrom { get; init; } = new Dictionary<string, ImageRegistry>();
}
