using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Graph;

public sealed class GraphBuilderTests
{
    [Fact]
    public void A_workload_is_drawn_in_its_namespace_cluster_network_region_and_cloud()
    {
        var graph = Draw(Platform());

        var frames = new List<string>();
        for (var frame = BoxNamed(graph, "api").Frame; frame.Parent is not null; frame = frame.Parent)
            frames.Add($"{frame.Kind} {frame.Title}");
        Assert.Equal(["Namespace shop", "Cluster main", "Network net", "Region europe-west1", "Cloud Google Cloud"], frames);
    }

    [Fact]
    public void A_policy_shows_who_may_talk_to_the_database_and_on_which_port()
    {
        var graph = Draw(Platform());

        Assert.Contains(graph.Links, link => link is { Kind: LinkKind.Traffic, From.Title: "api", To.Title: "db", Label: "TCP 5432" });
        Assert.DoesNotContain(graph.Links, link => link is { Kind: LinkKind.Traffic, To.Title: "cache" });
    }

    [Fact]
    public void An_ingress_is_drawn_to_the_workload_behind_its_service_and_a_service_has_no_box()
    {
        var graph = Draw(Platform());

        Assert.Contains(graph.Links, link => link is { From.Title: "door", To.Title: "api", Label: "TCP 80 → 3000" });
        Assert.Contains(graph.Links, link => link is { From.Title: "Internet", To.Title: "door" });
        Assert.DoesNotContain(graph.Boxes, box => box.Title == "api-service");
        Assert.Contains("2 to 9 pods", BoxNamed(graph, "api").Lines);
    }

    [Fact]
    public void A_secret_is_drawn_from_its_source_over_the_kubernetes_secret_to_the_pod()
    {
        var secrets = Draw(Platform())
            .Links.Where(link => link.Kind == LinkKind.Secret)
            .Select(link => $"{link.From.Title} {link.To.Title}");

        Assert.Equal(["credentials api", "db credentials", "key db"], secrets.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_workload_runs_on_the_pool_that_its_node_selector_matches() =>
        Assert.Contains(Draw(Platform()).Links, link => link is { Kind: LinkKind.RunsOn, From.Title: "api", To.Title: "pool" });

    [Fact]
    public void A_type_that_the_table_does_not_have_is_a_box_with_its_dependencies()
    {
        var table = Resource("acme:index:Table", "table");
        var chair = Resource("acme:index:Chair", "chair").Needing(("table", table));

        var graph = Draw(Of(table, chair));

        Assert.All(graph.Boxes, box => Assert.Equal("acme", box.Frame.Title));
        Assert.Equal("chair table table", Assert.Single(graph.Links) is var link ? $"{link.From.Title} {link.To.Title} {link.Label}" : "");
    }

    [Fact]
    public void Many_of_a_kind_are_one_box()
    {
        var graph = Draw(Of([.. Enumerable.Range(0, 40).Select(i => Resource("gcp:storage/bucket:Bucket", $"bucket-{i}"))]));

        var box = Assert.Single(graph.Boxes);
        Assert.Equal("40 × Bucket", box.Kind);
        Assert.Equal(40, box.Resources.Count);
    }

    [Fact]
    public void Every_resource_is_in_a_box_or_in_a_frame()
    {
        var plan = Platform();

        var graph = Draw(plan);

        var drawn = graph
            .Boxes.SelectMany(box => box.All)
            .Concat(FramesIn(graph.Root).SelectMany(frame => frame.Resources))
            .Select(resource => resource.Name);
        Assert.Equal(plan.Resources.Where(resource => !resource.IsProvider).Select(resource => resource.Name).Order(), drawn.Order());
    }

    [Fact]
    public void A_diff_marks_what_is_added_changed_replaced_and_removed_and_its_lines()
    {
        var table = Resource("acme:index:Table", "table", ("size", Text("big")));
        var gone = Resource("acme:index:Lamp", "lamp").Needing(("table", table));
        var (before, after) = (
            Of(table, Resource("acme:index:Rug", "rug"), gone),
            Of(
                table with
                {
                    Inputs = Map(("size", Text("small"))),
                },
                Resource("acme:index:Rug", "rug"),
                Resource("acme:index:Chair", "chair").Needing(("table", table))
            )
        );

        var graph = GraphBuilder.Build(before, after, PlanComparer.Compare(before, after, "main"), _ => "");

        var marks = graph.Boxes.ToDictionary(box => box.Title, box => box.Mark);
        Assert.Equal(DiffKind.Added, marks["chair"]);
        Assert.Equal(DiffKind.Changed, marks["table"]);
        Assert.Equal(DiffKind.Removed, marks["lamp"]);
        Assert.Null(marks["rug"]);
        Assert.Equal(DiffKind.Added, Assert.Single(graph.Links, link => link.From.Title == "chair").Mark);
        Assert.Equal(DiffKind.Removed, Assert.Single(graph.Links, link => link.From.Title == "lamp").Mark);
    }

    [Theory]
    [InlineData("gcp:sql/*", "gcp:sql/user:User", true)]
    [InlineData("aws:s3/bucket:*", "aws:s3/Bucket:Bucket", true)]
    [InlineData("gcp:*:*IamMember", "gcp:storage/bucketIAMMember:BucketIAMMember", true)]
    [InlineData("gcp:*:*IamMember", "gcp:storage/bucket:Bucket", false)]
    [InlineData("a*b", "ab", true)]
    [InlineData("a", "ab", false)]
    public void A_pattern_fits_types(string pattern, string type, bool fits) => Assert.Equal(fits, RoleTable.Fits(pattern, type));

    private static ArchitectureGraph Draw(DeploymentPlan plan) => GraphBuilder.Build(plan, _ => "");

    private static Box BoxNamed(ArchitectureGraph graph, string title) => Assert.Single(graph.Boxes, box => box.Title == title);

    private static IEnumerable<Frame> FramesIn(Frame frame) => frame.Frames.Concat(frame.Frames.SelectMany(FramesIn));

    // A network with a database and a cache, a cluster with one workload behind an ingress.
    private static DeploymentPlan Platform()
    {
        var network = Resource("gcp:compute/network:Network", "net");
        var subnet = Resource("gcp:compute/subnetwork:Subnetwork", "subnet", ("region", Text("europe-west1")))
            .Needing(("network", network));
        var key = Resource("gcp:kms/cryptoKey:CryptoKey", "key");
        var database = Resource(
                "gcp:sql/databaseInstance:DatabaseInstance",
                "db",
                ("region", Text("europe-west1")),
                ("databaseVersion", Text("POSTGRES_16"))
            )
            .Needing(("settings", network), ("encryptionKeyName", key));
        var cache = Resource("gcp:redis/instance:Instance", "cache", ("region", Text("europe-west1")))
            .Needing(("authorizedNetwork", network));
        var cluster = Resource("gcp:container/cluster:Cluster", "main", ("location", Text("europe-west1"))).Needing(("subnetwork", subnet));
        var pool = Resource(
                "gcp:container/nodePool:NodePool",
                "pool",
                ("location", Text("europe-west1")),
                ("nodeConfig", Map(("labels", Map(("pool", Text("app"))))))
            )
            .Needing(("cluster", cluster));
        var provider = Resource("pulumi:providers:kubernetes", "kube").Needing(("kubeconfig", cluster));
        PlanResource InCluster(string type, string name, params (string, PlanValue)[] more) =>
            Resource($"kubernetes:{type}", name, [("metadata", Map(("name", Text(name)), ("namespace", Text("shop")))), .. more]) with
            {
                Provider = $"{provider.Urn}::id",
            };
        var labels = Map(("app", Text("api")));
        var space = Resource("kubernetes:core/v1:Namespace", "shop", ("metadata", Map(("name", Text("shop"))))) with
        {
            Provider = $"{provider.Urn}::id",
        };
        var secret = InCluster("core/v1:Secret", "credentials", ("stringData", Secret("postgres://"))).Needing(("stringData", database));
        var pods = Map(
            ("metadata", Map(("labels", labels))),
            (
                "spec",
                Map(
                    ("nodeSelector", Map(("pool", Text("app")))),
                    ("containers", List(Map(("envFrom", List(Map(("secretRef", Map(("name", Text("credentials"))))))))))
                )
            )
        );
        var api = InCluster("apps/v1:Deployment", "api", ("spec", Map(("template", pods))));
        var scaler = InCluster(
            "autoscaling/v2:HorizontalPodAutoscaler",
            "api-scaler",
            (
                "spec",
                Map(("scaleTargetRef", Map(("name", Text("api")))), ("minReplicas", new PlanNumber(2)), ("maxReplicas", new PlanNumber(9)))
            )
        );
        var service = InCluster(
            "core/v1:Service",
            "api-service",
            ("spec", Map(("selector", labels), ("ports", List(Map(("port", new PlanNumber(80)), ("targetPort", new PlanNumber(3000)))))))
        );
        var ingress = InCluster(
            "networking.k8s.io/v1:Ingress",
            "door",
            ("spec", Map(("rules", List(Map(("backend", Map(("service", Map(("name", Text("api-service")))))))))))
        );
        var policy = InCluster(
            "networking.k8s.io/v1:NetworkPolicy",
            "api-policy",
            (
                "spec",
                Map(
                    ("podSelector", Map(("matchLabels", labels))),
                    (
                        "egress",
                        List(
                            Map(
                                ("ports", List(Map(("port", new PlanNumber(5432)), ("protocol", Text("TCP"))))),
                                ("to", List(Map(("ipBlock", Map(("cidr", Text("10.64.0.0/16")))))))
                            )
                        )
                    )
                )
            )
        );
        return Of(network, subnet, key, database, cache, cluster, pool, provider, space, secret, api, scaler, service, ingress, policy);
    }
}
