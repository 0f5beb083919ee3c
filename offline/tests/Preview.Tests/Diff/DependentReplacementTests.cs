using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>The resources that are replaced together with another one (pulumi/pulumi, pkg/resource/deploy/step_generator.go).</summary>
public sealed class DependentReplacementTests
{
    private const string Address = "gcp:compute/address:Address";
    private const string Cluster = "gcp:container/cluster:Cluster";
    private const string NodePool = "gcp:container/nodePool:NodePool";
    private const string Cloud = "pulumi:providers:kubernetes";
    private const string Namespace = "kubernetes:core/v1:Namespace";
    private const string Database = "gcp:sql/databaseInstance:DatabaseInstance";

    [Fact]
    public void A_provider_of_another_cluster_replaces_all_that_it_manages()
    {
        static PlanResource[] Plan(string cluster)
        {
            var provider = Resource(Cloud, "cloud", ("clusterIdentifier", Text(cluster)));
            return
            [
                provider,
                Resource(Namespace, "space", ("metadata", Map(("name", Text("space"))))) with
                {
                    Provider = $"{provider.Urn}::<cloud.id>",
                },
            ];
        }

        var diff = Compare(Plan("one"), Plan("two"));

        Assert.Equal(["replaced cloud", "replaced space"], Kinds(diff));
        Assert.Equal("another provider: cloud", diff.Resources[1].Because);
    }

    [Fact]
    public void A_kubeconfig_of_the_same_cluster_replaces_nothing()
    {
        static PlanResource[] Plan(string kubeconfig) =>
            [Resource(Cloud, "cloud", ("clusterIdentifier", Text("one")), ("kubeconfig", Text(kubeconfig)))];

        Assert.Equal(["changed cloud"], Kinds(Compare(Plan("a"), Plan("b"))));
    }

    [Fact]
    public void What_is_deleted_with_a_replaced_resource_is_replaced()
    {
        static PlanResource[] Plan(string range)
        {
            var cluster = Resource(Cluster, "cluster", ("name", Text("c")), ("location", Text(range)));
            return [cluster, Resource(Namespace, "space") with { Options = new PlanOptions { DeletedWith = cluster.Urn } }];
        }

        Assert.Equal(["replaced cluster", "replaced space"], Kinds(Compare(Plan("a"), Plan("b"))));
    }

    [Fact]
    public void A_dependent_with_a_literal_value_is_deleted_with_a_resource_that_is_deleted_first()
    {
        // The value does not come from the cluster, but the program declares that the property depends on it.
        static PlanResource[] Plan(string location, bool first)
        {
            var options = new PlanOptions { DeleteBeforeReplace = first };
            var cluster = Resource(Cluster, "cluster", ("location", Text(location))) with { Options = options };
            return [cluster, Depending(Resource(NodePool, "pool", ("cluster", Text("literal"))), "cluster", cluster)];
        }

        var diff = Compare(Plan("a", first: true), Plan("b", first: true));

        Assert.Equal(["replaced cluster", "replaced pool"], Kinds(diff));
        Assert.Equal("part of replacing cluster, which is deleted first", diff.Resources[1].Because);
        Assert.Equal(["replaced cluster"], Kinds(Compare(Plan("a", first: false), Plan("b", first: false))));
    }

    [Fact]
    public void A_dependent_that_changes_in_place_is_not_replaced()
    {
        static PlanResource[] Plan(string location)
        {
            var cluster = Resource(Cluster, "cluster", ("name", Text("c")), ("location", Text(location)));
            return [cluster, Depending(Resource(NodePool, "pool", ("version", Text("literal"))), "version", cluster)];
        }

        Assert.Equal(["replaced cluster"], Kinds(Compare(Plan("a"), Plan("b"))));
    }

    [Fact]
    public void A_placeholder_counts_only_if_it_comes_from_the_replaced_resource()
    {
        static PlanResource[] Plan(string location)
        {
            var cluster = Resource(Cluster, "cluster", ("location", Text(location)));
            var other = Resource(Address, "other");
            return [cluster, other, Depending(Resource(NodePool, "pool", ("cluster", Text("<other.address>"))), "cluster", cluster, other)];
        }

        Assert.Equal(["replaced cluster"], Kinds(Compare(Plan("a"), Plan("b"))));
    }

    [Fact]
    public void Every_protected_resource_in_the_way_is_named()
    {
        static PlanResource[] Plan(string location)
        {
            var options = new PlanOptions { Protect = true };
            var cluster = Resource(Cluster, "cluster", ("name", Text("c")), ("location", Text(location))) with { Options = options };
            return
            [
                cluster,
                Depending(Resource(NodePool, "pool", ("cluster", Text("<cluster.name>"))), "cluster", cluster) with
                {
                    Options = options,
                },
                Resource(Database, "database", ("region", Text(location))) with
                {
                    Options = options,
                },
            ];
        }

        var diff = Compare(Plan("a"), Plan("b"));

        Assert.Equal(
            ["cluster", "pool", "database"],
            diff.Resources.Where(resource => resource.IsRefused).Select(resource => resource.Resource.Name)
        );
    }

    [Fact]
    public void A_resource_unprotected_in_the_same_change_may_be_deleted_but_not_as_a_dependent()
    {
        static PlanResource[] Plan(string location, bool protect)
        {
            var options = new PlanOptions { Protect = protect };
            var cluster = Resource(Cluster, "cluster", ("name", Text("c")), ("location", Text(location))) with { Options = options };
            return
            [
                cluster,
                Depending(Resource(NodePool, "pool", ("cluster", Text("<cluster.name>"))), "cluster", cluster) with
                {
                    Options = options,
                },
            ];
        }

        var diff = Compare(Plan("a", protect: true), Plan("b", protect: false));

        Assert.Equal(["pool"], diff.Resources.Where(resource => resource.IsRefused).Select(resource => resource.Resource.Name));
    }

    [Fact]
    public void A_provider_that_the_plan_lists_last_still_comes_before_what_it_manages()
    {
        static PlanResource[] Plan(string cluster)
        {
            var provider = Resource(Cloud, "cloud", ("clusterIdentifier", Text(cluster)));
            return [Resource(Namespace, "space") with { Provider = $"{provider.Urn}::<cloud.id>" }, provider];
        }

        Assert.Equal(["replaced space", "replaced cloud"], Kinds(Compare(Plan("one"), Plan("two"))));
    }

    private static PlanResource Depending(PlanResource resource, string property, params PlanResource[] on) =>
        resource with
        {
            Dependencies = [.. on.Select(other => other.Urn)],
            PropertyDependencies = new Dictionary<string, IReadOnlyList<string>> { [property] = [.. on.Select(other => other.Urn)] },
        };

    private static PlanDiff Compare(PlanResource[] before, PlanResource[] after) => PlanComparer.Compare(Of(before), Of(after), "main");

    private static IEnumerable<string> Kinds(PlanDiff diff) =>
        diff.Resources.Select(resource => $"{DiffMark.Word(resource.Kind)} {resource.Resource.Name}");
}
