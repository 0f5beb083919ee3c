using PmCrm.Preview.Policy;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Every plan complies with every rule, except for the waivers in policy.yaml.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Stacks => ["staging", "production", "mvp"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task A_stack_breaks_no_rule_that_is_not_waived(string stack)
    {
        var result = await JudgeAsync(stack);

        Assert.Equal([], result.Violations.Select(finding => $"{finding.RuleId} {finding.ResourceName}: {finding.Message}"));
        Assert.True(result.Checks > 0, "no check");
    }

    [Fact]
    public async Task Each_waiver_is_needed_by_a_stack()
    {
        var results = await Task.WhenAll(Stacks.Select(stack => JudgeAsync(stack.Data)));
        var needed = results.SelectMany(result => result.Waived).Select(finding => finding.Waiver).ToHashSet();

        Assert.Equal(
            [],
            Read().All.Where(waiver => !needed.Contains(waiver)).Select(waiver => $"{waiver.At}: nothing needs {waiver.Rule}")
        );
    }

    private static async Task<PolicyResult> JudgeAsync(string stack) => PolicyCheck.Run((await PlannedStack.OfAsync(stack)).Plan, Read());

    private static Waivers Read() => Waivers.Of(PlannedStack.Root, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
}
