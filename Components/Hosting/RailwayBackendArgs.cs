using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>Arguments of <see cref="RailwayBackend"/>.</summary>
public sealed class RailwayBackendArgs : ResourceArgs
{
    /// <summary>Railway's name of the project, and prefix of its services' names.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Railway's id of the workspace. Null: the token's own.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The application's image by digest.</summary>
    public required string Image { get; init; }

    /// <summary>Who may pull the image. Null: the image is public.</summary>
    public RegistryAccess? Registry { get; init; }

    /// <summary>Host name of the backend, for example <c>api.pmcrm.io</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Domain that <see cref="Host"/> is below; Railway's records are named below it.</summary>
    public required string Domain { get; init; }

    /// <summary>The application's environment variables.</summary>
    public required HostedVariables Variables { get; init; }

    /// <summary>Whether the project, with the database's URL in its variables, is protected from deletion. Default on.</summary>
    public Common.Protection Protection { get; init; } = Common.Protection.On;
}
