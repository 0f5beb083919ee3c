using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Billing;
using Pulumi.Gcp.Billing.Inputs;

namespace PmCrm.Components.Operations;

/// <summary>Notifies when a month's spending reaches 50 %, 90 % and 100 % of the budget. It does not limit spending.</summary>
/// <example><c>examples/SpendingBudgetExample.cs</c></example>
public sealed class SpendingBudget : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:operations:SpendingBudget";

    /// <summary>Creates the budget.</summary>
    /// <exception cref="ArgumentException">The amount is not positive.</exception>
    public SpendingBudget(string name, SpendingBudgetArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (args.MonthlyAmount <= 0)
            throw new ArgumentException($"The monthly budget is {args.MonthlyAmount}; accepted: whole numbers above zero.", nameof(args));

        _ = new Budget(
            name,
            new BudgetArgs
            {
                BillingAccount = args.BillingAccount,
                DisplayName = args.PhysicalName,
                Amount = new BudgetAmountArgs
                {
                    SpecifiedAmount = new BudgetAmountSpecifiedAmountArgs
                    {
                        CurrencyCode = args.CurrencyCode,
                        Units = args.MonthlyAmount.ToString(CultureInfo.InvariantCulture),
                    },
                },
                BudgetFilter = new BudgetBudgetFilterArgs
                {
                    Projects = { Output.Format($"projects/{args.ProjectNumber}") },
                    CalendarPeriod = "MONTH",
                    CreditTypesTreatment = "INCLUDE_ALL_CREDITS",
                },
                ThresholdRules = args
                    .Thresholds.Select(share => new BudgetThresholdRuleArgs { ThresholdPercent = share, SpendBasis = "CURRENT_SPEND" })
                    .ToArray(),
                AllUpdatesRule = new BudgetAllUpdatesRuleArgs
                {
                    MonitoringNotificationChannels = args.NotificationChannels,
                    DisableDefaultIamRecipients = false,
                },
            },
            this.Child()
        );
        RegisterOutputs();
    }
}
