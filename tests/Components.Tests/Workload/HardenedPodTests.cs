using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

/// <summary>Settings that every pod of the application has.</summary>
public sealed class HardenedPodTests
{
    private const string Pod = "spec.template.spec";
    private const string Container = $"{Pod}.containers[0]";

    public static TheoryData<string> Workloads => ["backend", "worker", "migration"];

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Container_runs_as_a_user_that_the_node_does_not_have(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.securityContext.runAsNonRoot", true)
            .ShouldCarry($"{Container}.securityContext.runAsUser", 10001)
            .ShouldCarry($"{Container}.securityContext.runAsGroup", 10001)
            .ShouldCarry($"{Pod}.securityContext.runAsNonRoot", true)
            .ShouldCarry($"{Pod}.securityContext.runAsUser", 10001)
            .ShouldCarry($"{Pod}.securityContext.fsGroup", 10001);

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Container_has_no_capability_and_cannot_gain_privileges(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.securityContext.allowPrivilegeEscalation", false)
            .ShouldCarry($"{Container}.securityContext.privileged", false)
            .ShouldCarry($"{Container}.securityContext.capabilities.drop[0]", "ALL")
            .ShouldLack($"{Container}.securityContext.capabilities.add")
            .ShouldCarry($"{Container}.securityContext.seccompProfile.type", "RuntimeDefault")
            .ShouldCarry($"{Pod}.securityContext.seccompProfile.type", "RuntimeDefault");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Container_writes_to_tmp_only(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.securityContext.readOnlyRootFilesystem", true)
            .ShouldCarry($"{Container}.volumeMounts[0].mountPath", "/tmp")
            .ShouldCarry($"{Pod}.volumes[0].emptyDir.sizeLimit", "256Mi");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Container_finds_the_certificates_where_the_URLs_say(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.volumeMounts[1].mountPath", "/etc/pmcrm/tls")
            .ShouldCarry($"{Container}.volumeMounts[1].readOnly", true)
            .ShouldCarry($"{Pod}.volumes[1].name", "certificates");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Pod_has_no_token_and_nothing_of_the_node(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Pod}.automountServiceAccountToken", false)
            .ShouldCarry($"{Pod}.enableServiceLinks", false)
            .ShouldCarry($"{Pod}.hostNetwork", false)
            .ShouldCarry($"{Pod}.hostPID", false)
            .ShouldCarry($"{Pod}.hostIPC", false);

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Image_is_the_given_digest_and_its_right_to_be_pulled_is_checked(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.image", WorkloadArrangement.Image)
            .ShouldCarry($"{Container}.imagePullPolicy", "Always");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Container_reserves_and_is_bounded(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.resources.requests.cpu", "500m")
            .ShouldCarry($"{Container}.resources.requests.memory", "512Mi")
            .ShouldCarry($"{Container}.resources.requests.ephemeral-storage", "256Mi")
            .ShouldCarry($"{Container}.resources.limits.cpu", "1000m")
            .ShouldCarry($"{Container}.resources.limits.memory", "1024Mi")
            .ShouldCarry($"{Container}.resources.limits.ephemeral-storage", "512Mi");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Datadog_agent_is_the_nodes_own(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.env[0].name", "DD_AGENT_HOST")
            .ShouldCarry($"{Container}.env[0].valueFrom.fieldRef.fieldPath", "status.hostIP");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Pod_contains_no_value_of_a_secret(string workload)
    {
        var resource = await WorkloadAsync(workload);
        Assert.All(resource.ListAt($"{Container}.env"), variable =>
            Assert.Equal(
                (string)((System.Collections.Immutable.ImmutableDictionary<string, object>)variable)["name"] == "APP_VERSION",
                ((System.Collections.Immutable.ImmutableDictionary<string, object>)variable).ContainsKey("value")
            )
        );
        Assert.DoesNotContain(
            WorkloadArrangement.PlantedSecret,
            System.Text.Json.JsonSerializer.Serialize(resource.Inputs),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Pods_name_the_version_of_their_image_themselves_so_that_an_image_changes_no_ConfigMap(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry($"{Container}.env[1].name", "APP_VERSION")
            .ShouldCarry($"{Container}.env[1].value", "0123456789ab");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Pods_run_under_the_runtimes_AppArmor_profile(string workload) =>
        (await WorkloadAsync(workload)).ShouldCarry($"{Pod}.securityContext.appArmorProfile.type", "RuntimeDefault");

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Pods_carry_the_labels_that_Kubernetes_recommends(string workload) =>
        (await WorkloadAsync(workload))
            .ShouldCarry("spec.template.metadata.labels['app.kubernetes.io/instance']", "pmcrm-test")
            .ShouldCarry("spec.template.metadata.labels['app.kubernetes.io/part-of']", "pmcrm")
            .ShouldCarry("spec.template.metadata.labels['app.kubernetes.io/managed-by']", "pulumi");

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Deployment_can_be_previewed_and_updated_after_a_rollback_with_kubectl(string workload) =>
        (await WorkloadAsync(workload)).ShouldCarry("metadata.annotations['pulumi.com/patchForce']", "true");

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Changed_secret_rolls_the_pods(string workload)
    {
        const string name = $"{Container}.env[2].valueFrom.secretKeyRef.name";
        var before = (await WorkloadAsync(workload)).At(name);
        var after = (await new WorkloadArrangement { Secret = "planted-value-2" }.RecordAsync())
            .Only("kubernetes:apps/v1:Deployment", workload)
            .At(name);
        Assert.NotNull(before);
        Assert.NotEqual(before, after);
    }

    private static Task<RecordedResource> WorkloadAsync(string workload)
    {
        var arrangement = new WorkloadArrangement();
        return workload switch
        {
            "backend" => arrangement.BackendAsync(),
            "worker" => arrangement.WorkerAsync(),
            _ => arrangement.MigrationAsync(),
        };
    }
}
