using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="ProjectServices"/>.</summary>
public sealed class ProjectServicesArgs : ResourceArgs
{
    /// <summary>Google Cloud project whose APIs are switched on.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>
    /// Names of the APIs, for example <c>container.googleapis.com</c>. Default: <see cref="ProjectServices.PlatformApis"/>.
    /// </summary>
    public IReadOnlyList<string> Apis { get; init; } = ProjectServices.PlatformApis;
}
