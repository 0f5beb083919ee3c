using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Diff;

public sealed class PlanComparerTests
{
    private const string Bucket = "gcp:storage/bucket:Bucket";
    private const string Network = "gcp:compute/network:Network";
    private const string Subnetwork = "gcp:compute/subnetwork:Subnetwork";

    [Fact]
    public void Equal_plans_have_no_difference()
    {
        var diff = Compare([Resource(Bucket, "a", ("location", Text("EU")))], [Resource(Bucket, "a", ("location", Text("EU")))]);

        Assert.True(diff.IsEmpty);
        Assert.Equal(1, diff.Unchanged);
    }

    [Fact]
    public void Added_and_removed_resources_are_reported()
    {
        var diff = Compare([Resource(Bucket, "old")], [Resource(Bucket, "new")]);

        Assert.Equal([(DiffKind.Added, "new"), (DiffKind.Removed, "old")], Kinds(diff));
    }

    [Fact]
    public void A_change_is_reported_property_by_property()
    {
        var diff = Compare(
            [
                Resource(
                    Bucket,
                    "a",
                    ("cors", List(Map(("maxAge", new PlanNumber(1))))),
                    ("labels", Map(("env", Text("x")), ("app", Text("y"))))
                ),
            ],
            [
                Resource(
                    Bucket,
                    "a",
                    ("cors", List(Map(("maxAge", new PlanNumber(2))))),
                    ("labels", Map(("env", Text("z")), ("team", Text("t"))))
                ),
            ]
        );

        var resource = Assert.Single(diff.Resources);
        Assert.Equal(DiffKind.Changed, resource.Kind);
        Assert.Equal(["cors[0].maxAge", "labels.app", "labels.env", "labels.team"], resource.Changes.Select(change => change.Path));
        Assert.Equal(["1 -> 2", "y no longer set", "x -> z", "set to t"], resource.Changes.Select(DiffMark.Values));
    }

    [Fact]
    public void An_element_added_to_a_list_does_not_change_the_others()
    {
        var diff = Compare(
            [Resource(Bucket, "a", ("rules", List(Text("one"), Text("three"))))],
            [Resource(Bucket, "a", ("rules", List(Text("one"), Text("two"), Text("three"))))]
        );

        Assert.Equal(new PropertyChange("rules[1]", null, Text("two")), Assert.Single(Assert.Single(diff.Resources).Changes));
    }

    [Fact]
    public void A_change_of_an_immutable_property_replaces_the_resource()
    {
        var diff = Compare([Resource(Bucket, "a", ("location", Text("EU")))], [Resource(Bucket, "a", ("location", Text("US")))]);

        Assert.Equal([(DiffKind.Replaced, "a")], Kinds(diff));
        Assert.True(Assert.Single(diff.Resources[0].Changes).ForcesReplacement);
    }

    [Fact]
    public void A_property_of_replaceOnChanges_replaces_the_resource()
    {
        var options = new PlanOptions { ReplaceOnChanges = ["labels.env"] };
        var diff = Compare(
            [Resource(Bucket, "a", ("labels", Map(("env", Text("x")))))],
            [Resource(Bucket, "a", ("labels", Map(("env", Text("z"))))) with { Options = options }]
        );

        Assert.Equal(DiffKind.Replaced, diff.Resources[0].Kind);
    }

    [Fact]
    public void Another_value_of_the_replacement_trigger_replaces_the_resource()
    {
        var diff = Compare([Triggered(Text("1"))], [Triggered(Text("2"))]);

        var replaced = Assert.Single(diff.Resources);
        Assert.Equal((DiffKind.Replaced, "its replacementTrigger has another value"), (replaced.Kind, replaced.Because));
        Assert.Equal(new PropertyChange("options.replacementTrigger", Text("1"), Text("2")), Assert.Single(replaced.Changes));
    }

    [Fact]
    public void A_replacement_trigger_that_becomes_unknown_replaces_the_resource() =>
        Assert.Equal([(DiffKind.Replaced, "a")], Kinds(Compare([Triggered(Text("1"))], [Triggered(PlanUnknown.Instance)])));

    [Fact]
    public void A_replacement_trigger_that_appears_or_disappears_replaces_nothing()
    {
        Assert.Equal([(DiffKind.Changed, "a")], Kinds(Compare([Triggered(null)], [Triggered(Text("1"))])));
        Assert.Equal([(DiffKind.Changed, "a")], Kinds(Compare([Triggered(Text("1"))], [Triggered(null)])));
        Assert.True(Compare([Triggered(Text("1"))], [Triggered(Text("1"))]).IsEmpty);
    }

    [Fact]
    public void Importing_another_resource_replaces_the_imported_one()
    {
        static PlanResource Imported(string? id) => Resource(Bucket, "a") with { Options = new PlanOptions { ImportId = id } };

        var diff = Compare([Imported("one")], [Imported("two")]);

        Assert.Equal("'two' is imported in place of 'one'", Assert.Single(diff.Resources).Because);
        Assert.Equal([(DiffKind.Changed, "a")], Kinds(Compare([Imported(null)], [Imported("two")])));
    }

    [Theory]
    [InlineData("one", "two", DiffKind.Replaced)]
    [InlineData("one", "one", DiffKind.Changed)]
    [InlineData("<a.id>", "two", DiffKind.Changed)]
    public void A_managed_resource_that_is_only_read_from_now_on_is_deleted_if_its_id_is_another(string id, string read, DiffKind expected)
    {
        var managed = Resource(Bucket, "a", ("location", Text("EU"))) with { Id = id };

        var diff = Compare([managed], [Resource(Bucket, "a") with { Id = read, IsRead = true }]);

        Assert.Equal([(expected, "a")], Kinds(diff));
        Assert.Equal(expected == DiffKind.Replaced, Assert.Single(diff.Resources[0].Changes).ForcesReplacement);
    }

    [Fact]
    public void A_resource_that_depends_on_a_replaced_one_is_replaced_too()
    {
        static PlanResource[] Plan(string name)
        {
            var network = Resource(Network, "net", ("name", Text(name)));
            return
            [
                network,
                Resource(Subnetwork, "sub", ("network", Text("<net.id>"))) with
                {
                    PropertyDependencies = new Dictionary<string, IReadOnlyList<string>> { ["network"] = [network.Urn] },
                },
            ];
        }

        Assert.Equal([(DiffKind.Replaced, "net"), (DiffKind.Replaced, "sub")], Kinds(Compare(Plan("old"), Plan("new"))));
    }

    [Fact]
    public void A_secret_is_shown_only_as_changed()
    {
        var same = Compare(
            [Resource(Bucket, "a", ("key", Secret("planted-value-1")))],
            [Resource(Bucket, "a", ("key", Secret("planted-value-1")))]
        );
        var changed = Compare(
            [Resource(Bucket, "a", ("key", Secret("planted-value-1")))],
            [Resource(Bucket, "a", ("key", Secret("planted-value-2")))]
        );

        Assert.True(same.IsEmpty);
        Assert.Equal("[secret] changed", DiffMark.Values(Assert.Single(changed.Resources[0].Changes)));
    }

    [Fact]
    public void An_alias_turns_a_removal_and_an_addition_into_a_rename()
    {
        var old = Resource(Bucket, "before");
        var diff = Compare([old], [Resource(Bucket, "after") with { Options = new PlanOptions { Aliases = [old.Urn] } }]);

        var renamed = Assert.Single(diff.Resources);
        Assert.Equal((DiffKind.Renamed, old.Urn), (renamed.Kind, renamed.FormerUrn));
    }

    [Fact]
    public void A_secret_that_only_one_run_knew_to_be_secret_is_no_change()
    {
        var diff = Compare(
            [Resource(Bucket, "a", ("key", new PlanText("x [secret]", SecretMask.Fingerprint("x planted-value-1"))))],
            [Resource(Bucket, "a", ("key", Text("x planted-value-1")))]
        );

        Assert.True(diff.IsEmpty);
    }

    [Fact]
    public void An_ignored_change_is_no_change()
    {
        var options = new PlanOptions { IgnoreChanges = ["labels"] };
        var diff = Compare(
            [Resource(Bucket, "a", ("labels", Map(("env", Text("x"))))) with { Options = options }],
            [Resource(Bucket, "a", ("labels", Map(("env", Text("z"))))) with { Options = options }]
        );

        Assert.True(diff.IsEmpty);
    }

    [Fact]
    public void A_change_of_options_is_a_change()
    {
        var diff = Compare([Resource(Bucket, "a")], [Resource(Bucket, "a") with { Options = new PlanOptions { Protect = true } }]);

        Assert.Equal("options.protect", Assert.Single(diff.Resources[0].Changes).Path);
    }

    [Fact]
    public void Replacing_or_removing_what_is_protected_is_refused()
    {
        var options = new PlanOptions { Protect = true };
        var replaced = Compare(
            [Resource(Bucket, "a", ("location", Text("EU"))) with { Options = options }],
            [Resource(Bucket, "a", ("location", Text("US"))) with { Options = options }]
        );
        var removed = Compare([Resource(Bucket, "a") with { Options = options }], []);

        Assert.True(replaced.Resources[0].IsRefused);
        Assert.True(removed.Resources[0].IsRefused);
    }

    [Fact]
    public void Outputs_are_compared_too()
    {
        var before = Of() with { Outputs = Map(("url", Text("a")), ("key", Secret("planted-value-1"))) };
        var after = Of() with { Outputs = Map(("url", Text("b")), ("key", Secret("planted-value-1"))) };

        Assert.Equal(new PropertyChange("url", Text("a"), Text("b")), Assert.Single(PlanComparer.Compare(before, after, "main").Outputs));
    }

    private static PlanResource Triggered(PlanValue? trigger) =>
        Resource(Bucket, "a") with
        {
            Options = new PlanOptions { ReplacementTrigger = trigger },
        };

    private static PlanDiff Compare(PlanResource[] before, PlanResource[] after) => PlanComparer.Compare(Of(before), Of(after), "main");

    private static IEnumerable<(DiffKind, string)> Kinds(PlanDiff diff) =>
        diff.Resources.Select(resource => (resource.Kind, resource.Resource.Name));
}
