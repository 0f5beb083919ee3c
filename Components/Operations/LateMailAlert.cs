using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.Logtail;
using Pulumi.Logtail.Inputs;

namespace PmCrm.Components.Operations;

/// <summary>
/// Tells whoever is on call while mails wait for too long. The worker writes a line each minute as long as one does; Better Stack counts
/// these lines in the log source.
/// </summary>
/// <remarks>
/// What an exploration and its alert take: terraform-provider-logtail 10.18.1, docs/resources/exploration.md and exploration_alert.md.
/// The text is looked for in the whole line, as Render wraps what a service writes in a line of its own.
/// </remarks>
internal static class LateMailAlert
{
    private const string SourceVariable = "source";

    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LooksBack = TimeSpan.FromMinutes(5);

    /// <summary>Creates the query and its alert.</summary>
    /// <param name="parent">The component that they belong to.</param>
    /// <param name="name">Pulumi's names of both begin with it.</param>
    /// <param name="provider">The provider of the log source.</param>
    /// <param name="source">Where the worker's log arrives.</param>
    /// <param name="policyId">Better Stack's number of the policy that says who is told.</param>
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
                // No line is how it says that no mail is late.
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
