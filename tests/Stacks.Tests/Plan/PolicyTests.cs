using PmCrm.Preview.Policy;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Both plans keep every rule, but for what policy.yaml waives.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task A_stack_breaks_no_rule_that_is_not_waived(string stack)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var plan = (await PlannedStack.OfAsync(stack)).Plan;

        var result = PolicyCheck.Run(plan, Waivers.Of(PlannedStack.Root, today));

        Assert.Equal([], result.Violations.Select(finding => $"{finding.RuleId} {finding.ResourceName}: {finding.Message}"));
        Assert.Equal([], result.Unused.Select(waiver => $"{waiver.At}: no finding needs the waiver of {waiver.Rule}"));
        Assert.True(result.Checks > 1000, $"only {result.Checks} checks");
    }
}
