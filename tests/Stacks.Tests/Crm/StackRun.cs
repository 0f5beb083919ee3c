using PmCrm.Stacks.Crm;
using PmCrm.Testing;

namespace PmCrm.Stacks.Tests.Crm;

/// <summary>A committed stack run against mocks, once for all tests.</summary>
internal static class StackRun
{
    private static readonly Dictionary<string, Task<(CrmStack Stack, Recording Plan)>> Runs = [];

    public static Task<(CrmStack Stack, Recording Plan)> OfAsync(string stack)
    {
        if (!Runs.TryGetValue(stack, out var run))
            Runs[stack] = run = RunAsync(stack);
        return run;
    }

    public static async Task<Recording> PlanAsync(string stack) => (await OfAsync(stack)).Plan;

    private static Task<(CrmStack Stack, Recording Plan)> RunAsync(string stack)
    {
        ProjectConfiguration.Of(stack).WithRealIds().Export();
        return Recording.OfStackAsync<CrmStack>(stack);
    }
}
