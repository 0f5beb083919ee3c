using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.Logtail;
using Pulumi.Logtail.Inputs;

namespace PmCrm.Components.Operations;

/// <summary>
/// Alerts the person on call while mails wait for too long. While a mail is late, the worker writes a log line each minute; Better Stack
/// counts these lines in the log source.
/// </summary>
/// <remarks>
/// Arguments of an exploration and its alert: terraform-provider-logtail 10.18.1, docs/resources/exploration.md and exploration_alert.md.
/// The query searches the raw line, because Render wraps each line of a service in its own format.
/// </remarks>
internal static class LateMailAlert
{
    private const string SourceVariable = "source";

    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LooksBack = TimeSpan.FromMinutes(5);

    /// <summary>Creates the query and its alert.</summary>
    /// <param name="parent">The component that they belong to.</param>
    /// <param name="name">Prefix of the resource names.</param>
    /// <param name="provider">The provider of the log source.</param>
    /// <param name="source">Where the worker's log arrives.</param>
    /// <param name="policyId">Better Stack's number of the escalation policy.</param>
    public static void Create(
        ComponentResource parent,
        string name,
        Pulumi.Logtail.Provider provider,
        Source source,
        Output<double> policyId
    )
    {
        var query = new Exploration(
            $"{name}-late-mails",
            new ExplorationArgs
            {
                Name = "Late mails",
                Chart = new ExplorationChartArgs { ChartType = "line_chart" },
                Queries = new ExplorationQueryArgs
                {
                    QueryType = "sql_expression",
                    SqlQuery = Sql,
                    SourceVariable = SourceVariable,
                },
                Variables = new ExplorationVariableArgs
                {
                    Name = SourceVariable,
                    VariableType = "source",
                    Values = source.Id,
                },
            },
            With(provider, parent.Child())
        );
        _ = new ExplorationAlert(
            $"{name}-late-mails",
            new ExplorationAlertArgs
            {
                Name = "Mails are not sent",
                ExplorationId = query.Id,
                AlertType = "threshold",
                Operator = "higher_than",
                Value = 0,
                CheckPeriod = CheckEvery.TotalSeconds,
                QueryPeriod = LooksBack.TotalSeconds,
                ConfirmationPeriod = 0,
                RecoveryPeriod = LooksBack.TotalSeconds,
                // No line means that no mail is late.
                OnMissingData = "treat_as_zero",
                IncidentCause = "Mails have waited for more than 15 minutes. docs/messages.md says where to look.",
                EscalationTarget = new ExplorationAlertEscalationTargetArgs { PolicyId = policyId },
                Email = true,
                Paused = false,
            },
            With(provider, parent.Child())
        );
    }

    // {{...}} are Better Stack's own placeholders; the form is that of the provider's examples.
    private static string Sql =>
        "SELECT {{time}} AS time, count(*) AS value FROM {{source}} WHERE time BETWEEN {{start_time}} AND {{end_time}} "
        + $"AND (raw LIKE '%{AppContract.LateMailsMessage}%' OR raw LIKE '%{AppContract.LateWhatsAppMessage}%') GROUP BY time";

    private static CustomResourceOptions With(Pulumi.Logtail.Provider provider, CustomResourceOptions options)
    {
        options.Provider = provider;
        return options;
    }
}
