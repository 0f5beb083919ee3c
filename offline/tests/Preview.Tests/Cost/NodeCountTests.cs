using PmCrm.Preview.Cost;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Cost;

/// <summary>How many nodes are billed at the minimum, with the pods at their maximum, and at the pool's limit.</summary>
public sealed class NodeCountTests
{
    private const decimal Node = 0.14743092m * 730;

    // A node of 4 vCPUs has 3.92 allocatable: room for seven pods of half a core.
    [Fact]
    public void Pods_at_their_maximum_fill_as_many_nodes_as_they_request() =>
        Assert.Equal(new CostRange(1 * Node, 3 * Node, 10 * Node), Nodes(Pool(1, 10), Pods(requests: "500m"), Autoscaler(2, 20)));

    [Fact]
    public void Pods_that_need_more_than_the_pools_minimum_raise_the_minimum() =>
        Assert.Equal(2 * Node, Nodes(Pool(1, 10), Pods("500m"), Autoscaler(8, 20)).Minimum);

    [Fact]
    public void A_pool_never_has_more_nodes_than_its_limit() =>
        Assert.Equal(new CostRange(2 * Node, 2 * Node, 2 * Node), Nodes(Pool(2, 2), Pods("500m"), Autoscaler(2, 90)));

    [Fact]
    public void A_pool_with_a_taint_that_no_pod_tolerates_stays_at_its_minimum()
    {
        var tainted = Pool(1, 10, ("taints", Plans.List(Plans.Map(("key", Plans.Text("pool")), ("effect", Plans.Text("NO_SCHEDULE"))))));
        Assert.Equal(1 * Node, Nodes(tainted, Pods("500m"), Autoscaler(2, 20)).Reachable);
    }

    [Fact]
    public void Pods_that_select_another_label_are_named_as_without_a_pool()
    {
        var estimate = Estimate(Pool(1, 10), Pods("500m", ("nodeSelector", Plans.Map(("pool", Plans.Text("gpu"))))), Autoscaler(2, 20));
        Assert.Contains(estimate.Notes, note =>
            note.StartsWith("No node pool of the plan takes the pods of 'backend'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_pod_larger_than_a_node_is_named() =>
        Assert.Contains(Estimate(Pool(1, 10), Pods("5"), Autoscaler(2, 20)).Notes, note =>
            note.StartsWith("A pod of 'backend' asks for more than a node of 'app' has: 5 of 3.92 cores", StringComparison.Ordinal)
        );

    [Fact]
    public void Spot_nodes_cost_the_spot_price_and_a_note_says_that_it_varies()
    {
        var estimate = Estimate(Pool(1, 1, ("spot", new PlanBool(true))));
        Assert.Equal(0.071408m * 730, estimate.Lines[0].Monthly.Minimum);
        Assert.Contains(estimate.Notes, note => note.Contains("Spot prices move", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_without_a_row_costs_what_its_vCPUs_and_memory_do() =>
        Assert.Equal(
            ((16 * 0.02399337m) + (16 * 0.00321609m)) * 730,
            Estimate(Pool(1, 1, ("machineType", Plans.Text("e2-highcpu-16"))))
                .Lines.Where(line => line.What.Contains("nodes,", StringComparison.Ordinal))
                .Sum(line => line.Monthly.Minimum)
        );

    [Fact]
    public void A_machine_of_a_series_without_prices_is_listed() =>
        Assert.Contains(
            "no 'compute.n2-standard-4.on_demand' of gcp",
            Estimate(Pool(1, 1, ("machineType", Plans.Text("n2-standard-4")))).Unpriced[0].Why,
            StringComparison.Ordinal
        );

    private static CostRange Nodes(params PlanResource[] resources) => Estimate(resources).Lines[0].Monthly;

    private static CostEstimate Estimate(params PlanResource[] resources) =>
        CostEstimate.Of(Plans.Of(resources), PriceList.BuiltIn, UsageAssumptions.None);

    private static PlanResource Pool(double min, double max, params (string Key, PlanValue Value)[] more) =>
        Plans.Resource(
            "gcp:container/nodePool:NodePool",
            "app",
            ("location", Plans.Text("europe-west1")),
            ("autoscaling", Plans.Map(("totalMinNodeCount", new PlanNumber(min)), ("totalMaxNodeCount", new PlanNumber(max)))),
            ("nodeConfig", Plans.Map([.. more, .. Machine(more)]))
        );

    private static (string Key, PlanValue Value)[] Machine((string Key, PlanValue Value)[] more) =>
        more.Any(entry => entry.Key == "machineType") ? [] : [("machineType", Plans.Text("e2-standard-4"))];

    private static PlanResource Pods(string requests, params (string Key, PlanValue Value)[] spec) =>
        Plans.Resource(
            "kubernetes:apps/v1:Deployment",
            "backend",
            ("metadata", Plans.Map(("name", Plans.Text("backend")))),
            ("spec", Plans.Map(("template", Plans.Map(("spec", Plans.Map([("containers", Plans.List(Container(requests))), .. spec]))))))
        );

    private static PlanMap Container(string cpu) =>
        Plans.Map(("resources", Plans.Map(("requests", Plans.Map(("cpu", Plans.Text(cpu)), ("memory", Plans.Text("512Mi")))))));

    private static PlanResource Autoscaler(double min, double max) =>
        Plans.Resource(
            "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
            "backend",
            (
                "spec",
                Plans.Map(
                    ("minReplicas", new PlanNumber(min)),
                    ("maxReplicas", new PlanNumber(max)),
                    ("scaleTargetRef", Plans.Map(("kind", Plans.Text("Deployment")), ("name", Plans.Text("backend"))))
                )
            )
        );
}
