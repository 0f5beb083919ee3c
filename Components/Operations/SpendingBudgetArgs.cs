using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Arguments of <see cref="SpendingBudget"/>.</summary>
public sealed class SpendingBudgetArgs : ResourceArgs
{
    /// <summary>Billing account that pays for the project: <c>XXXXXX-XXXXXX-XXXXXX</c>.</summary>
    [Input("billingAccount", required: true)]
    public required Input<string> BillingAccount { get; init; }

    /// <summary>
    /// Number of the project. Google also accepts the id, but returns the number, so an id would show a difference at every deployment.
    /// </summary>
    [Input("projectNumber", required: true)]
    public required Input<string> ProjectNumber { get; init; }

    /// <summary>Title of the budget.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>What a month may cost, in whole units of <see cref="CurrencyCode"/>.</summary>
    public required int MonthlyAmount { get; init; }

    /// <summary>Currency of the billing account; Google refuses another. Default <c>USD</c>.</summary>
    public string CurrencyCode { get; init; } = "USD";

    /// <summary>Shares of the amount that trigger a notification, above 0 and at most 1. Default: 0.5, 0.9, 1.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [0.5, 0.9, 1.0];

    /// <summary>Notification channels, besides mail to the billing account's administrators; at most five. Default: none.</summary>
    [Input("notificationChannels")]
    public InputList<string> NotificationChannels { get; init; } = [];
}
