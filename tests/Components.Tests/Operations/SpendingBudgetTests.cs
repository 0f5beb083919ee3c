using PmCrm.Components.Operations;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Operations;

public sealed class SpendingBudgetTests
{
    private const string Budget = "gcp:billing/budget:Budget";

    [Fact]
    public async Task Half_nine_tenths_and_all_of_the_budget_are_reported()
    {
        var budget = await BudgetAsync();
        Assert.Equal(
            [0.5, 0.9, 1.0],
            budget.ListAt("thresholdRules").Select(rule => ((IReadOnlyDictionary<string, object>)rule)["thresholdPercent"])
        );
        budget.ShouldCarry("thresholdRules[0].spendBasis", "CURRENT_SPEND");
    }

    [Fact]
    public async Task The_budget_is_a_months_amount_for_the_project() =>
        (await BudgetAsync())
            .ShouldCarry("billingAccount", "000000-000000-000000")
            .ShouldCarry("amount.specifiedAmount.units", "3000")
            .ShouldCarry("amount.specifiedAmount.currencyCode", "EUR")
            .ShouldCarry("budgetFilter.projects[0]", "projects/1234")
            .ShouldCarry("budgetFilter.calendarPeriod", "MONTH");

    [Fact]
    public async Task Channels_and_administrators_are_notified() =>
        (await BudgetAsync())
            .ShouldCarry("allUpdatesRule.monitoringNotificationChannels[0]", "channel-1")
            .ShouldCarry("allUpdatesRule.disableDefaultIamRecipients", false);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_amount_that_is_not_positive_is_refused(int amount)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => BudgetAsync(amount));
        Assert.Contains($"The monthly budget is {amount}; accepted:", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<RecordedResource> BudgetAsync(int amount = 3000)
    {
        var budget = await Recording.OfAsync(options => new SpendingBudget(
            "budget",
            new SpendingBudgetArgs
            {
                BillingAccount = "000000-000000-000000",
                ProjectNumber = "1234",
                PhysicalName = Arrange.PhysicalName,
                MonthlyAmount = amount,
                CurrencyCode = "EUR",
                NotificationChannels = { "channel-1" },
            },
            options
        ));
        return budget.Plan.Only(Budget);
    }
}
