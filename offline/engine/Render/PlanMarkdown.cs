using System.Text;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>The plan as Markdown: one table for each component at the top of the stack.</summary>
internal static class PlanMarkdown
{
    public static string Write(DeploymentPlan plan)
    {
        var text = new StringBuilder();
        var tree = new PlanTree(plan);
        text.Append($"## {Markdown.Code(plan.Project)} / {Markdown.Code(plan.Stack)}\n\n");
        text.Append(string.Join(", ", Totals.Of(plan).Select(total => $"{Markdown.Code(total.Package)} {total.Count}"))).Append("\n\n");
        foreach (var said in plan.Diagnostics.Where(said => said.Severity == Severity.Warning))
            text.Append(Markdown.Warning(said));
        var singles = new List<PlanResource>();
        foreach (var root in tree.Roots)
        {
            if (root.IsCustom && tree.ChildrenOf(root).Count == 0)
            {
                singles.Add(root);
                continue;
            }
            text.Append($"### {Markdown.Code(root.Name)} ({Markdown.Code(root.ShortType)})\n\n");
            StartTable(text);
            foreach (var (child, depth) in Below(tree, root, 0))
                Row(text, child, depth);
            text.Append('\n');
        }
        if (singles.Count > 0)
        {
            text.Append("### Without a component\n\n");
            StartTable(text);
            singles.ForEach(resource => Row(text, resource, 0));
            text.Append('\n');
        }
        WriteOutputs(text, plan);
        return text.ToString();
    }

    /// <summary>
    /// Escapes text for a Markdown file, table cells included. A comment on GitHub needs <see cref="Markdown.Code"/>.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in Inert.Line(text))
            escaped.Append(
                letter switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '@' => "&#64;",
                    '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '#' or '~' => $"\\{letter}",
                    _ => letter.ToString(),
                }
            );
        // Brackets alone are not a link, and the mark of a secret must be searchable.
        return escaped.Replace("\\[secret\\]", PlanValue.Masked).ToString();
    }

    private static IEnumerable<(PlanResource Resource, int Depth)> Below(PlanTree tree, PlanResource parent, int depth)
    {
        foreach (var child in tree.ChildrenOf(parent))
        {
            yield return (child, depth);
            foreach (var below in Below(tree, child, depth + 1))
                yield return below;
        }
    }

    private static void StartTable(StringBuilder text) => text.Append("| resource | type | settings |\n| --- | --- | --- |\n");

    private static void Row(StringBuilder text, PlanResource resource, int depth)
    {
        var indent = string.Concat(Enumerable.Repeat("&nbsp;&nbsp;", depth));
        string[] cells = [resource.Name, resource.ShortType, Highlights.For(resource)];
        text.Append($"| {indent}{string.Join(" | ", cells.Select(Markdown.CodeCell))} |\n");
    }

    private static void WriteOutputs(StringBuilder text, DeploymentPlan plan)
    {
        if (plan.Outputs.Entries.Count == 0)
            return;
        text.Append("### Outputs\n\n| output | value |\n| --- | --- |\n");
        foreach (var (key, value) in plan.Outputs.Entries)
            text.Append($"| {Markdown.CodeCell(key)} | {Markdown.CodeCell(Highlights.Show(value))} |\n");
    }
}
