namespace PmCrm.Preview.Policy.Model;

/// <summary>The description of a rule.</summary>
/// <param name="Id">The identifier that waivers name. A check of a known tool keeps the tool's: <c>CKV_GCP_6</c>.</param>
/// <param name="Severity">How bad it is to break it.</param>
/// <param name="Title">What must hold, as a sentence without a full stop.</param>
/// <param name="Remedy">What to change in the program.</param>
/// <param name="Source">Where the rule comes from: the tool's check, the section of a benchmark, the page of a documentation.</param>
internal sealed record RuleInfo(string Id, RuleSeverity Severity, string Title, string Remedy, string Source);
