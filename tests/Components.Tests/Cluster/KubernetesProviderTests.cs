using System.Text.Json;

namespace PmCrm.Components.Tests.Cluster;

public sealed class KubernetesProviderTests
{
    [Fact]
    public async Task Kubeconfig_asks_Google_for_a_token_and_holds_none()
    {
        var kubeConfig = JsonDocument
            .Parse(await (await new GkeClusterBuilder().RecordAsync()).ValueAsync(cluster => cluster.KubeConfig))
            .RootElement;
        var user = kubeConfig.GetProperty("users")[0].GetProperty("user");
        Assert.Equal(["exec"], user.EnumerateObject().Select(property => property.Name));
        Assert.Equal("gke-gcloud-auth-plugin", user.GetProperty("exec").GetProperty("command").GetString());
        Assert.Equal("client.authentication.k8s.io/v1beta1", user.GetProperty("exec").GetProperty("apiVersion").GetString());
    }

    [Fact]
    public async Task Kubeconfig_is_secret() =>
        Assert.True(await (await new GkeClusterBuilder().RecordAsync()).IsSecretAsync(cluster => cluster.KubeConfig));

    [Fact]
    public async Task Provider_applies_on_the_server_and_keeps_its_identity_when_the_kubeconfig_changes() =>
        (await new GkeClusterBuilder().RecordAsync())
            .Plan.Only("pulumi:providers:kubernetes", "cluster-kubernetes")
            .ShouldCarry("enableServerSideApply", "true")
            .ShouldCarry("clusterIdentifier", "cluster-id")
            .ShouldLack("upsertExistingObjects");

    [Fact]
    public async Task Kept_object_that_exists_is_adopted_where_the_usual_provider_would_fail() =>
        (await new GkeClusterBuilder().RecordAsync())
            .Plan.Only("pulumi:providers:kubernetes", "cluster-kept-objects")
            .ShouldCarry("upsertExistingObjects", "true")
            .ShouldCarry("enableServerSideApply", "true")
            .ShouldCarry("clusterIdentifier", "cluster-id");

    [Theory]
    [InlineData("cluster-kubernetes")]
    [InlineData("cluster-kept-objects")]
    public async Task Provider_waits_for_nodes(string provider) =>
        Assert.Equal(
            ["cluster-app", "cluster-workers", "cluster-monitoring"],
            (await new GkeClusterBuilder().RecordAsync()).Plan.Only("pulumi:providers:kubernetes", provider).DependsOn
        );

    [Fact]
    public async Task An_output_has_the_command_for_kubectl_access() =>
        Assert.Equal(
            "gcloud container clusters get-credentials pmcrm-test --location europe-west1 --project pmcrm-test --dns-endpoint",
            await (await new GkeClusterBuilder().RecordAsync()).ValueAsync(cluster => cluster.CredentialsCommand)
        );

    [Fact]
    public async Task Workload_pool_is_known_before_the_cluster_exists()
    {
        var cluster = await new GkeClusterBuilder().RecordAsync();
        Assert.Equal("pmcrm-test.svc.id.goog", await cluster.ValueAsync(c => c.WorkloadPool));
        Assert.Empty(await cluster.WaitsForAsync(c => c.WorkloadPool));
    }
}
