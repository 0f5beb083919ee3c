using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>Who may pull the image.</summary>
/// <param name="Username">Name of the account at the registry.</param>
/// <param name="Token">Its token, which needs to read packages and nothing else.</param>
public sealed record RegistryAccess(string Username, Output<string> Token);
