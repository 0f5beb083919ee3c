using System.Text;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Render;

/// <summary>The result of the rules for a person at a terminal: violations first, then unknown results, then waived findings.</summary>
internal static class PolicyText
{
    public static string Write(PolicyResult result, Paint paint)
    {
        var text = new StringBuilder();
        text.Append(paint.Bold(Inert.Line($"{result.Project} / {result.Stack}"))).Append("   ").Append(Summary(result)).Append('\n');
        Section(text, paint.Removed("violation"), result.Violations);
        Section(text, paint.Changed("unknown"), result.Unknowns);
        Section(text, paint.Dim("waived"), result.Waived);
        if (result.Unused.Count > 0)
        {
            text.Append($"\nunused waivers ({result.Unused.Count})\n");
            foreach (var waiver in result.Unused)
                Line(text, $"{waiver.At}: {waiver.Rule} for '{waiver.Resource}'");
        }
        return text.ToString();
    }

    /// <summary>The counts in one line.</summary>
    public static string Summary(PolicyResult result) =>
        $"{TextLayout.Count(result.Rules.Count, "rule")}, {TextLayout.Count(result.Checks, "check")}: "
        + $"{TextLayout.Count(result.Violations.Count(), "violation")}, {result.Unknowns.Count()} unknown, {result.Waived.Count()} waived";

    private static void Section(StringBuilder text, string title, IEnumerable<Finding> findings)
    {
        foreach (var rule in findings.GroupBy(finding => finding.Rule))
        {
            text.Append($"\n{title}  {rule.Key.Id}  {Word(rule.Key.Severity)}  {rule.Key.Title}\n");
            foreach (var finding in rule)
                Line(text, $"{finding.ResourceName}: {finding.Message}");
            foreach (var waiver in rule.Select(finding => finding.Waiver).OfType<Waiver>().Distinct())
                Line(text, $"waived until {Waiver.Day(waiver.Expires)}: {waiver.Reason}");
            if (rule.Any(finding => finding.Waiver is null))
                Line(text, $"remedy: {rule.Key.Remedy}");
        }
    }

    private static void Line(StringBuilder text, string line)
    {
        var indent = "  ";
        foreach (var part in TextLayout.Wrap(Inert.Line(line), TextLayout.Width - 4))
        {
            text.Append(indent).Append(part).Append('\n');
            indent = "    ";
        }
    }

    /// <summary>The severity as a word.</summary>
    public static string Word(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Critical => "critical",
            RuleSeverity.High => "high",
            RuleSeverity.Medium => "medium",
            _ => "low",
        };
}
