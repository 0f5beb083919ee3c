using System.Collections.Immutable;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class WorkerAndMigrationTests
{
    private const string Pod = "spec.template.spec";
    private const string Container = $"{Pod}.containers[0]";

    [Fact]
    public async Task Worker_works_on_its_own_pool_which_it_tolerates() =>
        (await new WorkloadArrangement().WorkerAsync())
            .ShouldCarry("metadata.name", "pmcrm-worker")
            .ShouldCarry($"{Container}.args[0]", "worker")
            .ShouldCarry($"{Pod}.nodeSelector.pool", "workers")
            .ShouldCarry($"{Pod}.tolerations[0].key", "pool")
            .ShouldCarry($"{Pod}.tolerations[0].value", "workers")
            .ShouldCarry($"{Pod}.tolerations[0].effect", "NoSchedule");

    [Fact]
    public async Task Worker_is_probed_less_often_than_the_backend() =>
        (await new WorkloadArrangement().WorkerAsync())
            .ShouldCarry($"{Container}.livenessProbe.httpGet.path", "/health/live")
            .ShouldCarry($"{Container}.livenessProbe.periodSeconds", 20)
            .ShouldCarry($"{Container}.readinessProbe.httpGet.path", "/health/ready")
            .ShouldCarry($"{Container}.readinessProbe.periodSeconds", 15);

    [Fact]
    public async Task Worker_signs_nothing_and_so_reads_no_signing_key() =>
        Assert.Equal(["DATABASE_URL", "ENCRYPTION_KEY", "REDIS_URL"], SecretVariables(await new WorkloadArrangement().WorkerAsync()));

    [Fact]
    public async Task Worker_starts_after_the_migration() =>
        Assert.Contains("migration", (await new WorkloadArrangement().WorkerAsync()).DependsOn);

    [Fact]
    public async Task Worker_has_an_autoscaler_and_a_disruption_budget()
    {
        var plan = await new WorkloadArrangement().RecordAsync();
        plan.Only("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "worker-hpa")
            .ShouldCarry("spec.scaleTargetRef.name", "pmcrm-worker")
            .ShouldCarry("spec.minReplicas", 3);
        plan.Only("kubernetes:policy/v1:PodDisruptionBudget", "worker-pdb").ShouldCarry("spec.minAvailable", 2);
    }

    [Fact]
    public async Task Worker_acts_as_its_own_Google_account() =>
        (await new WorkloadArrangement().RecordAsync())
            .Only("kubernetes:core/v1:ServiceAccount", "worker-account")
            .ShouldCarry("metadata.annotations['iam.gke.io/gcp-service-account']", "worker@pmcrm-test.iam.gserviceaccount.com")
            .ShouldCarry("automountServiceAccountToken", false);

    [Fact]
    public async Task Migration_is_bounded_in_time_and_tries() =>
        (await new WorkloadArrangement().MigrationAsync())
            .ShouldCarry("spec.activeDeadlineSeconds", 900)
            .ShouldCarry("spec.backoffLimit", 3)
            .ShouldCarry($"{Pod}.restartPolicy", "Never");

    [Fact]
    public async Task A_failed_migration_is_replaced_by_the_next_update_and_a_finished_one_is_kept() =>
        (await new WorkloadArrangement().MigrationAsync())
            .ShouldCarry("metadata.annotations['pulumi.com/replaceUnready']", "true")
            .ShouldLack("spec.ttlSecondsAfterFinished");

    [Fact]
    public async Task Migration_is_not_evicted_for_background_work_and_runs_as_an_account_of_its_own()
    {
        var plan = await new WorkloadArrangement().RecordAsync();
        var job = plan.Only("kubernetes:batch/v1:Job")
            .ShouldCarry($"{Pod}.priorityClassName", "pmcrm-migrate")
            .ShouldCarry($"{Pod}.serviceAccountName", "pmcrm-migrate");
        job.ShouldCarry($"{Pod}.automountServiceAccountToken", false);
        plan.Only("kubernetes:core/v1:ServiceAccount", "migration-account")
            .ShouldCarry("metadata.name", "pmcrm-migrate")
            .ShouldCarry("automountServiceAccountToken", false)
            .ShouldLack("metadata.annotations");
        Assert.Equal(
            plan.Only("kubernetes:scheduling.k8s.io/v1:PriorityClass", "backend-priority").At("value"),
            plan.Only("kubernetes:scheduling.k8s.io/v1:PriorityClass", "migration-priority").At("value")
        );
    }

    [Fact]
    public async Task Worker_is_scheduled_though_a_zone_is_down() =>
        (await new WorkloadArrangement().WorkerAsync())
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].whenUnsatisfiable", "DoNotSchedule")
            .ShouldCarry($"{Pod}.topologySpreadConstraints[0].nodeTaintsPolicy", "Honor");

    [Fact]
    public async Task Migration_gets_the_direct_URL_and_no_other_secret()
    {
        var job = (await new WorkloadArrangement().MigrationAsync()).ShouldCarry($"{Container}.args[0]", "migrate");
        Assert.Equal(["DIRECT_URL"], SecretVariables(job));
    }

    [Fact]
    public async Task Each_image_has_a_migration_of_its_own() =>
        (await new WorkloadArrangement().MigrationAsync()).ShouldCarry("metadata.name", "pmcrm-migrate-0123456789ab");

    [Fact]
    public async Task Anything_else_that_changes_runs_the_migration_again_under_its_name()
    {
        var options = (Pulumi.CustomResourceOptions)(await new WorkloadArrangement().MigrationAsync()).Options!;
        Assert.Equal(["spec"], options.ReplaceOnChanges);
        Assert.Equal(true, options.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Pulumi_waits_for_longer_than_a_migration_may_take() =>
        Assert.True((await new WorkloadArrangement().MigrationAsync()).Options!.CustomTimeouts!.Create > TimeSpan.FromSeconds(900));

    [Fact]
    public async Task Image_without_digest_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            new WorkloadArrangement { ImageName = "registry/pmcrm-backend:latest" }.RecordAsync()
        );
        Assert.Contains("'registry/pmcrm-backend:latest' has no digest", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_may_connect_before_it_starts() =>
        Assert.Contains("migration-network-policy", (await new WorkloadArrangement().MigrationAsync()).DependsOn);

    private static IEnumerable<string> SecretVariables(RecordedResource workload) =>
        workload.ListAt($"{Container}.env").Cast<ImmutableDictionary<string, object>>().Select(v => (string)v["name"]).Skip(2);
}
