using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Render;

/// <summary>A diff as a comment on a pull request: the summary at once, each resource's properties to unfold.</summary>
internal static class DiffMarkdown
{
    // GitHub refuses comments above 65,536 characters; this leaves room for what a workflow puts around it.
    private const int LongestComment = 60_000;

    // One property, however long its value.
    private const int LongestValue = 300;

    public static string Write(PlanDiff diff)
    {
        var text = new StringBuilder();
        text.Append($"## {Markdown.Code(diff.Project)} / {Markdown.Code(diff.Stack)}\n\n");
        if (diff.IsEmpty)
            return text.Append($"Nothing changes against {Markdown.Code(diff.BaseName)}.\n").ToString();
        text.Append($"Against {Markdown.Code(diff.BaseName)}: **{DiffMark.Summary(diff)}**\n\n");
        var outputs = diff.Outputs.Count == 0 ? "" : $"\n<details><summary>outputs</summary>\n\n{Table(diff.Outputs)}\n</details>\n";
        var dangers = diff.Resources.Where(resource => resource.Kind is DiffKind.Replaced or DiffKind.Removed).Select(Danger).ToList();
        var details = DiffMark.All.SelectMany(kind => diff.Resources.Where(resource => resource.Kind == kind)).Select(Details).ToList();
        // What is dangerous comes first and stays longest; then what the outputs become, then the resources one by one.
        AppendWhatFits(text, dangers, LongestComment, "removed or replaced resource");
        text.Append(dangers.Count > 0 ? "\n" : "");
        if (text.Length + outputs.Length > LongestComment)
            outputs = $"\n{TextLayout.Count(diff.Outputs.Count, "changed output")} did not fit into a comment.\n";
        AppendWhatFits(text, details, LongestComment - outputs.Length, "resource");
        text.Append(outputs);
        return text.ToString();
    }

    private static void AppendWhatFits(StringBuilder text, IReadOnlyList<string> parts, int room, string thing)
    {
        var left = 0;
        foreach (var part in parts)
            if (text.Length + part.Length > room)
                left++;
            else
                text.Append(part);
        if (left > 0)
            text.Append($"\n{TextLayout.Count(left, $"more {thing}")} did not fit into a comment.\n");
    }

    private static string Danger(ResourceDiff danger) => $"- **{DiffMark.Word(danger.Kind)}** {Name(danger)}{Note(danger)}\n";

    private static string Note(ResourceDiff danger) =>
        (danger.Because is { } because ? $": {Markdown.Code(because)}" : "")
        + (danger.IsRefused ? ": protected, so the deployment will refuse this" : "");

    private static string Name(ResourceDiff resource) =>
        $"{Markdown.Code(resource.Resource.Name)} ({Markdown.Code(resource.Resource.ShortType)})";

    private static string Details(ResourceDiff resource)
    {
        var text = new StringBuilder();
        var (name, type) = (Markdown.CodeInHtml(resource.Resource.Name), Markdown.CodeInHtml(resource.Resource.ShortType));
        var title = $"{DiffMark.Word(resource.Kind)}: {name} <i>{type}</i>";
        text.Append($"<details><summary>{title}</summary>\n\n");
        text.Append($"{Markdown.Code(resource.Resource.Urn)}\n\n");
        if (resource.FormerUrn is { } former)
            text.Append($"was {Markdown.Code(former)}\n\n");
        if (resource.Changes.Count > 0)
            text.Append(Table(resource.Changes));
        else if (resource.Kind == DiffKind.Added)
            text.Append(Table([.. resource.Resource.Inputs.Entries.Select(entry => new PropertyChange(entry.Key, null, entry.Value))]));
        return text.Append("\n</details>\n").ToString();
    }

    private static string Table(IReadOnlyList<PropertyChange> changes)
    {
        if (changes.Count == 0)
            return "";
        var text = new StringBuilder("| property | before | after |\n| --- | --- | --- |\n");
        foreach (var change in changes)
        {
            var (before, after) = (Cell(change.Old), Cell(change.New));
            if (before == after && before.Length > 0)
                after = "changed";
            var note = change.ForcesReplacement ? " **(forces replacement)**" : "";
            if (change.HasNoEffect)
                after = "stays as it is in the cloud: set it explicitly to change it";
            text.Append($"| {Markdown.CodeCell(change.Path)}{note} | {before} | {after} |\n");
        }
        return text.ToString();
    }

    private static string Cell(PlanValue? value) =>
        value is null ? "" : Markdown.CodeCell(TextLayout.Cut(Highlights.Show(value), LongestValue));
}
