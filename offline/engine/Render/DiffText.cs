using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Render;

/// <summary>A diff as a person reads it in a terminal.</summary>
internal static class DiffText
{
    public static string Write(PlanDiff diff, Paint paint)
    {
        var text = new StringBuilder();
        text.Append(paint.Bold(Inert.Line($"{diff.Project} / {diff.Stack}"))).Append($"   against {Inert.Line(diff.BaseName)}: ");
        text.Append(diff.IsEmpty ? "nothing changes" : DiffMark.Summary(diff)).Append('\n');
        foreach (var resource in diff.Resources)
            WriteResource(text, resource, paint);
        if (diff.Outputs.Count > 0)
        {
            text.Append('\n').Append(paint.Bold("outputs")).Append('\n');
            WriteChanges(text, diff.Outputs, paint);
        }
        return text.ToString();
    }

    private static void WriteResource(StringBuilder text, ResourceDiff resource, Paint paint)
    {
        var sign = Colour(resource.Kind, paint, DiffMark.Sign(resource.Kind));
        var word = resource.Kind == DiffKind.Changed ? "" : DiffMark.Word(resource.Kind);
        var note = resource.IsRefused ? "protected: the deployment will refuse this" : word;
        var name = TextLayout.Cut(Inert.Line(resource.Resource.Name), 44);
        var type = TextLayout.Cut(Inert.Line(resource.Resource.ShortType), TextLayout.Width - name.Length - note.Length - 8);
        text.Append('\n').Append($"{sign} {paint.Bold(name)}  {paint.Dim(type)}");
        text.Append(note.Length == 0 ? "" : $"  {Colour(resource.Kind, paint, note)}").Append('\n');
        if (resource.Because is { } because)
            text.Append("    ").Append(TextLayout.Cut(Inert.Line(because), TextLayout.Width - 4)).Append('\n');
        if (resource.FormerUrn is { } former)
            foreach (var line in TextLayout.Wrap($"was {Inert.Line(former)}", TextLayout.Width - 4))
                text.Append("    ").Append(line).Append('\n');
        if (resource.Kind == DiffKind.Added && Highlights.For(resource.Resource) is { Length: > 0 } settings)
            text.Append("    ").Append(TextLayout.Cut(settings, TextLayout.Width - 4)).Append('\n');
        WriteChanges(text, resource.Changes, paint);
    }

    private static void WriteChanges(StringBuilder text, IReadOnlyList<PropertyChange> changes, Paint paint)
    {
        foreach (var change in changes)
        {
            var note = change.ForcesReplacement ? "  (forces replacement)" : "";
            var path = TextLayout.Cut(Inert.Line(change.Path), 60);
            var values = TextLayout.Cut(DiffMark.Values(change), TextLayout.Width - 6 - path.Length - note.Length);
            text.Append($"    {path}: {values}{(note.Length == 0 ? "" : paint.Removed(note))}").Append('\n');
        }
    }

    private static string Colour(DiffKind kind, Paint paint, string text) =>
        kind switch
        {
            DiffKind.Added => paint.Added(text),
            DiffKind.Removed or DiffKind.Replaced => paint.Removed(text),
            _ => paint.Changed(text),
        };
}
