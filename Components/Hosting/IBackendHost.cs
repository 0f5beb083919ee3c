using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>A platform that runs the application's image: <see cref="RenderBackend"/> or <see cref="RailwayBackend"/>.</summary>
public interface IBackendHost
{
    /// <summary>Host name at the platform that the backend's own name is an alias of.</summary>
    Output<string> AliasTarget { get; }

    /// <summary>TXT record that proves the name to the platform; null where the platform asks for none.</summary>
    DomainProof? Proof { get; }
}

/// <summary>A TXT record by which a platform knows that a domain is ours.</summary>
/// <param name="Name">Full name of the record.</param>
/// <param name="Value">Its text.</param>
public sealed record DomainProof(Output<string> Name, Output<string> Value);
