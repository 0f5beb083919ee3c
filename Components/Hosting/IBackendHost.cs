using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>A platform that runs the application's image: <see cref="RenderBackend"/> or <see cref="RailwayBackend"/>.</summary>
public interface IBackendHost
{
    /// <summary>The platform's host name of the backend: the target of the CNAME record of the backend's own name.</summary>
    Output<string> AliasTarget { get; }

    /// <summary>TXT record that proves to the platform that we own the name; null where the platform needs none.</summary>
    DomainProof? Proof { get; }
}

/// <summary>A TXT record that proves to a platform that we own a domain.</summary>
/// <param name="Name">Full name of the record.</param>
/// <param name="Value">Its text.</param>
public sealed record DomainProof(Output<string> Name, Output<string> Value);
