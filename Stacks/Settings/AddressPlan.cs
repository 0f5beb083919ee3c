using System.Net;
using PmCrm.Components.Cluster;
using PmCrm.Components.Networking;

namespace PmCrm.Stacks.Settings;

/// <summary>Checks that the address ranges do not overlap and that the largest cluster fits in them.</summary>
internal static class AddressPlan
{
    public const string NodeRangeKey = "nodeRange";
    public const string PodRangeKey = "podRange";
    public const string ServiceRangeKey = "serviceRange";
    public const string ControlPlaneRangeKey = "controlPlaneRange";
    public const string PrivateServicesRangeKey = "privateServicesRange";

    /// <summary>Google keeps the first two and the last two addresses of a subnet: https://cloud.google.com/vpc/docs/subnets.</summary>
    private const int ReservedAddresses = 4;

    /// <summary>
    /// Google refuses this range for clusters: nodes could not reach addresses in it
    /// (https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips).
    /// </summary>
    private static readonly IPNetwork DockerBridge = IPNetwork.Parse("172.17.0.0/16");

    /// <summary>Cluster services that must fit into the range: ours, those of add-ons, and spare ones.</summary>
    private const int MinServices = 256;

    /// <summary>Google's managed services use a block of this size for each service and region.</summary>
    private const int AddressesPerManagedService = 256;

    private const int ControlPlanePrefix = 28;

    /// <summary>Reads the ranges and collects problems of each range and between ranges.</summary>
    /// <param name="reader">Collects the problems.</param>
    /// <param name="pools">The node pools, counted at their maximum.</param>
    /// <param name="hasReplica">Whether there is a database replica in another region.</param>
    public static IReadOnlyDictionary<string, string> Read(SettingsReader reader, IReadOnlyList<NodePoolSize> pools, bool hasReplica)
    {
        string[] keys = [NodeRangeKey, PodRangeKey, ServiceRangeKey, ControlPlaneRangeKey, PrivateServicesRangeKey];
        var ranges = keys.ToDictionary(key => key, reader.Range);
        RefuseOverlaps(reader, ranges);
        foreach (var key in keys.Where(key => ranges[key] is { } range && !IsPrivate(range)))
            reader.Refuse(key, $"a range inside {string.Join(" or ", VpcNetwork.PrivateRanges)}");

        foreach (var key in keys.Where(key => ranges[key] is { } range && Overlap(range, DockerBridge)))
            reader.Refuse(key, $"a range outside {DockerBridge}, which every node's Docker bridge uses");

        var nodes = pools.Sum(pool => pool.MaxNodes + NodePoolSize.UpgradeSurge);
        Demand(
            NodeRangeKey,
            nodes + ReservedAddresses,
            $"{nodes} nodes (all pools at their maximum, each with {NodePoolSize.UpgradeSurge} more during an upgrade)"
        );
        Demand(
            PodRangeKey,
            nodes * (long)NodePoolSize.PodAddressesPerNode,
            $"the pods of {nodes} nodes, {NodePoolSize.PodAddressesPerNode} addresses each"
        );
        Demand(ServiceRangeKey, MinServices, $"{MinServices} cluster services");
        var managedServices = hasReplica ? 3 : 2;
        Demand(
            PrivateServicesRangeKey,
            managedServices * (long)AddressesPerManagedService,
            $"{managedServices} managed services (database, cache{(hasReplica ? ", replica in its own region" : "")}), {AddressesPerManagedService} addresses each"
        );
        if (ranges[ControlPlaneRangeKey] is { } controlPlane && controlPlane.PrefixLength != ControlPlanePrefix)
            reader.Refuse(ControlPlaneRangeKey, $"a range of exactly /{ControlPlanePrefix}");
        return ranges.ToDictionary(range => range.Key, range => range.Value?.ToString() ?? string.Empty);

        void Demand(string key, long addresses, string what)
        {
            if (ranges[key] is { } range && 1L << (32 - range.PrefixLength) < addresses)
                reader.Refuse(key, $"a range of at least {addresses} addresses, for {what}");
        }
    }

    private static void RefuseOverlaps(SettingsReader reader, Dictionary<string, IPNetwork?> ranges)
    {
        string[] known = [.. ranges.Keys.Where(key => ranges[key] is not null)];
        foreach (var first in known)
        {
            foreach (
                var second in known
                    .SkipWhile(key => key != first)
                    .Skip(1)
                    .Where(second => Overlap(ranges[first]!.Value, ranges[second]!.Value))
            )
            {
                reader.RefuseTogether(
                    $"{reader.Full(first)} ({ranges[first]}) and {reader.Full(second)} ({ranges[second]}) overlap; "
                        + "accepted: ranges without common addresses"
                );
            }
        }
    }

    private static bool IsPrivate(IPNetwork range) =>
        VpcNetwork
            .PrivateRanges.Select(IPNetwork.Parse)
            .Any(whole => whole.PrefixLength <= range.PrefixLength && whole.Contains(range.BaseAddress));

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
