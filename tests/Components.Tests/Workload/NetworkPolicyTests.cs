using System.Collections.Immutable;
using PmCrm.Components.Workload;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class NetworkPolicyTests
{
    private const string Type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

    [Fact]
    public async Task Backend_accepts_connections_from_Googles_load_balancers_on_its_port_only()
    {
        var policy = await PolicyAsync("backend");
        Assert.Equal(["35.191.0.0/16", "130.211.0.0/22"], policy.ListAt("spec.ingress[0].from").Select(peer => Cidr(peer)));
        Assert.Single(policy.ListAt("spec.ingress"));
        policy.ShouldCarry("spec.ingress[0].ports[0].port", 3000);
    }

    [Fact]
    public async Task Backend_behind_nginx_accepts_connections_from_its_namespace() =>
        (await new WorkloadArrangement { Controller = IngressController.Nginx }.RecordAsync())
            .Only(Type, "backend-network-policy")
            .ShouldCarry("spec.ingress[0].from[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name']", "ingress-nginx");

    [Theory]
    [InlineData("worker")]
    [InlineData("migration")]
    public async Task Nobody_connects_to_worker_or_migration(string workload)
    {
        var policy = (await PolicyAsync(workload)).ShouldLack("spec.ingress");
        Assert.Equal(["Ingress", "Egress"], policy.ListAt("spec.policyTypes"));
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Services_reach_DNS_data_the_internet_and_their_nodes_agent(string workload)
    {
        var policy = await PolicyAsync(workload);
        Assert.Equal(
            [
                [53, 53],
                [5432, 6378],
                [443],
                [80],
                [988],
                [8125, 8126],
            ],
            Ports(policy)
        );
        policy.ShouldCarry("spec.egress[1].to[0].ipBlock.cidr", "10.64.0.0/16");
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Services_reach_the_metadata_server_before_and_after_its_address_is_rewritten(string workload) =>
        (await PolicyAsync(workload))
            .ShouldCarry("spec.egress[3].to[0].ipBlock.cidr", "169.254.169.254/32")
            .ShouldCarry("spec.egress[3].ports[0].protocol", "TCP")
            .ShouldCarry("spec.egress[4].to[0].ipBlock.cidr", "169.254.169.252/32");

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Agents_ports_are_open_at_every_address_as_no_range_matches_a_node_under_Dataplane_V2(string workload) =>
        (await PolicyAsync(workload))
            .ShouldLack("spec.egress[5].to")
            .ShouldCarry("spec.egress[5].ports[0].protocol", "UDP")
            .ShouldCarry("spec.egress[5].ports[1].protocol", "TCP");

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    [InlineData("migration")]
    public async Task DNS_is_allowed_to_the_clusters_resolver_the_nodes_cache_and_Cloud_DNS(string workload) =>
        (await PolicyAsync(workload))
            .ShouldCarry("spec.egress[0].to[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name']", "kube-system")
            .ShouldCarry("spec.egress[0].to[1].ipBlock.cidr", "169.254.20.10/32")
            .ShouldCarry("spec.egress[0].to[2].ipBlock.cidr", "169.254.169.254/32");

    [Fact]
    public async Task Internet_egress_excludes_private_ranges()
    {
        var policy = (await PolicyAsync("backend")).ShouldCarry("spec.egress[2].to[0].ipBlock.cidr", "0.0.0.0/0");
        Assert.Equal(
            ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
            policy.ListAt("spec.egress[2].to[0].ipBlock.except")
        );
    }

    [Fact]
    public async Task Migration_reaches_only_DNS_and_data() =>
        Assert.Equal(
            [
                [53, 53],
                [5432, 6378],
            ],
            Ports(await PolicyAsync("migration"))
        );

    [Theory]
    [InlineData("backend", "pmcrm-backend")]
    [InlineData("worker", "pmcrm-worker")]
    [InlineData("migration", "pmcrm-migrate")]
    public async Task Policy_is_for_the_workloads_pods(string workload, string app)
    {
        var plan = await new WorkloadArrangement().RecordAsync();
        plan.Only(Type, $"{workload}-network-policy").ShouldCarry("spec.podSelector.matchLabels.app", app);
        var pods = plan.Resources.Single(resource => resource.Name == workload && resource.At("spec.template") is not null);
        pods.ShouldCarry("spec.template.metadata.labels.app", app);
    }

    private static async Task<RecordedResource> PolicyAsync(string workload) =>
        (await new WorkloadArrangement().RecordAsync()).Only(Type, $"{workload}-network-policy");

    private static object Cidr(object peer) =>
        ((ImmutableDictionary<string, object>)((ImmutableDictionary<string, object>)peer)["ipBlock"])["cidr"];

    private static IEnumerable<int[]> Ports(RecordedResource policy) =>
        policy
            .ListAt("spec.egress")
            .Select(
                (_, index) =>
                    policy
                        .ListAt($"spec.egress[{index}].ports")
                        .Select(port => (int)(double)((ImmutableDictionary<string, object>)port)["port"])
                        .ToArray()
            );
}
