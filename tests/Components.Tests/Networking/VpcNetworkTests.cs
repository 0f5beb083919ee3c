using PmCrm.Components.Common;
using PmCrm.Components.Networking;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Networking;

public sealed class VpcNetworkTests
{
    private const string NodeTag = "pmcrm-test-node";

    [Fact]
    public async Task Network_has_custom_subnets_regional_routing_and_no_default_routes() =>
        (await PlanAsync())
            .Only("gcp:compute/network:Network")
            .ShouldCarry("name", "pmcrm-test")
            .ShouldCarry("project", Arrange.Project)
            .ShouldCarry("autoCreateSubnetworks", false)
            .ShouldCarry("routingMode", "REGIONAL")
            .ShouldCarry("deleteDefaultRoutesOnCreate", true);

    [Fact]
    public async Task Subnet_reaches_Google_privately() =>
        (await PlanAsync()).Only("gcp:compute/subnetwork:Subnetwork").ShouldCarry("privateIpGoogleAccess", true);

    [Fact]
    public async Task Subnet_logs_a_sample_of_its_flows() =>
        (await PlanAsync())
            .Only("gcp:compute/subnetwork:Subnetwork")
            .ShouldCarry("logConfig.flowSampling", 0.5)
            .ShouldCarry("logConfig.aggregationInterval", "INTERVAL_5_SEC")
            .ShouldCarry("logConfig.metadata", "INCLUDE_ALL_METADATA");

    [Fact]
    public async Task Subnet_has_ranges_for_nodes_pods_and_services() =>
        (await PlanAsync())
            .Only("gcp:compute/subnetwork:Subnetwork")
            .ShouldCarry("region", "europe-west1")
            .ShouldCarry("ipCidrRange", "10.0.0.0/22")
            .ShouldCarry("secondaryIpRanges[0].rangeName", "pods")
            .ShouldCarry("secondaryIpRanges[0].ipCidrRange", "10.4.0.0/16")
            .ShouldCarry("secondaryIpRanges[1].rangeName", "services")
            .ShouldCarry("secondaryIpRanges[1].ipCidrRange", "10.8.0.0/20");

    [Fact]
    public async Task Only_nodes_have_a_route_to_the_internet()
    {
        var route = (await PlanAsync()).Only("gcp:compute/route:Route");
        route.ShouldCarry("destRange", "0.0.0.0/0").ShouldCarry("nextHopGateway", "default-internet-gateway");
        Assert.Equal([NodeTag], route.ListAt("tags"));
    }

    [Fact]
    public async Task Nat_serves_all_ranges_with_dynamic_ports_and_logs_errors() =>
        (await PlanAsync())
            .Only("gcp:compute/routerNat:RouterNat")
            .ShouldCarry("sourceSubnetworkIpRangesToNat", "ALL_SUBNETWORKS_ALL_IP_RANGES")
            .ShouldCarry("enableDynamicPortAllocation", true)
            .ShouldCarry("enableEndpointIndependentMapping", false)
            .ShouldCarry("minPortsPerVm", 64)
            .ShouldCarry("maxPortsPerVm", 4096)
            .ShouldCarry("logConfig.enable", true)
            .ShouldCarry("logConfig.filter", "ERRORS_ONLY");

    [Fact]
    public async Task Nat_uses_the_static_addresses_only()
    {
        var plan = await PlanAsync();
        var nat = plan.Only("gcp:compute/routerNat:RouterNat").ShouldCarry("natIpAllocateOption", "MANUAL_ONLY");
        Assert.Equal(2, nat.ListAt("natIps").Length);
        Assert.All(plan.All("gcp:compute/address:Address"), address =>
            address.ShouldCarry("addressType", "EXTERNAL").ShouldCarry("labels.managed-by", "pulumi")
        );
    }

    [Fact]
    public async Task Managed_services_get_a_reserved_private_range() =>
        (await PlanAsync())
            .Only("gcp:compute/globalAddress:GlobalAddress")
            .ShouldCarry("purpose", "VPC_PEERING")
            .ShouldCarry("addressType", "INTERNAL")
            .ShouldCarry("address", "10.64.0.0")
            .ShouldCarry("prefixLength", 16)
            .ShouldCarry("labels.app", "pmcrm");

    [Fact]
    public async Task Peering_with_managed_services_is_abandoned_rather_than_deleted() =>
        (await PlanAsync())
            .Only("gcp:servicenetworking/connection:Connection")
            .ShouldCarry("service", "servicenetworking.googleapis.com")
            .ShouldCarry("deletionPolicy", "ABANDON")
            .ShouldCarry("updateOnCreationFail", true)
            .ShouldCarry("reservedPeeringRanges[0]", "pmcrm-test-private-services");

    [Fact]
    public async Task Ingress_is_denied_by_default_and_logged() =>
        (await PlanAsync())
            .Only("gcp:compute/firewall:Firewall", "network-deny-ingress")
            .ShouldCarry("direction", "INGRESS")
            .ShouldCarry("priority", 65534)
            .ShouldCarry("sourceRanges[0]", "0.0.0.0/0")
            .ShouldCarry("denies[0].protocol", "all")
            .ShouldLack("allows")
            .ShouldCarry("logConfig.metadata", "INCLUDE_ALL_METADATA");

    [Fact]
    public async Task Control_plane_may_call_webhooks()
    {
        var rule = (await PlanAsync()).Only("gcp:compute/firewall:Firewall", "network-allow-webhooks");
        rule.ShouldCarry("sourceRanges[0]", "172.16.0.0/28").ShouldCarry("targetTags[0]", NodeTag).ShouldCarry("allows[0].protocol", "tcp");
        Assert.Equal(["443", "8443", "10250"], rule.ListAt("allows[0].ports"));
    }

    [Fact]
    public async Task Health_checks_reach_the_backend_port_and_no_other()
    {
        var rule = (await PlanAsync()).Only("gcp:compute/firewall:Firewall", "network-allow-health-checks");
        Assert.Equal(["35.191.0.0/16", "130.211.0.0/22"], rule.ListAt("sourceRanges"));
        Assert.Equal(["3000"], rule.ListAt("allows[0].ports"));
        rule.ShouldCarry("targetTags[0]", NodeTag);
    }

    [Fact]
    public async Task Nothing_is_allowed_from_everywhere()
    {
        var allowing = (await PlanAsync()).All("gcp:compute/firewall:Firewall").Where(rule => rule.At("allows") is not null).ToList();
        Assert.NotEmpty(allowing);
        Assert.All(allowing, rule => Assert.DoesNotContain("0.0.0.0/0", rule.ListAt("sourceRanges")));
    }

    [Fact]
    public async Task Every_child_of_fixed_name_is_deleted_before_it_is_replaced()
    {
        var named = (await PlanAsync()).Resources.Where(resource => resource.At("name") is not null).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, resource => Assert.Equal(true, ((Pulumi.CustomResourceOptions)resource.Options!).DeleteBeforeReplace));
    }

    [Fact]
    public async Task Every_child_is_named_from_the_component_and_parented_to_it()
    {
        var network = await RecordAsync();
        Assert.True(network.Plan.Resources.Count > 1, "the component has no children");
        Assert.All(network.Plan.Resources.Skip(1), child =>
        {
            Assert.StartsWith("network", child.Name, StringComparison.Ordinal);
            Assert.Same(network.Component, child.Options!.Parent);
        });
    }

    [Fact]
    public async Task A_new_firewall_rule_or_peering_does_not_make_the_ids_unknown()
    {
        var network = await RecordAsync();
        Assert.Equal(["network"], await network.WaitsForAsync(n => n.NetworkId));
        Assert.Equal(["network-subnet"], await network.WaitsForAsync(n => n.SubnetworkId));
    }

    [Fact]
    public async Task Egress_addresses_are_an_output() =>
        Assert.Equal(["192.0.2.20", "192.0.2.20"], await (await RecordAsync()).ValueAsync(n => n.EgressAddresses));

    private static async Task<Recording> PlanAsync() => (await RecordAsync()).Plan;

    private static Task<Recorded<VpcNetwork>> RecordAsync() =>
        Recording.OfAsync(options => new VpcNetwork(
            "network",
            new VpcNetworkArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                NodeRange = "10.0.0.0/22",
                PodRange = "10.4.0.0/16",
                ServiceRange = "10.8.0.0/20",
                ControlPlaneRange = "172.16.0.0/28",
                PrivateServicesRange = "10.64.0.0/16",
                BackendPort = 3000,
                Labels = Arrange.Labels,
            },
            options
        ));
}
