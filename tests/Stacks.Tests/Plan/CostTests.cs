using PmCrm.Preview.Cost;
using PmCrm.Preview.Project;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>
/// Compares the estimate of each stack with a calculation by hand from the sizes below and the price list, without the estimator. It covers
/// the costs that depend only on the plan; both must agree within 2 %. The sizes are given here, so that a change of a committed size needs
/// no new calculation.
/// </summary>
public sealed class CostTests
{
    private const decimal Hours = 730;
    private const decimal Tolerance = 0.02m;

    private static readonly (string Key, ConfigEntry Value)[] ProductionSizes =
    [
        .. Sizes(
            "appMachineType=e2-standard-4 appMinNodes=3 appMaxNodes=12 workersMachineType=e2-standard-4 workersMinNodes=1 workersMaxNodes=5 "
                + "monitoringMachineType=e2-standard-2 monitoringMinNodes=1 monitoringMaxNodes=3 backendMinReplicas=3 backendMaxReplicas=20 "
                + "workerMinReplicas=2 workerMaxReplicas=5 databaseTier=db-custom-4-16384 databaseDiskGb=50 databaseDiskLimitGb=500 "
                + "databaseMaxConnections=400 databasePoolSize=10 cacheMemoryGb=5 egressAddressCount=2"
        ),
    ];

    private static readonly (string Key, ConfigEntry Value)[] StagingSizes =
    [
        .. Sizes(
            "appMachineType=e2-standard-2 appMinNodes=1 workersMachineType=e2-standard-2 workersMinNodes=1 monitoringMinNodes=1 "
                + "databaseTier=db-custom-1-3840 databaseDiskGb=10 cacheMemoryGb=1"
        ),
    ];

    [Fact]
    public async Task Production_costs_what_a_calculation_by_hand_says()
    {
        // europe-west1: e2-standard-4 0.14743092 an hour, e2-standard-2 0.07371546, pd-balanced 0.10 a GB and month.
        const decimal Cluster = 0.10m * Hours;
        const decimal Standard4 = 0.14743092m * Hours;
        const decimal Standard2 = 0.07371546m * Hours;
        const decimal NodeDisk = 25 * 0.10m;
        // Three app nodes, one for workers, one for monitoring.
        const decimal Minimum = (3 * Standard4) + Standard4 + Standard2 + (5 * NodeDisk);
        // 20 pods of half a core: a node has 3.92 - 0.6 cores for them, so it fits six. Five workers of a quarter core fit on one node.
        const decimal Reachable = Minimum + Standard4 + NodeDisk;
        // 12, 5 and 3 nodes.
        const decimal Ceiling = (12 * Standard4) + (5 * Standard4) + (3 * Standard2) + (20 * NodeDisk);

        // 4 vCPUs, 16 GiB, 50 GB, in two zones; and one in europe-west3 in one zone. Both disks may grow to 500 GB.
        const decimal Database = (4 * 0.0826m * Hours) + (16 * 0.014m * Hours);
        const decimal Replica = (4 * 0.0496m * Hours) + (16 * 0.0084m * Hours);
        const decimal Disks = (50 * 0.34m) + (50 * 0.204m);
        const decimal GrownDisks = (500 * 0.34m) + (500 * 0.204m);

        const decimal Cache = 5 * 0.061m * Hours;
        const decimal Edge = (0.025m * Hours) + 5 + (11 * 1) + (2 * 0.005m * Hours);
        // A host and APM, billed by the year.
        const decimal Datadog = 15 + 31;
        const decimal Nat = 0.0014m * Hours;
        // Twelve policies over metrics, three of which read two of them.
        const decimal Alerts = 15 * 0.35m;
        // Six secrets in two locations each.
        const decimal Secrets = 6 * 2 * 0.06m;
        // A seat at Vercel, and Resend's plan of 50,000 mails.
        const decimal Plans = 20 + 20;
        const decimal Rest = Cluster + Database + Replica + Cache + Edge + Alerts + Secrets + Plans;

        var estimate = await EstimateAsync("production", ProductionSizes);
        AssertClose(Rest + Minimum + Disks + (5 * (Datadog + Nat)), estimate.FixedTotal.Minimum);
        AssertClose(Rest + Reachable + Disks + (6 * (Datadog + Nat)), estimate.FixedTotal.Reachable);
        AssertClose(Rest + Ceiling + GrownDisks + (20 * (Datadog + Nat)), estimate.FixedTotal.Ceiling);
    }

    [Fact]
    public async Task Staging_costs_what_a_calculation_by_hand_says()
    {
        const decimal Cluster = 0.10m * Hours;
        const decimal Spot = 0.035704m * Hours;
        const decimal Nodes = 3 * (Spot + (25 * 0.10m));
        const decimal Cache = 1 * 0.051m * Hours;
        const decimal Edge = (0.025m * Hours) + 5 + (11 * 1) + (2 * 0.005m * Hours);
        const decimal PerNode = 15 + 31 + (0.0014m * Hours);
        // Eleven policies over metrics, three of which read two of them.
        const decimal Alerts = 14 * 0.35m;
        const decimal Secrets = 6 * 2 * 0.06m;
        // Resend's plan of 50,000 mails.
        const decimal Mails = 20;

        // One vCPU, 3.75 GiB (db-custom-1-3840), 10 GB in one zone.
        const decimal Database = (1 * 0.0413m * Hours) + (3.75m * 0.007m * Hours) + (10 * 0.17m);

        var estimate = await EstimateAsync("staging", StagingSizes);
        AssertClose(Cluster + Nodes + Cache + Edge + (3 * PerNode) + Alerts + Secrets + Mails + Database, estimate.FixedTotal.Minimum);
    }

    [Fact]
    public async Task The_small_topology_costs_what_a_calculation_by_hand_says()
    {
        // Depends only on the plan: Render's standard and starter, one seat at Vercel, Resend's plan of 50,000 mails.
        const decimal Fixed = 25 + 7 + 20 + 20;
        // What usage.tsv assumes: a seat at Render, 5 million commands and 256 MB at Upstash, 5 GB and 1 GB of history at Neon.
        const decimal Assumed = 19 + (50 * 0.2m) + (0.25m * 0.25m) + (5 * 0.35m) + (1 * 0.2m);
        // From a quarter of a compute unit to two; ten hours a day, and always at the ceiling.
        const decimal ComputeUnit = 0.106m;

        var estimate = await EstimateAsync("mvp");
        AssertClose(Fixed, estimate.FixedTotal.Minimum);
        AssertClose(Fixed, estimate.FixedTotal.Ceiling);
        AssertClose(Fixed + Assumed + (0.25m * 300 * ComputeUnit), estimate.Total.Minimum);
        AssertClose(Fixed + Assumed + (2 * 300 * ComputeUnit), estimate.Total.Reachable);
        AssertClose(Fixed + Assumed + (2 * Hours * ComputeUnit), estimate.Total.Ceiling);
        Assert.Equal(new CostBudget(140, 245), estimate.Budget);
        Assert.InRange(estimate.Total.Reachable, estimate.Budget!.Low, estimate.Budget.High);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("staging")]
    public async Task Every_resource_of_the_stack_is_priced_or_known_to_be_free(string stack) =>
        Assert.Empty((await EstimateAsync(stack)).Unpriced);

    [Fact]
    public async Task Production_is_within_its_budget()
    {
        var estimate = await EstimateAsync("production");
        Assert.Equal(new CostBudget(1000, 3000), estimate.Budget);
        Assert.InRange(estimate.Total.Minimum, estimate.Budget!.Low, estimate.Budget.High);
        Assert.InRange(estimate.Total.Reachable, estimate.Budget.Low, estimate.Budget.High);
    }

    private static async Task<CostEstimate> EstimateAsync(string stack, params (string Key, ConfigEntry Value)[] sizes)
    {
        var usage = UsageAssumptions.Read(Path.Combine(PlannedStack.Root, UsageAssumptions.FileName), stack);
        return CostEstimate.Of((await PlannedStack.OfAsync(stack, sizes)).Plan, PriceList.BuiltIn, usage);
    }

    private static IEnumerable<(string Key, ConfigEntry Value)> Sizes(string sizes) =>
        sizes.Split(' ').Select(size => size.Split('=')).Select(size => (size[0], ConfigEntry.Plain(size[1])));

    private static void AssertClose(decimal byHand, decimal estimated) =>
        Assert.True(Math.Abs(estimated - byHand) <= Tolerance * byHand, $"by hand {byHand:0.00}, estimated {estimated:0.00}");
}
