using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy;

/// <summary>The outcome for a resource that does not pass a rule.</summary>
internal enum FindingOutcome
{
    /// <summary>The rule is broken and not waived.</summary>
    Violation,

    /// <summary>The result depends on a value that is not known before the deployment.</summary>
    Unknown,

    /// <summary>The rule is broken, or may be, and policy.yaml says why that is accepted.</summary>
    Waived,
}

/// <summary>One resource that does not pass one rule. There is at most one finding for a rule and a resource.</summary>
/// <param name="Resource">The resource's URN.</param>
/// <param name="ResourceType">Its type token.</param>
/// <param name="ResourceName">Its name in the program.</param>
/// <param name="Message">The actual value and the expected one. It contains text of the program, so a writer must escape it.</param>
/// <param name="Waiver">Why it is accepted; null unless <see cref="FindingOutcome.Waived"/>.</param>
internal sealed record Finding(
    RuleInfo Rule,
    string Resource,
    string ResourceType,
    string ResourceName,
    string Message,
    FindingOutcome Outcome,
    Waiver? Waiver
)
{
    public string RuleId => Rule.Id;

    public string Title => Rule.Title;

    public RuleSeverity Severity => Rule.Severity;

    public string Remedy => Rule.Remedy;
}
