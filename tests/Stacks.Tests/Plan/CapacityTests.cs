using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Whether the plan's limits are large enough for the plan at its maximum.</summary>
public sealed class CapacityTests
{
    private const string Container = "spec.template.spec.containers[0]";

    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Quota_holds_the_old_pods_that_still_drain_beside_all_new_ones_and_a_migration(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var hard = stack.Only("ResourceQuota", "namespace-quota").Inputs.At("spec.hard")!;
        var pods = MaxPods(stack);
        Assert.True(Quantity(hard.At("pods")) >= pods.Values.Sum());
        foreach (var kind in new[] { "requests", "limits" })
        {
            foreach (var resource in new[] { "cpu", "memory", "ephemeral-storage" })
            {
                var needed = pods.Sum(workload =>
                    workload.Value * Quantity(workload.Key.Inputs.At($"{Container}.resources.{kind}[\"{resource}\"]"))
                );
                var allowed = Quantity(hard.At($"[\"{kind}.{resource}\"]"));
                Assert.True(allowed >= needed, $"{kind}.{resource}: {allowed} are allowed, {needed} needed");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Evictions_are_possible_at_the_fewest_pods(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        foreach (var workload in new[] { "backend", "worker" })
        {
            var least = Number(stack.Only("HorizontalPodAutoscaler", $"{workload}-hpa").Inputs.At("spec.minReplicas"));
            Assert.True(Number(stack.Only("PodDisruptionBudget", $"{workload}-pdb").Inputs.At("spec.minAvailable")) < least, workload);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task All_pools_together_have_three_to_twenty_nodes_and_one_takes_what_tolerates_nothing(string name)
    {
        var pools = (await PlannedStack.OfAsync(name)).All("NodePool");
        Assert.True(pools.Sum(pool => Number(pool.Inputs.At("autoscaling.totalMinNodeCount"))) >= 3);
        Assert.True(pools.Sum(pool => Number(pool.Inputs.At("autoscaling.totalMaxNodeCount"))) <= 20);
        Assert.Contains(pools, pool => pool.Inputs.At("nodeConfig.taints") is null);
        // Each pool starts with a node in each of its region's three zones.
        Assert.All(pools, pool =>
            Assert.True(
                Number(pool.Inputs.At("autoscaling.totalMaxNodeCount")) >= 3 * Number(pool.Inputs.At("initialNodeCount")),
                pool.Name
            )
        );
    }

    private static Dictionary<PlanResource, double> MaxPods(PlannedStack stack)
    {
        var pods = stack
            .All("Deployment")
            .ToDictionary(
                deployment => deployment,
                deployment =>
                {
                    var most = Number(stack.Only("HorizontalPodAutoscaler", $"{deployment.Name}-hpa").Inputs.At("spec.maxReplicas"));
                    var surge = Math.Ceiling(most * Quantity(deployment.Inputs.At("spec.strategy.rollingUpdate.maxSurge")));
                    return most + most + surge; // the controller does not wait for old pods that still drain
                }
            );
        pods.Add(stack.Only("Job", "migration"), 1);
        return pods;
    }

    private static double Number(PlanValue? value) => Assert.IsType<PlanNumber>(value).Value;

    /// <summary>A quantity in Kubernetes' notation: CPU in thousandths, memory and storage in MiB, shares in percent.</summary>
    private static double Quantity(PlanValue? value)
    {
        var text = Assert.IsType<PlanText>(value).Text;
        var unit = text.TrimStart("0123456789".ToCharArray());
        var factor = unit switch
        {
            "" or "m" or "Mi" => 1,
            "%" => 0.01,
            _ => throw new FormatException($"'{text}' is no quantity that this test knows."),
        };
        return double.Parse(text[..^unit.Length], CultureInfo.InvariantCulture) * factor;
    }
}
