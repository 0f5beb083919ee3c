using System.CommandLine;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;
using PmCrm.Preview.Report;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview report</c>: one HTML page about a stack: resources, changes, policy, cost, picture.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var revision = new Option<string?>("--base")
        {
            Description = "Show what the working tree changes against this git revision.",
            HelpName = "revision",
        };
        var command = new Command(
            "report",
            "Write one HTML page that needs no network: resources with inputs and dependencies, changes, policy, cost, picture. "
                + "If the program fails, the page shows what it had registered, and the exit code is 3."
        );
        var files = new CostFiles();
        common.AddTo(command);
        command.Options.Add(revision);
        files.AddTo(command);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var settings = common.Read(arguments);
                // Cheap checks first, so that a mistake is reported at once.
                var waivers = WaiversOf(settings);
                var (prices, usage) = files.Read(arguments, settings);
                var (run, compared) = await RunAsync(settings, arguments.GetValue(revision), cancellationToken);
                // The graph is built while the rules are checked: both only read the plan.
                var graph = Task.Run(
                    () =>
                        compared is null
                            ? GraphBuilder.Build(run.Plan, Highlights.For)
                            : GraphBuilder.Build(compared.Before, run.Plan, compared.Diff, Highlights.For),
                    cancellationToken
                );
                var content = new ReportContent
                {
                    Plan = run.Plan,
                    Diff = compared?.Diff,
                    // An incomplete stack would break rules only because the rest is missing.
                    Findings = run.Failed ? null : [.. PolicyCheck.Run(run.Plan, waivers).Findings.Select(FindingOf)],
                    Cost = run.Failed ? null : CostOf(CostEstimate.Of(run.Plan, prices, usage)),
                    Graph = await graph,
                };
                common.Write(arguments, ReportPage.Write(content));
                if (!run.Failed)
                    return ExitCodes.Fine;
                foreach (var line in StackRunner.Failure(run).Split('\n'))
                    Console.Error.WriteLine($"error: {Inert.Line(line)}");
                return ExitCodes.ProgramFailed;
            }
        );
        return command;
    }

    private static Waivers WaiversOf(RunSettings settings) =>
        Waivers.Of(
            ProjectFile.Find(settings.ProjectDirectory).Directory,
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
        );

    private static async Task<(RunResult Run, RevisionComparison? Compared)> RunAsync(
        RunSettings settings,
        string? revision,
        CancellationToken cancellationToken
    )
    {
        var run = await StackRunner.RunAsFarAsItGoesAsync(settings, Console.Error, cancellationToken);
        if (revision is null || run.Failed)
            return (run, null);
        var compared = await RevisionComparison.RunAsync(settings with { Build = false }, revision, cancellationToken);
        return (run with { Plan = compared.After }, compared);
    }

    private static ReportCost CostOf(CostEstimate estimate) =>
        new(
            $"{CostWords.Span(estimate.Total)} USD a month. {CostWords.Budget(estimate)}".TrimEnd(),
            [
                .. estimate
                    .Lines.OrderByDescending(line => line.Monthly.Minimum)
                    .Select(line => new ReportCostLine(line.Urn, line.What, $"{CostWords.Span(line.Monthly)} USD")),
            ],
            [.. estimate.Notes, .. estimate.Unpriced.Select(remark => $"Not in the total: {remark.Resource} ({remark.Type}): {remark.Why}")]
        );

    private static ReportFinding FindingOf(Finding finding) =>
        new(
            finding.Resource,
            $"{finding.RuleId} {finding.Title}",
            finding.Severity.ToString().ToLowerInvariant(),
            finding.Outcome.ToString().ToLowerInvariant(),
            finding.Waiver is { } waiver ? $"{finding.Message}. Accepted: {waiver.Reason}" : finding.Message
        );
}
