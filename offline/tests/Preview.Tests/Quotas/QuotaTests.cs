using PmCrm.Preview.Plan;
using PmCrm.Preview.Quotas;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Quotas;

public sealed class QuotaTests
{
    [Fact]
    public void A_regional_pool_begins_in_three_zones_and_an_upgrade_adds_a_node_to_the_maximum()
    {
        var needs = QuotaNeeds.Of(Plans.Of(Pool("e2-standard-4", "pd-balanced")));
        Assert.Equal(new QuotaNeed("europe-west1", "CPUS", Creation: 12, Minimum: 8, Maximum: 28), Need(needs, "CPUS"));
        Assert.Equal(new QuotaNeed(QuotaNeeds.Everywhere, "CPUS_ALL_REGIONS", 12, 8, 28), Need(needs, "CPUS_ALL_REGIONS"));
        Assert.Equal(new QuotaNeed("europe-west1", "SSD_TOTAL_GB", 75, 50, 175), Need(needs, "SSD_TOTAL_GB"));
    }

    [Fact]
    public void A_zonal_pool_has_its_nodes_in_one_zone() =>
        Assert.Equal(4, Need(QuotaNeeds.Of(Plans.Of(Pool("e2-standard-4", "pd-balanced", "europe-west1-b"))), "CPUS").Creation);

    [Fact]
    public void Pools_of_one_region_add_up() =>
        Assert.Equal(
            18,
            Need(QuotaNeeds.Of(Plans.Of(Pool("e2-standard-4", "pd-ssd"), Pool("e2-custom-2-8192", "pd-ssd"))), "CPUS").Creation
        );

    [Theory]
    [InlineData("n2-standard-8", "N2_CPUS")]
    [InlineData("c3d-standard-30", "C3D_CPUS")]
    [InlineData("e2-highmem-2", "CPUS")]
    public void Each_series_counts_in_its_own_quota(string machine, string quota) =>
        Assert.Contains(QuotaNeeds.Of(Plans.Of(Pool(machine, "pd-balanced"))), need => need.Quota == quota);

    [Fact]
    public void Standard_disks_are_not_SSD()
    {
        var needs = QuotaNeeds.Of(Plans.Of(Pool("e2-standard-2", "pd-standard")));
        Assert.DoesNotContain(needs, need => need.Quota == "SSD_TOTAL_GB");
        Assert.Equal(75, Need(needs, "DISKS_TOTAL_GB").Creation);
    }

    [Fact]
    public void A_machine_type_whose_name_does_not_tell_its_vCPUs_is_named() =>
        Assert.Contains(
            "'f1-micro'",
            Assert.Throws<PreviewException>(() => QuotaNeeds.Of(Plans.Of(Pool("f1-micro", "pd-ssd")))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_quota_that_is_too_low_is_shown_with_the_command_that_requests_more()
    {
        var text = QuotaReport.Write(Plans.Of(Pool("e2-standard-8", "pd-balanced")));
        Assert.Contains("too low at the maximum", text, StringComparison.Ordinal);
        Assert.Contains(
            "gcloud beta quotas preferences create --project=shop-1 --service=compute.googleapis.com --quota-id=CPUS-per-project-region "
                + "--dimensions=region=europe-west1 --preferred-value=56",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_plan_without_such_resources_needs_nothing() =>
        Assert.Contains(
            "none: the plan has no resource that counts towards a quota",
            QuotaReport.Write(Plans.Of()),
            StringComparison.Ordinal
        );

    private static QuotaNeed Need(IEnumerable<QuotaNeed> needs, string quota) => Assert.Single(needs, need => need.Quota == quota);

    private static PlanResource Pool(string machine, string disk, string location = "europe-west1") =>
        Plans.Resource(
            "gcp:container/nodePool:NodePool",
            machine,
            ("project", Plans.Text("shop-1")),
            ("location", Plans.Text(location)),
            ("initialNodeCount", new PlanNumber(1)),
            ("autoscaling", Plans.Map(("totalMinNodeCount", new PlanNumber(2)), ("totalMaxNodeCount", new PlanNumber(6)))),
            ("upgradeSettings", Plans.Map(("maxSurge", new PlanNumber(1)))),
            (
                "nodeConfig",
                Plans.Map(("machineType", Plans.Text(machine)), ("diskType", Plans.Text(disk)), ("diskSizeGb", new PlanNumber(25)))
            )
        );
}
