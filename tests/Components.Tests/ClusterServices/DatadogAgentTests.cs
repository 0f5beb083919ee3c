using PmCrm.Components.ClusterServices;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.ClusterServices;

public sealed class DatadogAgentTests
{
    private const string Release = "kubernetes:helm.sh/v3:Release";

    [Fact]
    public async Task Chart_is_the_official_one_in_a_pinned_version() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("chart", "datadog")
            .ShouldCarry("version", "3.240.0")
            .ShouldCarry("repositoryOpts.repo", "https://helm.datadoghq.com")
            .ShouldCarry("atomic", true);

    [Fact]
    public async Task Data_stays_in_the_EU() => (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.datadog.site", "datadoghq.eu");

    [Fact]
    public async Task Key_is_in_a_secret_and_not_in_the_values()
    {
        var plan = (await RecordAsync()).Plan;
        var name = plan.Only("kubernetes:core/v1:Secret").At("metadata.name")!;
        Assert.Matches(@"^datadog-api-key-[0-9a-f]{10}\z", (string)name);
        plan.Only("kubernetes:core/v1:Secret")
            .ShouldCarry("metadata.namespace", "datadog")
            .ShouldCarry("stringData.api-key", "planted-value-1");
        plan.Only(Release).ShouldCarry("values.datadog.apiKeyExistingSecret", name).ShouldLack("values.datadog.apiKey");
    }

    [Fact]
    public async Task Release_waits_for_the_key() => Assert.Contains("datadog-api-key", (await RecordAsync()).Plan.Only(Release).DependsOn);

    [Fact]
    public async Task Applications_send_metrics_to_the_agent_of_their_node() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("values.datadog.dogstatsd.useHostPort", true)
            .ShouldCarry("values.datadog.dogstatsd.port", 8125)
            .ShouldCarry("values.datadog.dogstatsd.nonLocalTraffic", true);

    [Fact]
    public async Task Applications_send_traces_to_the_agent_of_their_node() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("values.datadog.apm.portEnabled", true)
            .ShouldCarry("values.datadog.apm.port", 8126);

    [Fact]
    public async Task Logs_of_all_containers_are_collected() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("values.datadog.logs.enabled", true)
            .ShouldCarry("values.datadog.logs.containerCollectAll", true);

    [Fact]
    public async Task Agents_run_on_the_nodes_of_every_pool() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("values.agents.tolerations[0].operator", "Exists")
            .ShouldLack("values.agents.tolerations[0].key")
            .ShouldCarry("values.agents.priorityClassCreate", true);

    [Fact]
    public async Task Cluster_agent_runs_on_the_monitoring_pool_and_survives_the_loss_of_a_node() =>
        (await RecordAsync())
            .Plan.Only(Release)
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
    public async Task Features_that_change_pods_or_inspect_processes_are_off(string setting) =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry(setting, false);

    [Fact]
    public async Task Everything_is_tagged_with_the_environment()
    {
        var release = (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.datadog.clusterName", "pmcrm-test");
        Assert.Equal(["app:pmcrm", "env:test", "managed-by:pulumi"], release.ListAt("values.datadog.tags"));
    }

    [Fact]
    public async Task Nodes_run_Container_Optimized_OS() =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.providers.gke.cos", true);

    [Fact]
    public async Task Namespace_admits_agents_that_look_at_the_node() =>
        (await RecordAsync())
            .Plan.Only("kubernetes:core/v1:Namespace")
            .ShouldCarry("metadata.name", "datadog")
            .ShouldCarry("metadata.labels['pod-security.kubernetes.io/enforce']", "privileged");

    [Fact]
    public async Task Agents_accept_applications_on_their_ports_and_each_other() =>
        (await PolicyAsync())
            .ShouldCarry("spec.ingress[0].ports[0].port", 8125)
            .ShouldCarry("spec.ingress[0].ports[0].protocol", "UDP")
            .ShouldCarry("spec.ingress[0].ports[1].port", 8126)
            .ShouldCarry("spec.ingress[1].from[0].podSelector", System.Collections.Immutable.ImmutableDictionary<string, object>.Empty)
            .ShouldLack("spec.ingress[2]");

    [Fact]
    public async Task Agents_reach_DNS_each_other_the_intake_the_kubelet_NTP_and_Google()
    {
        var policy = await PolicyAsync();
        var ports = policy
            .ListAt("spec.egress")
            .Select(
                (_, rule) =>
                    string.Join(
                        ',',
                        policy
                            .ListAt($"spec.egress[{rule}].ports")
                            .Select((_, port) => policy.At($"spec.egress[{rule}].ports[{port}].port"))
                    )
            );
        Assert.Equal(["53,53", "", "443", "10250,123", "80", "988", "9402"], ports);
    }

    private static async Task<RecordedResource> PolicyAsync() =>
        (await RecordAsync()).Plan.Only("kubernetes:networking.k8s.io/v1:NetworkPolicy", "datadog-datadog");

    private static Task<Recorded<DatadogAgent>> RecordAsync() =>
        Recording.OfAsync(options => new DatadogAgent(
            "datadog",
            new DatadogAgentArgs
            {
                ApiKey = "planted-value-1",
                ClusterName = "pmcrm-test",
                Labels = Arrange.Labels,
            },
            options
        ));
}
