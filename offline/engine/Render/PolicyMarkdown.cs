using System.Text;
using PmCrm.Preview.Policy;

namespace PmCrm.Preview.Render;

/// <summary>The result of the rules as Markdown for a comment on GitHub.</summary>
internal static class PolicyMarkdown
{
    public static string Write(PolicyResult result)
    {
        var text = new StringBuilder();
        text.Append($"## Policy of {Markdown.Code(result.Project)} / {Markdown.Code(result.Stack)}\n\n{PolicyText.Summary(result)}\n");
        Table(text, "Violations", result.Violations, "remedy", finding => finding.Remedy);
        Table(text, "Unknown", result.Unknowns, "remedy", finding => finding.Remedy);
        Table(text, "Waived", result.Waived, "reason", finding => $"{finding.Waiver!.Reason} (until {Waiver.Day(finding.Waiver.Expires)})");
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, IEnumerable<Finding> findings, string last, Func<Finding, string> lastOf)
    {
        var rows = findings.ToList();
        if (rows.Count == 0)
            return;
        text.Append($"\n### {title}\n\n| rule | severity | resource | what | {last} |\n| --- | --- | --- | --- | --- |\n");
        foreach (var finding in rows)
            text.Append(
                $"| {finding.RuleId} | {PolicyText.Word(finding.Severity)} | {Markdown.CodeCell(finding.ResourceName)} "
                    + $"| {Markdown.CodeCell(finding.Message)} | {Markdown.CodeCell(lastOf(finding))} |\n"
            );
    }
}
