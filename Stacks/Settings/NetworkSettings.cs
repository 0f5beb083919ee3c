namespace PmCrm.Stacks.Settings;

/// <summary>The environment's address plan: IPv4 ranges that do not overlap and are large enough for the largest allowed cluster.</summary>
/// <param name="NodeRange">One address per node.</param>
/// <param name="PodRange">256 addresses per node.</param>
/// <param name="ServiceRange">One address per cluster service.</param>
/// <param name="ControlPlaneRange">A /28 for the control plane.</param>
/// <param name="PrivateServicesRange">For database, replica and cache: each uses a /24 in its region.</param>
/// <param name="EgressAddressCount">Static addresses that outgoing connections come from.</param>
/// <param name="AuthorizedNetworks">Ranges that may reach the control plane by IP address; none: by DNS name only.</param>
public sealed record NetworkSettings(
    string NodeRange,
    string PodRange,
    string ServiceRange,
    string ControlPlaneRange,
    string PrivateServicesRange,
    int EgressAddressCount,
    IReadOnlyList<string> AuthorizedNetworks
);
