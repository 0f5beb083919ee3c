using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Report;

/// <summary>Everything that a report shows.</summary>
internal sealed record ReportContent
{
    /// <summary>What was recorded; only part of the stack when <see cref="HasFailed"/>.</summary>
    public required DeploymentPlan Plan { get; init; }

    public required ArchitectureGraph Graph { get; init; }

    /// <summary>What changes against a base; null where none was asked for, or where the program failed.</summary>
    public PlanDiff? Diff { get; init; }

    /// <summary>The findings of the policy; null if it did not run.</summary>
    public IReadOnlyList<ReportFinding>? Findings { get; init; }

    /// <summary>What resources cost; null if no estimate was made.</summary>
    public ReportCost? Cost { get; init; }

    public bool HasFailed => Plan.Diagnostics.Any(said => said.Severity == Severity.Error);
}

/// <summary>One resource that does not pass one rule.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="Rule">The rule's id and title.</param>
/// <param name="Severity">A word.</param>
/// <param name="Outcome">A word: violation, waived, unknown.</param>
/// <param name="Message">What is so, what was expected, and why it is accepted where it is.</param>
internal sealed record ReportFinding(string Urn, string Rule, string Severity, string Outcome, string Message);

/// <param name="Total">With its unit, for example <c>1,529 to 2,210 USD a month</c>.</param>
/// <param name="Lines">By resource.</param>
/// <param name="Notes">Facts that a reader needs besides the figures.</param>
internal sealed record ReportCost(string Total, IReadOnlyList<ReportCostLine> Lines, IReadOnlyList<string> Notes);

internal sealed record ReportCostLine(string Urn, string What, string Monthly);
