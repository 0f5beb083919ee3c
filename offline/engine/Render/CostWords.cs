using System.Globalization;
using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Render;

/// <summary>How amounts of money are written.</summary>
internal static class CostWords
{
    /// <summary>For example <c>1,529 to 2,210</c>.</summary>
    public static string Span(CostRange range) =>
        Whole(range.Minimum) == Whole(range.Reachable) ? Whole(range.Minimum) : $"{Whole(range.Minimum)} to {Whole(range.Reachable)}";

    public static string Whole(decimal amount) => amount.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>With its sign, for a difference.</summary>
    public static string Signed(decimal amount) => amount.ToString("+#,0.00;-#,0.00;0", CultureInfo.InvariantCulture);

    public static string Cents(decimal amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>The budget beside the total; empty where there is none.</summary>
    public static string Budget(CostEstimate estimate) =>
        estimate.Budget is not { } budget
            ? ""
            : $"budget {Whole(budget.Low)} to {Whole(budget.High)}"
                + (
                    estimate.Total.Minimum > budget.High ? ", above it"
                    : estimate.Total.Reachable > budget.High ? ", above it at the maximum"
                    : estimate.Total.Reachable < budget.Low ? ", below it"
                    : ""
                );
}
