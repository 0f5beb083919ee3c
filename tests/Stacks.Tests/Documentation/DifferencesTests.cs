using PmCrm.Preview.Render;
using PmCrm.Stacks.Tests.Plan;

namespace PmCrm.Stacks.Tests.Documentation;

public sealed class DifferencesTests
{
    [Fact]
    public async Task The_table_of_differences_is_what_the_two_plans_say()
    {
        var staging = await PlannedStack.OfAsync("staging");
        var production = await PlannedStack.OfAsync("production");

        var written = await File.ReadAllTextAsync(
            Path.Combine(PlannedStack.Root, "docs", "differences.md"),
            TestContext.Current.CancellationToken
        );

        Assert.True(
            StackComparison.Markdown(staging.Plan, production.Plan) == written,
            "docs/differences.md is stale: `make goldens` writes it; read its diff before you commit it."
        );
    }
}
