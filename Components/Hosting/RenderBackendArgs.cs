using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>Arguments of <see cref="RenderBackend"/>.</summary>
public sealed class RenderBackendArgs : ResourceArgs
{
    /// <summary>Render's name of the project, and prefix of its services' names.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>The application's image by digest.</summary>
    public required string Image { get; init; }

    /// <summary>Who may pull the image. Null: the image is public.</summary>
    public RegistryAccess? Registry { get; init; }

    /// <summary>
    /// Host name of the backend, for example <c>api.pmcrm.io</c>; a subdomain, because Render adds a redirect for an apex domain.
    /// </summary>
    public required string Host { get; init; }

    /// <summary>The application's environment variables.</summary>
    public required HostedVariables Variables { get; init; }

    /// <summary>Render's plan of the backend: one of <see cref="RenderBackend.Plans"/>. Default <c>standard</c>.</summary>
    public string Plan { get; init; } = "standard";

    /// <summary>Render's plan of the worker. Default <c>starter</c>.</summary>
    public string WorkerPlan { get; init; } = "starter";

    /// <summary>Instances that serve the API. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Where logs are sent. Null: only Render keeps them, for seven days or as long as the workspace's plan allows.</summary>
    public LogTarget? Logs { get; init; }
}

/// <summary>Where logs are sent.</summary>
/// <param name="Endpoint">Host and port.</param>
/// <param name="Token">Secret. Authenticates the sender.</param>
public sealed record LogTarget(Output<string> Endpoint, Output<string> Token);
