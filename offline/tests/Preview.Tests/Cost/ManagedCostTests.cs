using PmCrm.Preview.Cost;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Cost;

/// <summary>The managed platforms of the small topology. The figures are from the vendors' price pages, calculated by hand.</summary>
public sealed class ManagedCostTests
{
    private const string Usage = """
        stack	item	value	unit	reason
        *	render.seats	1	seat	one person
        *	render.bandwidth	0	gb	below what is included
        *	neon.plan	launch	plan	no minimum
        *	neon.active-hours	300	hour	ten hours a day
        *	neon.stored	5	gb-month	users
        *	neon.history	1	gb-month	a day
        *	upstash.commands	50	100k commands	five million
        *	upstash.stored	0.25	gb-month	sessions
        *	resend.plan	pro.50k	plan	mails
        *	betterstack.plan	free.10-monitors	plan	few monitors
        *	vercel.plan	pro.seat	plan	commercial
        *	vercel.seats	1	seat	one person
        *	vercel.bandwidth	1200	gb	200 above the included
        *	vercel.requests	8	1m requests	below the included
        """;

    [Fact]
    public void Small_topology_costs_what_a_calculation_by_hand_says()
    {
        var estimate = Of(
            Plans.Resource("render:index/project:Project", "backend"),
            Plans.Resource(
                "render:index/webService:WebService",
                "api",
                ("plan", Plans.Text("standard")),
                ("numInstances", new PlanNumber(2))
            ),
            Plans.Resource("render:index/backgroundWorker:BackgroundWorker", "worker", ("plan", Plans.Text("pro_plus"))),
            Plans.Resource("upstash:index/redisDatabase:RedisDatabase", "cache"),
            Plans.Resource("resend:index/domain:Domain", "mail"),
            Plans.Resource("better-uptime:index/monitor:Monitor", "api-up"),
            Plans.Resource("vercel:index/project:Project", "frontend")
        );
        Assert.Empty(estimate.Unpriced);
        // Render: a seat, two instances of 25, one of 175. Upstash: 50 times 0.20 and a quarter of 0.25. Resend 20. Vercel 20 and 200 GB.
        Assert.Equal(19 + 50 + 175 + 10 + 0.0625m + 20 + 20 + 30, estimate.Total.Minimum);
    }

    [Fact]
    public void The_eleventh_monitor_is_not_in_the_plan_and_has_no_price()
    {
        var monitors = Enumerable.Range(1, 11).Select(n => Plans.Resource("better-uptime:index/monitor:Monitor", $"monitor-{n}")).ToArray();

        Assert.Empty(Of(monitors[..10]).Unpriced);
        Assert.Single(Of(monitors).Unpriced);
    }

    [Fact]
    public void Neon_costs_by_the_size_of_its_compute_and_the_hours_that_it_is_active()
    {
        var project = Plans.Resource(
            "neon:index/project:Project",
            "database",
            (
                "defaultEndpointSettings",
                Plans.Map(("autoscalingLimitMinCu", new PlanNumber(0.25)), ("autoscalingLimitMaxCu", new PlanNumber(2)))
            )
        );
        var compute = Of(project).Lines.Single(line => line.What == "compute, plan launch").Monthly;
        Assert.Equal(new CostRange(0.25m * 300 * 0.106m, 2 * 300 * 0.106m, 2 * 730 * 0.106m), compute);
    }

    [Theory]
    [InlineData("starter", "0.5c-512mb", 7)]
    [InlineData("standard", "1c-2g", 25)]
    [InlineData("pro", "2c-4g", 85)]
    [InlineData("pro_plus", "4c-8g", 175)]
    [InlineData("pro_max", "4c-16g", 225)]
    [InlineData("pro_ultra", "8c-32g", 450)]
    public void Both_names_of_a_plan_of_Renders_cost_the_same(string old, string name, int amount)
    {
        static decimal Cost(string plan) =>
            Of(Plans.Resource("render:index/backgroundWorker:BackgroundWorker", "worker", ("plan", Plans.Text(plan)))).Total.Minimum;

        Assert.Equal(amount, Cost(old));
        Assert.Equal(amount, Cost(name));
    }

    [Fact]
    public void A_plan_that_has_no_price_is_listed() =>
        Assert.Contains(
            "the price list has no 'web.enormous' of render",
            Assert.Single(Of(Plans.Resource("render:index/webService:WebService", "api", ("plan", Plans.Text("enormous")))).Unpriced).Why,
            StringComparison.Ordinal
        );

    [Fact]
    public void Logs_without_a_published_price_are_listed() =>
        Assert.Single(Of(Plans.Resource("logtail:index/source:Source", "logs")).Unpriced);

    private static CostEstimate Of(params PlanResource[] resources) =>
        CostEstimate.Of(Plans.Of(resources), PriceList.BuiltIn, UsageAssumptions.Parse(Usage, "usage.tsv", "mvp"));
}
