using System.Globalization;
using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>
/// Writes a graph as the text of a Mermaid flowchart, which GitHub and many documents draw (mermaid.js.org/syntax/flowchart.html).
/// </summary>
internal sealed class MermaidWriter
{
    private const string Harmless = " .,-_/:+()";

    private readonly StringBuilder text = new();
    private readonly ArchitectureGraph graph;
    private readonly Dictionary<Box, string> names = [];
    private int frames;

    private MermaidWriter(ArchitectureGraph graph) => this.graph = graph;

    public static string Write(ArchitectureGraph graph) => new MermaidWriter(graph).Write();

    private string Write()
    {
        for (var i = 0; i < graph.Boxes.Count; i++)
            names[graph.Boxes[i]] = $"b{i.ToString(CultureInfo.InvariantCulture)}";
        text.Append("flowchart TB\n");
        WriteFrame(graph.Root, "  ");
        foreach (var link in graph.Links)
            WriteLink(link);
        WriteStyles();
        return text.ToString();
    }

    private void WriteFrame(Frame frame, string indent)
    {
        foreach (var box in frame.Boxes)
            WriteBox(box, indent);
        foreach (var inner in frame.Frames)
        {
            // A frame without boxes is written as a node, not as a subgraph.
            if (!HasBoxes(inner))
            {
                text.Append($"{indent}f{(frames++).ToString(CultureInfo.InvariantCulture)}[\"{Escape(FrameText.Title(inner))}\"]\n");
                continue;
            }
            text.Append($"{indent}subgraph f{(frames++).ToString(CultureInfo.InvariantCulture)}[\"{Escape(FrameText.Title(inner))}\"]\n");
            WriteFrame(inner, indent + "  ");
            text.Append($"{indent}end\n");
        }
    }

    private static bool HasBoxes(Frame frame) => frame.Boxes.Count > 0 || frame.Frames.Exists(HasBoxes);

    private void WriteBox(Box box, string indent)
    {
        var (open, close) = box.Role switch
        {
            BoxRole.Data => ("[(", ")]"),
            BoxRole.Secret or BoxRole.Key => ("{{", "}}"),
            BoxRole.Internet => ("((", "))"),
            BoxRole.Edge or BoxRole.Frontend or BoxRole.Entry or BoxRole.Nat => ("([", "])"),
            BoxRole.Pool => ("[[", "]]"),
            _ => ("[", "]"),
        };
        var badge = BoxText.BadgeOf(box) is { } marks ? $"<br/>{Escape(marks)}" : "";
        text.Append($"{indent}{names[box]}{open}\"{Escape(box.Title)}<br/>{Escape(box.Kind)}{badge}\"{close}\n");
    }

    private void WriteLink(Link link)
    {
        var label = link.Label;
        if (link.Kind == LinkKind.Secret && label.Length == 0)
            label = "secret";
        if (link.Mark is { } mark)
            label = $"{label} {DiffMark.Sign(mark)} {DiffMark.Word(mark)}".Trim();
        var arrow = link.Kind is LinkKind.Traffic ? "-->" : "-.->";
        text.Append($"  {names[link.From]} {arrow}{(label.Length == 0 ? "" : $"|\"{Escape(label)}\"|")} {names[link.To]}\n");
    }

    private void WriteStyles()
    {
        foreach (
            var (kind, style) in new[]
            {
                (DiffKind.Added, "stroke:#116329,stroke-width:3px"),
                (DiffKind.Changed, "stroke:#7d4e00,stroke-width:3px,stroke-dasharray:14 4"),
                (DiffKind.Replaced, "stroke:#a40e26,stroke-width:5px"),
                (DiffKind.Removed, "stroke:#57606a,stroke-width:3px,stroke-dasharray:4 4"),
            }
        )
        {
            var marked = graph
                .Boxes.Where(box => box.Mark == kind || (kind == DiffKind.Changed && box.Mark == DiffKind.Renamed))
                .Select(box => names[box])
                .ToList();
            if (marked.Count == 0)
                continue;
            text.Append($"  classDef {DiffMark.Word(kind)} {style}\n");
            text.Append($"  class {string.Join(',', marked)} {DiffMark.Word(kind)}\n");
        }
    }

    /// <summary>
    /// Escapes a text for a quoted label. Mermaid decodes <c>#…;</c> to a character (mermaid.js.org/syntax/flowchart.html, entity codes),
    /// reads Markdown if a text begins with a backtick, and puts labels into a page as HTML.
    /// </summary>
    internal static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (var rune in Inert.Line(text).EnumerateRunes())
            if (rune.Value == '\\')
                // A backslash before an n would break the line, so a zero-width space separates them.
                safe.Append("#92;\u200b");
            else if (rune.IsAscii && !char.IsAsciiLetterOrDigit((char)rune.Value) && !Harmless.Contains((char)rune.Value))
                safe.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            else
                safe.Append(rune.ToString());
        return safe.ToString();
    }
}
