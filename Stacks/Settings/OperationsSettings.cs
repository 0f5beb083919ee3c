using PmCrm.Components.ClusterServices;

namespace PmCrm.Stacks.Settings;

/// <summary>Deployment from GitHub, alerts, budget.</summary>
/// <param name="AlertEmail">E-mail address for alerts.</param>
/// <param name="BillingAccount">Billing account of the budget; null: no budget.</param>
/// <param name="ProjectNumber">Number of the Google Cloud project; set together with the billing account.</param>
/// <param name="MonthlyBudget">What a month may cost, in the currency of the billing account.</param>
/// <param name="BudgetCurrency">That currency.</param>
/// <param name="FirstSecretRotation">When secrets are due for rotation for the first time.</param>
/// <param name="DatadogSite">Site of Datadog that holds the data.</param>
/// <param name="DatadogApiKey">API key of the agents.</param>
/// <param name="GithubRepositoryId">Number of the repository that deploys; null: GitHub does not deploy.</param>
/// <param name="GithubOwnerId">Number of its owner.</param>
/// <param name="StateBucket">Bucket with the stack's state, which the deployer may use; null: the state is elsewhere.</param>
public sealed record OperationsSettings(
    string AlertEmail,
    string? BillingAccount,
    long? ProjectNumber,
    int MonthlyBudget,
    string BudgetCurrency,
    DateTimeOffset FirstSecretRotation,
    string DatadogSite,
    SecretSetting DatadogApiKey,
    long? GithubRepositoryId,
    long? GithubOwnerId,
    string? StateBucket
);

/// <summary>Reads the settings of operations.</summary>
internal static class OperationsReader
{
    private const string RepositoryKey = "githubRepositoryId";
    private const string OwnerKey = "githubOwnerId";
    private const string BillingAccountKey = "billingAccount";
    private const string ProjectNumberKey = "gcpProjectNumber";

    public static OperationsSettings Read(SettingsReader reader)
    {
        reader.Together(RepositoryKey, OwnerKey);
        reader.Together(BillingAccountKey, ProjectNumberKey);
        return new OperationsSettings(
            reader.Mail("alertEmail"),
            reader.OptionalText(BillingAccountKey, Patterns.BillingAccount(), "a billing account's id, for example 012345-6789AB-CDEF01"),
            reader.OptionalId(ProjectNumberKey),
            reader.Number("monthlyBudget", 1, 1_000_000),
            reader.Text("budgetCurrency", Patterns.Currency(), "a currency's code, for example EUR"),
            reader.Date("firstSecretRotation"),
            // Datadog's only site in the EU; traces and logs of users' requests must stay there.
            reader.Choice("datadogSite", new Dictionary<string, string> { [DatadogAgent.EuSite] = DatadogAgent.EuSite }),
            reader.Secret("datadogApiKey"),
            reader.OptionalId(RepositoryKey),
            reader.OptionalId(OwnerKey),
            reader.OptionalText(
                "stateBucket",
                Patterns.Bucket(),
                "a bucket's name: 3 to 63 lower-case letters, digits, dashes and underscores, without google"
            )
        );
    }
}
