using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>Who may pull the image.</summary>
/// <param name="Username">Name of the account at the registry.</param>
/// <param name="Token">Its token; it only needs permission to read packages.</param>
public sealed record RegistryAccess(string Username, Output<string> Token);
