using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;
using Pulumi.Gcp.Compute;
using Pulumi.Gcp.Compute.Inputs;
using Pulumi.Gcp.ServiceNetworking;

namespace PmCrm.Components.Networking;

/// <summary>
/// The private network that everything runs in: one subnet with ranges for nodes, pods and services, a NAT with static addresses as
/// the only egress, a reserved range for Google's managed services, and a firewall that allows only webhooks and load balancers in.
/// </summary>
/// <example><c>examples/VpcNetworkExample.cs</c></example>
public sealed class VpcNetwork : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:networking:VpcNetwork";

    /// <summary>Name of the subnet's secondary range for pods.</summary>
    public const string PodRangeName = "pods";

    /// <summary>Name of the subnet's secondary range for cluster services.</summary>
    public const string ServiceRangeName = "services";

    /// <summary>
    /// Source ranges of Google's load balancers and health checks: https://cloud.google.com/load-balancing/docs/health-checks.
    /// </summary>
    public static readonly IReadOnlyList<string> GoogleHealthCheckRanges = ["35.191.0.0/16", "130.211.0.0/22"];

    /// <summary>Private and shared address space (RFC 1918, RFC 6598), from which a network's ranges are taken.</summary>
    public static readonly IReadOnlyList<string> PrivateRanges = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];

    /// <summary>Every IPv4 address.</summary>
    internal const string Everywhere = "0.0.0.0/0";

    private readonly VpcNetworkArgs args;
    private readonly Network network;

    /// <summary>Creates the network.</summary>
    public VpcNetwork(string name, VpcNetworkArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        NodeTag = $"{args.PhysicalName}-node";
        this.network = new Network(
            name,
            new NetworkArgs
            {
                Project = args.Project,
                Name = args.PhysicalName,
                Description = "Private network of the CRM.",
                AutoCreateSubnetworks = false,
                RoutingMode = "REGIONAL",
                DeleteDefaultRoutesOnCreate = true,
            },
            this.Child().WithFixedName()
        );
        var subnetwork = CreateSubnetwork(name);
        var egressAddresses = CreateEgressAddresses(name);
        CreatePrivateServiceAccess(name);
        CreateEgress(name, egressAddresses);
        CreateFirewall(name);

        NetworkId = this.network.Id;
        SubnetworkId = subnetwork.Id;
        EgressAddresses = Output.All(egressAddresses.Select(address => address.IPAddress));
        RegisterOutputs();
    }

    /// <summary>
    /// The network's id. A managed service with a private address (a database, a cache) must depend on this component, which creates the
    /// peering.
    /// </summary>
    [Output("networkId")]
    public Output<string> NetworkId { get; private set; }

    /// <summary>
    /// The subnet's id. A cluster must depend on this component: nodes cannot join the cluster without the route and the NAT, and need both
    /// until they are deleted.
    /// </summary>
    [Output("subnetworkId")]
    public Output<string> SubnetworkId { get; private set; }

    /// <summary>The addresses that all outgoing connections come from.</summary>
    [Output("egressAddresses")]
    public Output<System.Collections.Immutable.ImmutableArray<string>> EgressAddresses { get; private set; }

    /// <summary>Network tag of the nodes: the firewall's rules and the egress route apply to machines with this tag.</summary>
    public string NodeTag { get; }

    private Subnetwork CreateSubnetwork(string name) =>
        new(
            $"{name}-subnet",
            new SubnetworkArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-nodes",
                Region = this.args.Region.Name,
                Network = this.network.Id,
                IpCidrRange = this.args.NodeRange,
                PrivateIpGoogleAccess = true,
                SecondaryIpRanges =
                {
                    new SubnetworkSecondaryIpRangeArgs { RangeName = PodRangeName, IpCidrRange = this.args.PodRange },
                    new SubnetworkSecondaryIpRangeArgs { RangeName = ServiceRangeName, IpCidrRange = this.args.ServiceRange },
                },
                LogConfig = new SubnetworkLogConfigArgs
                {
                    AggregationInterval = "INTERVAL_5_SEC",
                    FlowSampling = this.args.FlowLogSampling,
                    Metadata = "INCLUDE_ALL_METADATA",
                },
            },
            this.Child().WithFixedName()
        );

    private List<Address> CreateEgressAddresses(string name) =>
        Enumerable
            .Range(1, this.args.EgressAddressCount)
            .Select(number => new Address(
                $"{name}-egress-{number}",
                new AddressArgs
                {
                    Project = this.args.Project,
                    Name = $"{this.args.PhysicalName}-egress-{number}",
                    Region = this.args.Region.Name,
                    AddressType = "EXTERNAL",
                    Labels = this.args.Labels.ToInputMap(),
                },
                this.Child().WithFixedName()
            ))
            .ToList();

    private void CreateEgress(string name, List<Address> addresses)
    {
        // The default routes are deleted: only machines with the node tag have a route to the internet, through the NAT.
        _ = new Route(
            $"{name}-egress-route",
            new RouteArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-egress",
                Description = "Nodes reach the internet, through the NAT.",
                Network = this.network.Id,
                DestRange = Everywhere,
                NextHopGateway = "default-internet-gateway",
                Tags = { NodeTag },
            },
            this.Child().WithFixedName()
        );
        var router = new Router(
            $"{name}-router",
            new RouterArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-router",
                Region = this.args.Region.Name,
                Network = this.network.Id,
            },
            this.Child().WithFixedName()
        );
        _ = new RouterNat(
            $"{name}-nat",
            new RouterNatArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-nat",
                Region = this.args.Region.Name,
                Router = router.Name,
                NatIpAllocateOption = "MANUAL_ONLY",
                NatIps = addresses.Select(address => address.SelfLink).ToList(),
                SourceSubnetworkIpRangesToNat = "ALL_SUBNETWORKS_ALL_IP_RANGES",
                EnableDynamicPortAllocation = true,
                // Google refuses dynamic port allocation together with endpoint-independent mapping.
                EnableEndpointIndependentMapping = false,
                MinPortsPerVm = 64,
                MaxPortsPerVm = 4096,
                LogConfig = new RouterNatLogConfigArgs { Enable = true, Filter = "ERRORS_ONLY" },
            },
            this.Child().WithFixedName()
        );
    }

    private void CreatePrivateServiceAccess(string name)
    {
        var slash = this.args.PrivateServicesRange.IndexOf('/', StringComparison.Ordinal);
        var range = new GlobalAddress(
            $"{name}-private-services",
            new GlobalAddressArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-private-services",
                Purpose = "VPC_PEERING",
                AddressType = "INTERNAL",
                Network = this.network.Id,
                Address = this.args.PrivateServicesRange[..slash],
                PrefixLength = int.Parse(this.args.PrivateServicesRange[(slash + 1)..], CultureInfo.InvariantCulture),
                Labels = this.args.Labels.ToInputMap(),
            },
            this.Child().WithFixedName()
        );
        _ = new Connection(
            $"{name}-private-services-connection",
            new ConnectionArgs
            {
                Network = this.network.Id,
                Service = GoogleApi.ServiceNetworking,
                ReservedPeeringRanges = { range.Name },
                // Google keeps the peering in use for days after the last instance is deleted; deleting it would fail until then.
                DeletionPolicy = "ABANDON",
                UpdateOnCreationFail = true,
            },
            this.Child()
        );
    }

    // GKE adds its own rules for traffic inside the cluster, at priority 1000; these rules allow the rest.
    private void CreateFirewall(string name)
    {
        Allow(
            $"{name}-allow-webhooks",
            "webhooks",
            "The control plane calls admission webhooks.",
            [this.args.ControlPlaneRange],
            [.. this.args.WebhookPorts]
        );
        Allow(
            $"{name}-allow-health-checks",
            "health-checks",
            "Google's load balancers and health checks reach the backend's pods.",
            GoogleHealthCheckRanges,
            [this.args.BackendPort]
        );
        _ = new Firewall(
            $"{name}-deny-ingress",
            new FirewallArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-deny-ingress",
                Description = "What no other rule admits is refused, and logged.",
                Network = this.network.Id,
                Direction = "INGRESS",
                Priority = 65534,
                SourceRanges = { Everywhere },
                Denies = { new FirewallDenyArgs { Protocol = "all" } },
                LogConfig = new FirewallLogConfigArgs { Metadata = "INCLUDE_ALL_METADATA" },
            },
            this.Child().WithFixedName()
        );
    }

    private void Allow(string name, string purpose, string description, IReadOnlyList<string> sources, IReadOnlyList<int> ports) =>
        _ = new Firewall(
            name,
            new FirewallArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-allow-{purpose}",
                Description = description,
                Network = this.network.Id,
                Direction = "INGRESS",
                Priority = 1000,
                SourceRanges = sources.ToArray(),
                TargetTags = { NodeTag },
                Allows =
                {
                    new FirewallAllowArgs
                    {
                        Protocol = "tcp",
                        Ports = ports.Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray(),
                    },
                },
                LogConfig = new FirewallLogConfigArgs { Metadata = "EXCLUDE_ALL_METADATA" },
            },
            this.Child().WithFixedName()
        );
}
