using PmCrm.Components.Operations;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="SpendingBudget"/> alone.</summary>
public static class SpendingBudgetExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var budget = new SpendingBudget(
            "budget",
            new SpendingBudgetArgs
            {
                BillingAccount = "000000-000000-000000",
                ProjectNumber = "123456789012",
                PhysicalName = "crm-staging",
                MonthlyAmount = 300,
            }
        );
    }
}
