using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class BackendWorkloadTests
{
    private const string Pod = "spec.template.spec";
    private const string Container = $"{Pod}.containers[0]";

    [Fact]
    public async Task Backend_serves_on_pool_app() =>
        (await BackendAsync())
            .ShouldCarry("metadata.name", "pmcrm-backend")
            .ShouldCarry($"{Container}.args[0]", "backend")
            .ShouldCarry($"{Container}.ports[0].containerPort", 3000)
            .ShouldCarry($"{Pod}.nodeSelector.pool", "app")
            .ShouldLack($"{Pod}.tolerations");

    [Fact]
    public async Task Number_of_pods_is_the_autoscalers() => (await BackendAsync()).ShouldLack("spec.replicas");

    [Fact]
    public async Task Rollout_takes_no_pod_away_before_another_is_ready() =>
        (await BackendAsync())
            .ShouldCarry("spec.strategy.type", "RollingUpdate")
            .ShouldCarry("spec.strategy.rollingUpdate.maxUnavailable", 0)
            .ShouldCarry("spec.minReadySeconds", 10)
            .ShouldCarry("spec.progressDeadlineSeconds", 600);

    [Fact]
    public async Task Liveness_checks_only_the_process() =>
        (await BackendAsync())
            .ShouldCarry($"{Container}.livenessProbe.httpGet.path", "/health/live")
            .ShouldCarry($"{Container}.livenessProbe.httpGet.port", 3000)
            .ShouldCarry($"{Container}.livenessProbe.periodSeconds", 10);

    [Fact]
    public async Task Readiness_and_startup_check_all_that_serving_needs_with_different_thresholds() =>
        (await BackendAsync())
            .ShouldCarry($"{Container}.readinessProbe.httpGet.path", "/health/ready")
            .ShouldCarry($"{Container}.readinessProbe.failureThreshold", 3)
            .ShouldCarry($"{Container}.startupProbe.httpGet.path", "/health/ready")
            .ShouldCarry($"{Container}.startupProbe.failureThreshold", 60);

    [Fact]
    public async Task Grace_period_covers_leaving_the_load_balancer_and_shutting_down()
    {
        var backend = await BackendAsync();
        var preStop = (double)backend.At($"{Container}.lifecycle.preStop.sleep.seconds")!;
        var grace = (double)backend.At($"{Pod}.terminationGracePeriodSeconds")!;
        Assert.Equal(15, preStop);
        Assert.True(grace >= preStop + AppContract.ShutdownTime.TotalSeconds, $"{grace} s");
    }

    [Fact]
    public async Task Pods_are_spread_over_zones_and_hosts() =>
        (await BackendAsync())
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].topologyKey", "topology.kubernetes.io/zone")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].whenUnsatisfiable", "DoNotSchedule")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].maxSkew", 1)
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].nodeTaintsPolicy", "Honor")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[1].nodeTaintsPolicy", "Honor")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[1].topologyKey", "kubernetes.io/hostname")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[1].labelSelector.matchLabels.app", "pmcrm-backend");

    [Fact]
    public async Task Users_come_before_background_work()
    {
        var plan = await PlanAsync();
        var backend = (double)plan.Only("kubernetes:scheduling.k8s.io/v1:PriorityClass", "backend-priority").At("value")!;
        var worker = (double)plan.Only("kubernetes:scheduling.k8s.io/v1:PriorityClass", "worker-priority").At("value")!;
        Assert.True(backend > worker);
        plan.Only("kubernetes:apps/v1:Deployment", "backend").ShouldCarry($"{Pod}.priorityClassName", "pmcrm-backend");
    }

    [Fact]
    public async Task Backend_reads_every_secret_but_the_migrations() =>
        Assert.Equal(["DATABASE_URL", "ENCRYPTION_KEY", "JWT_SECRET", "REDIS_URL"], SecretVariables(await BackendAsync()));

    [Fact]
    public async Task Backend_starts_after_the_migration() => Assert.Contains("migration", (await BackendAsync()).DependsOn);

    [Fact]
    public async Task Rollout_has_time_for_all_pods_at_the_largest_size()
    {
        var timeouts = (await BackendAsync()).Options!.CustomTimeouts!;
        Assert.Equal((TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20)), (timeouts.Create, timeouts.Update));
    }

    [Theory]
    [InlineData(20, 45)]
    [InlineData(5, 12)]
    [InlineData(2, 5)]
    public void Rollout_at_the_maximum_has_old_pods_that_still_drain_beside_all_new_ones_and_the_surge(int max, int pods) =>
        Assert.Equal(pods, new ReplicaRange(Min: 2, Max: max).MaxExisting);

    [Fact]
    public async Task Service_is_created_after_the_pods_that_it_routes_to() =>
        Assert.Equal(
            ["backend"],
            (await new WorkloadArrangement().RecordAsync()).Only("kubernetes:core/v1:Service", "backend-service").DependsOn
        );

    [Fact]
    public async Task Account_acts_as_its_Google_account_and_hands_out_no_token() =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:ServiceAccount", "backend-account")
            .ShouldCarry("metadata.annotations['iam.gke.io/gcp-service-account']", "backend@pmcrm-test.iam.gserviceaccount.com")
            .ShouldCarry("automountServiceAccountToken", false);

    [Fact]
    public async Task Service_routes_port_80_to_the_pods() =>
        (await PlanAsync())
            .Only("kubernetes:core/v1:Service")
            .ShouldCarry("spec.type", "ClusterIP")
            .ShouldCarry("spec.ports[0].port", 80)
            .ShouldCarry("spec.ports[0].targetPort", 3000)
            .ShouldCarry("spec.selector.app", "pmcrm-backend")
            .ShouldCarry("metadata.annotations['cloud.google.com/neg']", """{"ingress": true}""")
            .ShouldCarry("metadata.annotations['cloud.google.com/backend-config']", """{"default": "pmcrm-backend"}""");

    [Fact]
    public async Task Service_behind_nginx_has_no_annotation_of_Googles() =>
        (await new WorkloadArrangement { Controller = IngressController.Nginx }.RecordAsync())
            .Only("kubernetes:core/v1:Service")
            .ShouldLack("metadata.annotations");

    [Fact]
    public async Task Autoscaler_keeps_3_to_20_pods_by_processor_and_memory() =>
        (await PlanAsync())
            .Only("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "backend-hpa")
            .ShouldCarry("metadata.name", "pmcrm-backend-hpa")
            .ShouldCarry("spec.scaleTargetRef.name", "pmcrm-backend")
            .ShouldCarry("spec.minReplicas", 3)
            .ShouldCarry("spec.maxReplicas", 20)
            .ShouldCarry("spec.metrics[0].resource.name", "cpu")
            .ShouldCarry("spec.metrics[0].resource.target.averageUtilization", 70)
            .ShouldCarry("spec.metrics[1].resource.name", "memory")
            .ShouldCarry("spec.metrics[1].resource.target.averageUtilization", 80);

    [Fact]
    public async Task Autoscaler_scales_up_fast_and_down_slowly() =>
        (await PlanAsync())
            .Only("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "backend-hpa")
            .ShouldCarry("spec.behavior.scaleUp.stabilizationWindowSeconds", 0)
            .ShouldCarry("spec.behavior.scaleDown.stabilizationWindowSeconds", 300)
            .ShouldCarry("spec.behavior.scaleDown.policies[0].value", 10)
            .ShouldCarry("spec.behavior.scaleDown.policies[0].periodSeconds", 60);

    [Fact]
    public async Task The_disruption_budget_allows_an_eviction_at_the_minimum_of_pods() =>
        (await PlanAsync())
            .Only("kubernetes:policy/v1:PodDisruptionBudget", "backend-pdb")
            .ShouldCarry("spec.minAvailable", 2)
            .ShouldCarry("spec.unhealthyPodEvictionPolicy", "AlwaysAllow")
            .ShouldCarry("spec.selector.matchLabels.app", "pmcrm-backend");

    private static Task<Recording> PlanAsync() => new WorkloadArrangement().RecordAsync();

    private static Task<RecordedResource> BackendAsync() => new WorkloadArrangement().BackendAsync();

    private static IEnumerable<string> SecretVariables(RecordedResource deployment) =>
        deployment
            .ListAt($"{Container}.env")
            .Cast<System.Collections.Immutable.ImmutableDictionary<string, object>>()
            .Select(v => (string)v["name"])
            .Skip(2);
}
