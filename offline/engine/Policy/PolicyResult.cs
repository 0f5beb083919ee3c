using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy;

/// <summary>The results of all rules for one plan.</summary>
internal sealed record PolicyResult
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>Every rule that ran, by id.</summary>
    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    /// <summary>The worst severity first, then by rule and by URN.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How many times a rule looked at a resource.</summary>
    public required int Checks { get; init; }

    /// <summary>The expired waivers that would cover a violation of this plan.</summary>
    public required IReadOnlyList<Waiver> Expired { get; init; }

    /// <summary>The waivers for this stack that cover no finding.</summary>
    public required IReadOnlyList<Waiver> Unused { get; init; }

    public IEnumerable<Finding> Violations => Findings.Where(finding => finding.Outcome == FindingOutcome.Violation);

    public IEnumerable<Finding> Unknowns => Findings.Where(finding => finding.Outcome == FindingOutcome.Unknown);

    public IEnumerable<Finding> Waived => Findings.Where(finding => finding.Outcome == FindingOutcome.Waived);

    /// <summary>Some rule is broken and not waived.</summary>
    public bool IsBroken => Violations.Any();
}
