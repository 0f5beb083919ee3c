using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>One changed resource of a comment, its properties to unfold.</summary>
internal static class ResourceMarkdown
{
    // The longest text of one property, in characters.
    private const int LongestValue = 300;

    /// <summary>A name and a type, for a sentence.</summary>
    public static string Name(PlanResource resource) => $"{Markdown.Code(resource.Name)} ({Markdown.Code(resource.ShortType)})";

    public static string Details(ResourceDiff resource)
    {
        var text = new StringBuilder();
        var (name, type) = (Markdown.CodeInHtml(resource.Resource.Name), Markdown.CodeInHtml(resource.Resource.ShortType));
        text.Append($"<details><summary>{DiffMark.Word(resource.Kind)}: {name} <i>{type}</i></summary>\n\n");
        text.Append($"{Markdown.Code(resource.Resource.Urn)}\n\n");
        if (resource.FormerUrn is { } former)
            text.Append($"was {Markdown.Code(former)}\n\n");
        if (resource.Changes.Count > 0)
            text.Append(Table(resource.Changes));
        else if (resource.Kind == DiffKind.Added)
            text.Append(Table([.. resource.Resource.Inputs.Entries.Select(entry => new PropertyChange(entry.Key, null, entry.Value))]));
        return text.Append("\n</details>\n").ToString();
    }

    /// <summary>The changes as a table; empty where there are none.</summary>
    public static string Table(IReadOnlyList<PropertyChange> changes)
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
