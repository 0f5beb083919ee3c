namespace PmCrm.Stacks.Settings;

/// <summary>The environment's address plan: IPv4 ranges that do not overlap and hold the largest cluster that is allowed.</summary>
/// <param name="NodeRange">One address a node.</param>
/// <param name="PodRange">256 addresses a node.</param>
/// <param name="ServiceRange">One address a cluster service.</param>
/// <param name="ControlPlaneRange">A /28 for the control plane.</param>
/// <param name="PrivateServicesRange">Database, replica and cache: each takes a /24 of it in its region.</param>
/// <param name="EgressAddressCount">Static addresses that outgoing connections come from.</param>
/// <param name="AuthorizedNetworks">Ranges that may reach the control plane by address; none: by DNS name only.</param>
public sealed record NetworkSettings(
    string NodeRange,
    string PodRange,
    string ServiceRange,
    string ControlPlaneRange,
    string PrivateServicesRange,
    int EgressAddressCount,
    IReadOnlyList<string> AuthorizedNetworks
);
