using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Diff;

public sealed class DangerTests
{
    private const string Bucket = "gcp:storage/bucket:Bucket";

    [Fact]
    public void A_replaced_store_loses_data_because_of_the_property_that_changed()
    {
        var (danger, verdict) = Only(Store("files", "EU"), Store("files", "US"));
        Assert.Equal((DangerKind.DataLoss, "location", null), (danger.Kind, danger.Property, danger.Protection));
        Assert.Equal(Verdict.LosesData, verdict);
    }

    [Fact]
    public void A_protected_store_is_refused_and_says_so()
    {
        var options = new PlanOptions { Protect = true };
        var (danger, verdict) = Only(Store("files", "EU") with { Options = options }, Store("files", "US") with { Options = options });
        Assert.Equal("Protected: the deployment refuses this", danger.Protection);
        Assert.Equal(Verdict.Refused, verdict);
    }

    [Fact]
    public void A_removed_store_that_is_retained_loses_nothing()
    {
        var before = Store("files", "EU") with { Options = new PlanOptions { RetainOnDelete = true } };
        var (danger, verdict) = Only(before, null);
        Assert.StartsWith("Kept by retainOnDelete", danger.Protection, StringComparison.Ordinal);
        Assert.Equal(Verdict.Replaces, verdict);
    }

    [Fact]
    public void A_deletion_protection_in_the_cloud_is_named()
    {
        var (danger, verdict) = Only(Database("db-custom-1-3840", ("deletionProtection", new PlanBool(true))), null);
        Assert.StartsWith("Deletion protection: the cloud refuses", danger.Protection, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refused, verdict);
    }

    [Fact]
    public void The_deployed_deletion_protection_counts_and_not_the_one_in_the_change()
    {
        var before = Database("db-custom-1-3840", ("deletionProtection", new PlanBool(true)), ("region", Plans.Text("europe-west1")));
        var after = Database("db-custom-1-3840", ("deletionProtection", new PlanBool(false)), ("region", Plans.Text("europe-west3")));
        var (danger, verdict) = Only(before, after);
        Assert.Equal((DangerKind.DataLoss, true), (danger.Kind, danger.StopsDeployment));
        Assert.Equal(Verdict.Refused, verdict);
    }

    [Fact]
    public void A_store_without_any_protection_loses_data()
    {
        var (danger, verdict) = Only(Database("db-custom-1-3840", ("deletionProtection", new PlanBool(false))), null);
        Assert.Equal((null, false), (danger.Protection, danger.StopsDeployment));
        Assert.Equal(Verdict.LosesData, verdict);
    }

    [Theory]
    [InlineData("gcp:secretmanager/secretVersion:SecretVersion", "secretData", false, Verdict.Restarts)]
    [InlineData("random:index/randomPassword:RandomPassword", "length", false, Verdict.Restarts)]
    [InlineData("kubernetes:core/v1:Secret", "stringData", true, Verdict.Restarts)]
    [InlineData("kubernetes:core/v1:Secret", "stringData", false, Verdict.Replaces)]
    public void A_renewed_value_is_not_reported_as_lost(string type, string property, bool isRetained, Verdict expected)
    {
        var options = new PlanOptions { RetainOnDelete = isRetained };
        var before = Plans.Resource(type, "key", (property, Plans.Text("one"))) with { Options = options };
        var after = Plans.Resource(type, "key", (property, Plans.Text("two"))) with { Options = options };
        var (old, now) = (Plans.Of(before), Plans.Of(after));
        var diff = PlanComparer.Compare(old, now, "main");
        Assert.Equal(DiffKind.Replaced, Assert.Single(diff.Resources).Kind);
        Assert.Equal(expected, DangerFinder.VerdictOf(diff, DangerFinder.Of(diff, old)));
    }

    [Fact]
    public void A_removed_value_is_reported_as_lost()
    {
        var before = Plans.Of(Plans.Resource("gcp:secretmanager/secretVersion:SecretVersion", "key", ("secretData", Plans.Text("one"))));
        var diff = PlanComparer.Compare(before, Plans.Of(), "main");
        Assert.Equal(Verdict.Replaces, DangerFinder.VerdictOf(diff, DangerFinder.Of(diff, before)));
    }

    [Fact]
    public void Another_database_tier_restarts_in_place()
    {
        var (danger, verdict) = Only(Database("db-custom-1-3840"), Database("db-custom-2-7680"));
        Assert.Equal((DangerKind.Restart, "settings.tier"), (danger.Kind, danger.Property));
        Assert.Equal(Verdict.Restarts, verdict);
    }

    [Theory]
    [InlineData("gcp:redis/instance:Instance", "memorySizeGb", DangerKind.Restart)]
    [InlineData("gcp:container/nodePool:NodePool", "nodeConfig.machineType", DangerKind.Restart)]
    [InlineData("gcp:container/nodePool:NodePool", "nodeConfig.gvnic.enabled", DangerKind.Restart)]
    [InlineData("kubernetes:apps/v1:Deployment", "spec.template.spec.containers[0].image", DangerKind.Restart)]
    [InlineData("gcp:compute/firewall:Firewall", "sourceRanges", DangerKind.Access)]
    [InlineData("gcp:projects/iAMMember:IAMMember", "role", DangerKind.Access)]
    public void A_change_in_place_is_classified_by_its_property(string type, string property, DangerKind kind) =>
        Assert.Equal(kind, DangerRule.For(type, DangerRule.Changed, property, PlanMap.Empty)?.Kind);

    [Theory]
    [InlineData("gcp:container/nodePool:NodePool", "nodeConfiguration")]
    [InlineData("gcp:container/nodePool:NodePool", "nodeConfig.labels.pool")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", "settings.userLabels")]
    [InlineData("kubernetes:apps/v1:Deployment", "metadata.labels")]
    public void Other_properties_restart_nothing(string type, string property) =>
        Assert.Null(DangerRule.For(type, DangerRule.Changed, property, PlanMap.Empty)?.Kind);

    [Fact]
    public void A_grant_that_is_new_is_named_except_in_a_new_stack()
    {
        var grant = Plans.Resource("gcp:projects/iAMMember:IAMMember", "owner", ("role", Plans.Text("roles/owner")));
        var other = Plans.Resource("acme:index:Thing", "thing");
        Assert.Equal(DangerKind.Access, Assert.Single(Dangers(Plans.Of(other), Plans.Of(other, grant))).Kind);
        Assert.Empty(Dangers(Plans.Of(), Plans.Of(grant)));
    }

    [Fact]
    public void Removing_protection_is_named()
    {
        var before = Store("files", "EU") with { Options = new PlanOptions { Protect = true } };
        Assert.Equal("options.protect", Only(before, Store("files", "EU")).Danger.Property);
    }

    [Fact]
    public void Resources_replaced_for_the_same_cause_are_counted_once()
    {
        var network = Plans.Resource("gcp:compute/network:Network", "network", ("name", Plans.Text("a")), ("project", Plans.Text("one")));
        var after = network with { Inputs = Plans.Map(("name", Plans.Text("a")), ("project", Plans.Text("two"))) };
        PlanResource Subnet(PlanValue of) =>
            Plans.Resource("gcp:compute/subnetwork:Subnetwork", "subnet", ("network", of)) with
            {
                Dependencies = [network.Urn],
                PropertyDependencies = new Dictionary<string, IReadOnlyList<string>> { ["network"] = [network.Urn] },
            };
        var (old, now) = (Plans.Of(network, Subnet(Plans.Text("old"))), Plans.Of(after, Subnet(PlanUnknown.Instance)));
        var dangers = DangerFinder.Of(PlanComparer.Compare(old, now, "main", now), old);
        Assert.Equal(["network", "subnet"], dangers.Select(danger => danger.Resource.Resource.Name));
        Assert.All(dangers, danger => Assert.Equal(1, danger.Followers));
        Assert.Equal(dangers[0].Cause, dangers[1].Cause);
        Assert.Equal(("project", null), (dangers[0].Property, dangers[1].Property));
    }

    [Fact]
    public void A_renamed_resource_without_an_alias_gets_the_line_that_keeps_it()
    {
        var alias = Assert.Single(
            MissingAlias.Of(PlanComparer.Compare(Plans.Of(Store("files", "EU")), Plans.Of(Store("uploads", "EU")), "main"))
        );
        Assert.Equal("Aliases = { new Alias { Name = \"files\" } }", alias.Line);
    }

    [Fact]
    public void A_resource_that_moved_into_a_component_gets_an_alias_with_its_former_URN()
    {
        var component = Plans.Component("shop:Storage", "storage");
        var before = Store("files", "EU");
        var moved = before with
        {
            Urn = before.Urn.Replace(Bucket, $"shop:Storage${Bucket}", StringComparison.Ordinal),
            Parent = component.Urn,
        };
        var aliases = MissingAlias.Of(PlanComparer.Compare(Plans.Of(before), Plans.Of(component, moved), "main"));
        Assert.Equal($"Aliases = {{ new Alias {{ Urn = \"{before.Urn}\" }} }}", Assert.Single(aliases).Line);
    }

    [Fact]
    public void Another_resource_of_the_same_type_is_not_a_rename() =>
        Assert.Empty(MissingAlias.Of(PlanComparer.Compare(Plans.Of(Store("files", "EU")), Plans.Of(Store("logs", "US")), "main")));

    private static (Danger Danger, Verdict Verdict) Only(PlanResource before, PlanResource? after)
    {
        var (old, now) = (Plans.Of(before), after is null ? Plans.Of() : Plans.Of(after));
        var diff = PlanComparer.Compare(old, now, "main");
        var dangers = DangerFinder.Of(diff, old);
        return (Assert.Single(dangers), DangerFinder.VerdictOf(diff, dangers));
    }

    private static IReadOnlyList<Danger> Dangers(DeploymentPlan before, DeploymentPlan after) =>
        DangerFinder.Of(PlanComparer.Compare(before, after, "main"), before);

    // With forceDestroy, because without it a bucket that holds anything stays.
    private static PlanResource Store(string name, string location) =>
        Plans.Resource(Bucket, name, ("forceDestroy", new PlanBool(true)), ("location", Plans.Text(location)));

    private static PlanResource Database(string tier, params (string Key, PlanValue Value)[] more) =>
        Plans.Resource(
            "gcp:sql/databaseInstance:DatabaseInstance",
            "database",
            [("settings", Plans.Map(("tier", Plans.Text(tier)))), .. more]
        );
}
