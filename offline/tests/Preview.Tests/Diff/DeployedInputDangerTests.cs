using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>What the same change does depends on the inputs with which the resource is deployed.</summary>
public sealed class DeployedInputDangerTests
{
    private const string GoogleBucket = "gcp:storage/bucket:Bucket";
    private const string CloudflareBucket = "cloudflare:index/r2Bucket:R2Bucket";
    private const string Database = "gcp:sql/databaseInstance:DatabaseInstance";

    [Theory]
    [InlineData(GoogleBucket)]
    [InlineData(CloudflareBucket)]
    public void A_bucket_that_is_deleted_only_when_empty_is_not_said_to_lose_its_objects(string type)
    {
        var (danger, verdict) = Removed(Plans.Resource(type, "files", ("name", Plans.Text("files"))));
        Assert.Equal(DangerKind.Outage, danger.Kind);
        Assert.DoesNotContain("are deleted", danger.What, StringComparison.Ordinal);
        Assert.Equal("The cloud refuses to delete it while it holds objects, and the deployment stops there", danger.Protection);
        Assert.Equal(Verdict.Replaces, verdict);
    }

    [Theory]
    [InlineData(true, true, Verdict.LosesData)]
    [InlineData(true, false, Verdict.LosesData)]
    [InlineData(false, true, Verdict.Replaces)]
    public void A_bucket_loses_its_objects_by_the_forceDestroy_that_is_deployed_not_by_the_new_one(
        bool deployed,
        bool next,
        Verdict expected
    )
    {
        var before = Plans.Resource(GoogleBucket, "files", ("forceDestroy", new PlanBool(deployed)), ("location", Plans.Text("EU")));
        var after = Plans.Resource(GoogleBucket, "files", ("forceDestroy", new PlanBool(next)), ("location", Plans.Text("US")));
        Assert.Equal(expected, Only(before, after).Verdict);
    }

    [Fact]
    public void A_read_replica_that_goes_takes_no_data_with_it()
    {
        var (danger, verdict) = Removed(Plans.Resource(Database, "replica", ("masterInstanceName", PlanUnknown.Instance)));
        Assert.Equal((DangerKind.Outage, Verdict.Replaces), (danger.Kind, verdict));
        Assert.Contains("its primary keeps the data", danger.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_Default", false)]
    [InlineData("_Required", false)]
    [InlineData("audit", true)]
    public void A_log_bucket_of_the_project_itself_is_never_deleted(string bucket, bool losesData)
    {
        var logs = Plans.Resource("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs", ("bucketId", Plans.Text(bucket)));
        Assert.Equal(losesData, Dangers(logs, null).Any(danger => danger.Kind == DangerKind.DataLoss));
    }

    [Fact]
    public void A_key_ring_that_is_refused_is_not_said_to_be_gone()
    {
        var options = new PlanOptions { Protect = true };
        var (danger, _) = Removed(Plans.Resource("gcp:kms/keyRing:KeyRing", "ring") with { Options = options });
        Assert.Equal("it stays in the cloud and is only removed from the state", danger.What);
    }

    [Theory]
    [InlineData("ABANDON", Verdict.Replaces, "Kept by deletionPolicy ABANDON: it stays in the cloud and is only removed from the state")]
    [InlineData("PREVENT", Verdict.Refused, "Deletion protection: the cloud refuses to delete it, and the deployment stops there")]
    [InlineData("DELETE", Verdict.LosesData, null)]
    public void A_deletion_policy_decides_whether_tables_are_lost(string policy, Verdict expected, string? protection)
    {
        var tables = Plans.Resource("gcp:sql/database:Database", "database", ("deletionPolicy", Plans.Text(policy)));
        var (danger, verdict) = Removed(tables);
        Assert.Equal((DangerKind.DataLoss, protection, expected), (danger.Kind, danger.Protection, verdict));
    }

    [Theory]
    [InlineData("ABANDON", "DELETE", true)]
    [InlineData("PREVENT", null, true)]
    [InlineData("DELETE", "ABANDON", false)]
    [InlineData("ABANDON", "PREVENT", false)]
    public void A_deletion_policy_that_no_longer_protects_is_named(string before, string? after, bool isNamed)
    {
        static PlanResource Tables(string? policy) =>
            policy is null
                ? Plans.Resource("gcp:sql/database:Database", "database")
                : Plans.Resource("gcp:sql/database:Database", "database", ("deletionPolicy", Plans.Text(policy)));
        Assert.Equal(isNamed, Dangers(Tables(before), Tables(after)).Any(danger => danger.What == "a later change may delete it"));
    }

    [Theory]
    [InlineData("files", true)]
    [InlineData("files-2", false)]
    public void A_kept_resource_may_keep_a_new_one_of_its_name_from_being_created(string name, bool isSaid)
    {
        var options = new PlanOptions { RetainOnDelete = true };
        PlanResource Files(string name, string location) =>
            Plans.Resource(GoogleBucket, "files", ("name", Plans.Text(name)), ("location", Plans.Text(location))) with
            {
                Options = options,
            };

        var (danger, _) = Only(Files("files", "EU"), Files(name, "US"));

        Assert.Equal(isSaid, danger.Protection!.EndsWith("because its name stays in use", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_is_replaced_and_retained_loses_nothing()
    {
        var options = new PlanOptions { RetainOnDelete = true };
        var before = Plans.Resource(GoogleBucket, "files", ("forceDestroy", new PlanBool(true)), ("location", Plans.Text("EU")));
        var after = Plans.Resource(GoogleBucket, "files", ("forceDestroy", new PlanBool(true)), ("location", Plans.Text("US")));
        var (danger, verdict) = Only(before with { Options = options }, after with { Options = options });
        Assert.StartsWith("Kept by retainOnDelete", danger.Protection, StringComparison.Ordinal);
        Assert.Equal(Verdict.Replaces, verdict);
    }

    [Theory]
    [InlineData("Deployment", "strategy", "Recreate", DangerKind.Outage)]
    [InlineData("Deployment", "strategy", "RollingUpdate", DangerKind.Restart)]
    [InlineData("StatefulSet", "updateStrategy", "OnDelete", null)]
    [InlineData("StatefulSet", "updateStrategy", "RollingUpdate", DangerKind.Restart)]
    [InlineData("DaemonSet", "updateStrategy", "OnDelete", null)]
    public void Another_pod_template_does_what_the_strategy_says(string kind, string field, string strategy, DangerKind? expected)
    {
        PlanResource Workload(string image) =>
            Plans.Resource(
                $"kubernetes:apps/v1:{kind}",
                "app",
                (
                    "spec",
                    Plans.Map((field, Plans.Map(("type", Plans.Text(strategy)))), ("template", Plans.Map(("image", Plans.Text(image)))))
                )
            );
        Assert.Equal(expected, Dangers(Workload("one"), Workload("two")).SingleOrDefault()?.Kind);
    }

    private static (Danger Danger, Verdict Verdict) Removed(PlanResource resource) => Only(resource, null);

    private static (Danger Danger, Verdict Verdict) Only(PlanResource before, PlanResource? after)
    {
        var (diff, old) = Compare(before, after);
        var dangers = DangerFinder.Of(diff, old);
        return (Assert.Single(dangers), DangerFinder.VerdictOf(diff, dangers));
    }

    private static IReadOnlyList<Danger> Dangers(PlanResource before, PlanResource? after)
    {
        var (diff, old) = Compare(before, after);
        return DangerFinder.Of(diff, old);
    }

    private static (PlanDiff Diff, DeploymentPlan Before) Compare(PlanResource before, PlanResource? after)
    {
        var (old, now) = (Plans.Of(before), after is null ? Plans.Of() : Plans.Of(after));
        return (PlanComparer.Compare(old, now, "main"), old);
    }
}
