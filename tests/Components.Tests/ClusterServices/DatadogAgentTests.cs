using PmCrm.Components.ClusterServices;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.ClusterServices;

public sealed class DatadogAgentTests
{
    private const string Release = "kubernetes:helm.sh/v3:Release";

    [Fact]
    public async Task Chart_is_the_official_one_in_a_pinned_version()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("chart", "datadog")
            .ShouldCarry("version", "3.240.0")
            .ShouldCarry("repositoryOpts.repo", "https://helm.datadoghq.com")
            .ShouldCarry("atomic", true);

    [Fact]
    public async Task Data_stays_in_the_EU()
        => (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.datadog.site", "datadoghq.eu");

    [Fact]
    public async Task Key_is_in_a_secret_and_not_in_the_values()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only("kubernetes:core/v1:Secret")
            .ShouldCarry("metadata.name", "datadog-api-key")
            .ShouldCarry("metadata.namespace", "datadog")
            .ShouldCarry("stringData.api-key", "planted-value-1");
        plan.Only(Release).ShouldCarry("values.datadog.apiKeyExistingSecret", "datadog-api-key").ShouldLack("values.datadog.apiKey");
    }

    [Fact]
    public async Task Release_waits_for_the_key()
        => Assert.Contains("datadog-api-key", (await RecordAsync()).Plan.Only(Release).DependsOn);

    [Fact]
    public async Task Applications_send_metrics_to_the_agent_of_their_node()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("values.datadog.dogstatsd.useHostPort", true)
            .ShouldCarry("values.datadog.dogstatsd.port", 8125)
            .ShouldCarry("values.datadog.dogstatsd.nonLocalTraffic", true);

    [Fact]
    public async Task Applications_send_traces_to_the_agent_of_their_node()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("values.datadog.apm.portEnabled", true)
            .ShouldCarry("values.datadog.apm.port", 8126);

    [Fact]
    public async Task Logs_of_all_containers_are_collected()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("values.datadog.logs.enabled", true)
            .ShouldCarry("values.datadog.logs.containerCollectAll", true);

    [Fact]
    public async Task Agents_run_on_the_nodes_of_every_pool()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("values.agents.tolerations[0].operator", "Exists")
            .ShouldLack("values.agents.tolerations[0].key")
            .ShouldCarry("values.agents.priorityClassCreate", true);

    [Fact]
    public async Task Cluster_agent_runs_on_the_monitoring_pool_and_survives_the_loss_of_a_node()
        => (await RecordAsync()).Plan.Only(Release)
            .ShouldCarry("values.clusterAgent.nodeSelector.pool", "monitoring")
            .ShouldCarry("values.clusterAgent.tolerations[0].value", "monitoring")
            .ShouldCarry("values.clusterAgent.replicas", 2)
            .ShouldCarry("values.clusterAgent.pdb.create", true);

    [Theory]
    [InlineData("values.agents.containers.agent")]
    [InlineData("values.agents.containers.traceAgent")]
    [InlineData("values.agents.containers.processAgent")]
    [InlineData("values.clusterAgent")]
    public async Task Every_part_has_requests_and_limits(string part)
    {
        var release = (await RecordAsync()).Plan.Only(Release);
        foreach (var figure in (string[])["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"])
            Assert.NotNull(release.At($"{part}.resources.{figure}"));
    }

    [Theory]
    [InlineData("values.remoteConfiguration.enabled")]
    [InlineData("values.datadog.operator.enabled")]
    [InlineData("values.clusterAgent.admissionController.enabled")]
    [InlineData("values.datadog.processAgent.processCollection")]
    public async Task What_acts_on_pods_or_looks_into_them_is_off(string setting)
        => (await RecordAsync()).Plan.Only(Release).ShouldCarry(setting, false);

    [Fact]
    public async Task Everything_is_tagged_with_the_environment()
    {
        var release = (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.datadog.clusterName", "pmcrm-test");
        Assert.Equal(["app:pmcrm", "env:test", "managed-by:pulumi"], release.ListAt("values.datadog.tags"));
    }

    [Fact]
    public async Task Nodes_run_Container_Optimized_OS()
        => (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.providers.gke.cos", true);

    [Fact]
    public async Task Namespace_admits_agents_that_look_at_the_node()
        => (await RecordAsync()).Plan.Only("kubernetes:core/v1:Namespace")
            .ShouldCarry("metadata.name", "datadog")
            .ShouldCarry("metadata.labels['pod-security.kubernetes.io/enforce']", "privileged");

    private static Task<Recorded<DatadogAgent>> RecordAsync()
        => Recording.OfAsync(options => new DatadogAgent("datadog", new DatadogAgentArgs
        {
            ApiKey = "planted-value-1",
            ClusterName = "pmcrm-test",
            Labels = Arrange.Labels,
        }, options));
}
