using PmCrm.Components.Workload;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class CrmNamespaceTests
{
    private static readonly ContainerResources Size = new(new ComputeResources(500, 512, 256), new ComputeResources(1000, 1024, 512));

    [Theory]
    [InlineData("enforce")]
    [InlineData("warn")]
    [InlineData("audit")]
    public async Task Pod_security_is_restricted(string mode) =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:Namespace")
            .ShouldCarry($"metadata.labels['pod-security.kubernetes.io/{mode}']", "restricted");

    [Fact]
    public async Task Namespace_is_named_and_labelled() =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:Namespace")
            .ShouldCarry("metadata.name", "pmcrm")
            .ShouldCarry("metadata.labels.app", "pmcrm")
            .ShouldCarry("metadata.labels.env", "test")
            .ShouldCarry("metadata.labels.managed-by", "pulumi");

    [Fact]
    public async Task All_traffic_is_denied_both_ways_unless_another_policy_allows_it()
    {
        var policy = (await PlanAsync())
            .Only("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .ShouldLack("spec.ingress")
            .ShouldLack("spec.egress");
        Assert.Equal(["Ingress", "Egress"], policy.ListAt("spec.policyTypes"));
        Assert.Empty(policy.MapAt("spec.podSelector"));
    }

    [Fact]
    public async Task Quota_is_the_sum_of_the_workloads_and_allows_no_load_balancer_or_node_port() =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:ResourceQuota")
            .ShouldCarry("spec.hard.pods", "5")
            .ShouldCarry("spec.hard['requests.cpu']", "2500m")
            .ShouldCarry("spec.hard['requests.memory']", "2560Mi")
            .ShouldCarry("spec.hard['limits.cpu']", "5000m")
            .ShouldCarry("spec.hard['limits.memory']", "5120Mi")
            .ShouldCarry("spec.hard['limits.ephemeral-storage']", "2560Mi")
            .ShouldCarry("spec.hard['services.loadbalancers']", "0")
            .ShouldCarry("spec.hard['services.nodeports']", "0");

    [Fact]
    public async Task A_container_without_requests_gets_small_defaults() =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:LimitRange")
            .ShouldCarry("spec.limits[0].type", "Container")
            .ShouldCarry("spec.limits[0].defaultRequest.cpu", "100m")
            .ShouldCarry("spec.limits[0].default.memory", "512Mi");

    private static async Task<Recording> PlanAsync() =>
        (
            await Recording.OfAsync(options => new CrmNamespace(
                "namespace",
                new CrmNamespaceArgs
                {
                    Namespace = "pmcrm",
                    Quota = NamespaceQuota.For((Pods: 3, Size), (Pods: 2, Size)),
                    Labels = Arrange.Labels,
                },
                options
            ))
        ).Plan;
}
