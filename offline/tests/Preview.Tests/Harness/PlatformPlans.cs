using PmCrm.Preview.Commands;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

[assembly: AssemblyFixture(typeof(PlatformPlans))]

namespace PmCrm.Preview.Tests.Harness;

/// <summary>The plans of this repository's own stacks, each made once.</summary>
public sealed class PlatformPlans
{
    private readonly Dictionary<string, Lazy<Task<DeploymentPlan>>> plans = new[] { "staging", "production" }.ToDictionary(
        stack => stack,
        stack => new Lazy<Task<DeploymentPlan>>(() => RunAsync(stack))
    );

    public Task<DeploymentPlan> OfAsync(string stack) => plans[stack].Value;

    private static async Task<DeploymentPlan> RunAsync(string stack)
    {
        var settings = new RunSettings
        {
            ProjectDirectory = Built.Repository,
            Stack = stack,
            Build = false,
            Timeout = TimeSpan.FromMinutes(2),
        };
        return (await StackRunner.RunAsync(settings, TextWriter.Null, CancellationToken.None)).Plan;
    }
}
