using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>
/// Each stack's resources with their important settings, so that a review shows every added, changed or removed resource.
/// </summary>
public sealed class InventoryTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    [InlineData("mvp")]
    public async Task A_stack_has_what_its_inventory_lists(string stack)
    {
        var plan = (await PlannedStack.OfAsync(stack)).Plan;

        var listed = await File.ReadAllTextAsync(InventoryOf(stack), TestContext.Current.CancellationToken);

        Assert.True(
            PlanMarkdown.Write(plan) == listed,
            $"{stack}.inventory.md is stale: `make goldens` writes it; read its diff before you commit it."
        );
    }

    private static string InventoryOf(string stack) =>
        Path.Combine(PlannedStack.Root, "tests", "Stacks.Tests", "Plan", $"{stack}.inventory.md");
}
