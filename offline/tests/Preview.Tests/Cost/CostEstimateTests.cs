using PmCrm.Preview.Cost;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Cost;

/// <summary>The cost of single resources. The figures are from the vendors' price pages, calculated by hand.</summary>
public sealed class CostEstimateTests
{
    private const string Usage = "stack\titem\tvalue\tunit\treason\n";

    [Fact]
    public void A_type_without_a_price_is_listed_and_not_in_the_total()
    {
        var estimate = Of(Plans.Resource("aws:ec2/instance:Instance", "vm"));
        Assert.Equal("no price is known for this type", Assert.Single(estimate.Unpriced).Why);
        Assert.Equal(default, estimate.Total);
    }

    [Fact]
    public void A_free_type_is_listed_with_its_source()
    {
        var estimate = Of(Plans.Resource("gcp:projects/iAMMember:IAMMember", "viewer"));
        Assert.Contains("not billed", Assert.Single(estimate.Free).Why, StringComparison.Ordinal);
        Assert.Empty(estimate.Unpriced);
    }

    [Fact]
    public void Usage_without_an_assumption_is_listed()
    {
        var estimate = Of(Plans.Resource("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs"));
        Assert.Equal("log ingestion: usage.tsv has no 'logging.ingest' (in gb)", Assert.Single(estimate.Unpriced).Why);
    }

    [Fact]
    public void The_free_part_of_log_ingestion_is_not_billed()
    {
        var logs = Plans.Resource("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs", ("retentionDays", new PlanNumber(90)));
        var estimate = Of(logs, "*\tlogging.ingest\t80\tgb\tlogs\n");
        // 80 GB: 50 free, 30 at 0.50; two more months of retention of all 80 at 0.01.
        Assert.Equal(15m + 1.6m, estimate.Total.Minimum);
        Assert.Equal(0, Of(logs with { Inputs = PlanMap.Empty }, "*\tlogging.ingest\t20\tgb\tlogs\n").Total.Minimum);
    }

    [Theory]
    [InlineData(4, 0.086 * 4 * 730)]
    [InlineData(5, 0.061 * 5 * 730)]
    [InlineData(11, 0.050 * 11 * 730)]
    [InlineData(36, 0.043 * 36 * 730)]
    public void Redis_costs_by_capacity_band(double gigabytes, double monthly) =>
        Assert.Equal((decimal)monthly, Of(Redis("STANDARD_HA", gigabytes)).Total.Minimum);

    [Fact]
    public void Redis_of_a_band_without_a_price_is_listed() =>
        Assert.Contains("no 'redis.standard.m5.gb'", Assert.Single(Of(Redis("STANDARD_HA", 101)).Unpriced).Why, StringComparison.Ordinal);

    [Fact]
    public void A_region_without_prices_is_named_with_those_that_have_some()
    {
        var redis = Redis("BASIC", 1, "asia-east1");
        Assert.Equal(
            "Redis, basic tier, capacity M1: the price list has no 'redis.basic.m1.gb' for asia-east1, "
                + "only for europe-west1, europe-west3, europe-west4, us-central1",
            Assert.Single(Of(redis).Unpriced).Why
        );
    }

    [Fact]
    public void A_database_in_two_zones_costs_twice_and_its_disk_grows_to_its_limit()
    {
        var zonal = Of(Database("ZONAL")).Total;
        var regional = Of(Database("REGIONAL")).Total;
        Assert.Equal(2 * zonal.Minimum, regional.Minimum);
        // Two vCPUs, 8 GiB, and 50 GB that may grow to 100.
        Assert.Equal((2 * 0.0413m * 730) + (8 * 0.007m * 730) + (50 * 0.17m), zonal.Minimum);
        Assert.Equal(zonal.Minimum + (50 * 0.17m), zonal.Ceiling);
    }

    [Fact]
    public void A_secret_version_is_billed_for_each_location()
    {
        var secret = Plans.Resource(
            "gcp:secretmanager/secret:Secret",
            "url",
            (
                "replication",
                Plans.Map(("userManaged", Plans.Map(("replicas", Plans.List(Location("europe-west1"), Location("europe-west3"))))))
            )
        );
        var version = Plans.Resource("gcp:secretmanager/secretVersion:SecretVersion", "url-1") with { Dependencies = [secret.Urn] };
        Assert.Equal(0.12m, Assert.Single(Of(secret, version).Lines).Monthly.Minimum);
    }

    [Fact]
    public void Conditions_over_metrics_are_billed_and_those_over_log_entries_are_not()
    {
        var onMetric = Alert(("conditionThreshold", Plans.Map(("filter", Plans.Text("a")), ("denominatorFilter", Plans.Text("b")))));
        Assert.Equal(0.70m, Of(onMetric).Total.Minimum);
        var onLogs = Of(Alert(("conditionMatchedLog", Plans.Map(("filter", Plans.Text("a"))))));
        Assert.Equal(default, onLogs.Total);
        Assert.Single(onLogs.Free);
    }

    [Fact]
    public void A_regional_cluster_gets_no_credit()
    {
        var cluster = Plans.Resource("gcp:container/cluster:Cluster", "cluster", ("location", Plans.Text("europe-west1")));
        Assert.Equal(73m, Of(cluster, "*\tegress.inter-zone\t0\tgb\tnone\n").Total.Minimum);
    }

    [Fact]
    public void Six_forwarding_rules_are_one_charge_for_five_and_one_more()
    {
        var rules = Enumerable
            .Range(1, 6)
            .Select(number => Plans.Resource("gcp:compute/globalForwardingRule:GlobalForwardingRule", $"r{number}"));
        Assert.Equal((0.025m + 0.01m) * 730, CostEstimate.Of(Plans.Of([.. rules]), PriceList.BuiltIn, UsageAssumptions.None).Total.Minimum);
    }

    [Fact]
    public void An_unused_address_costs_more()
    {
        var address = Plans.Resource("gcp:compute/address:Address", "egress", ("region", Plans.Text("europe-west1")));
        var nat = Plans.Resource("gcp:compute/routerNat:RouterNat", "nat", ("region", Plans.Text("europe-west1"))) with
        {
            PropertyDependencies = new Dictionary<string, IReadOnlyList<string>> { ["natIps"] = [address.Urn] },
        };
        Assert.Equal(0.01m * 730, Of(address).Total.Minimum);
        Assert.Equal(0.005m * 730, Of(address, nat).Total.Minimum);
    }

    [Fact]
    public void A_change_lists_the_greatest_difference_first()
    {
        var change = new CostChange(Of(Redis("BASIC", 1), Database("ZONAL")), Of(Redis("BASIC", 2), Database("REGIONAL")));
        Assert.Equal("database", change.Moves[0].Resource);
        Assert.Contains(change.Moves, move => move.Resource == "cache" && move.Difference.Minimum == 0.051m * 730);
        Assert.Empty(new CostChange(change.Before, change.Before).Moves);
    }

    private static CostEstimate Of(PlanResource resource, string usage) =>
        CostEstimate.Of(Plans.Of(resource), PriceList.BuiltIn, UsageAssumptions.Parse(Usage + usage, "usage.tsv", "staging"));

    private static CostEstimate Of(params PlanResource[] resources) =>
        CostEstimate.Of(Plans.Of(resources), PriceList.BuiltIn, UsageAssumptions.None);

    private static PlanResource Redis(string tier, double gigabytes, string region = "europe-west1") =>
        Plans.Resource(
            "gcp:redis/instance:Instance",
            "cache",
            ("tier", Plans.Text(tier)),
            ("memorySizeGb", new PlanNumber(gigabytes)),
            ("region", Plans.Text(region))
        );

    private static PlanResource Database(string availability) =>
        Plans.Resource(
            "gcp:sql/databaseInstance:DatabaseInstance",
            "database",
            ("databaseVersion", Plans.Text("POSTGRES_16")),
            ("region", Plans.Text("europe-west1")),
            (
                "settings",
                Plans.Map(
                    ("tier", Plans.Text("db-custom-2-8192")),
                    ("availabilityType", Plans.Text(availability)),
                    ("diskSize", new PlanNumber(50)),
                    ("diskAutoresizeLimit", new PlanNumber(100))
                )
            )
        );

    private static PlanMap Location(string location) => Plans.Map(("location", Plans.Text(location)));

    private static PlanResource Alert((string Key, PlanValue Value) condition) =>
        Plans.Resource("gcp:monitoring/alertPolicy:AlertPolicy", "alert", ("conditions", Plans.List(Plans.Map(condition))));
}
