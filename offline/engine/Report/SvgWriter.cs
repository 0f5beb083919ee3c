using System.Globalization;
using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>
/// Writes a drawing as SVG: no script, no style attribute, nothing from elsewhere. Colours follow the reader's light or dark mode.
/// </summary>
internal sealed class SvgWriter
{
    private const double Header = 60;
    private const double Legend = 40;
    private const double Margin = 12;
    private const double Corner = 6;

    private readonly StringBuilder svg = new();
    private readonly Drawing drawing;

    private SvgWriter(Drawing drawing) => this.drawing = drawing;

    /// <summary>The style sheet of every drawing, for a page that has it inside.</summary>
    public static string StyleSheet { get; } = ReportFile.Read("drawing.css");

    /// <summary>A file of its own.</summary>
    public static string Write(ArchitectureGraph graph) => new SvgWriter(Drawing.Of(graph)).Write(isFile: true);

    /// <summary>An element inside a page that has <see cref="StyleSheet"/>.</summary>
    public static string WriteElement(ArchitectureGraph graph) => new SvgWriter(Drawing.Of(graph)).Write(isFile: false);

    private string Write(bool isFile)
    {
        var (width, height) = (Math.Max(drawing.Width + 2 * Margin, 640), drawing.Height + Header + Legend + Margin);
        var name = Escape($"{drawing.Graph.Project} / {drawing.Graph.Stack}");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" role=\"img\" aria-labelledby=\"drawing-title drawing-text\" viewBox=\"0 0 {width:0.#} {height:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\">\n"
        );
        svg.Append($"<title id=\"drawing-title\">Architecture of {name}</title>\n<desc id=\"drawing-text\">{Escape(Words())}</desc>\n");
        if (isFile)
            svg.Append($"<style>\n{StyleSheet}</style>\n");
        Rectangle(new Rect(0, 0, width, height), "paper", 0);
        Text(Margin + 6, 28, $"{drawing.Graph.Project} / {drawing.Graph.Stack}", 18, "title", bold: true, room: width - 40);
        Text(Margin + 6, 48, Summary(), 12, "soft", bold: false, room: width - 40);
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Margin:0.#} {Header:0.#})\">\n");
        WriteFrames(drawing.Graph.Root);
        foreach (var link in drawing.Links)
            WriteLine(link);
        for (var i = 0; i < drawing.Graph.Boxes.Count; i++)
            WriteBox(drawing.Graph.Boxes[i], i);
        foreach (var link in drawing.Links)
            WriteLabel(link);
        svg.Append("</g>\n");
        WriteLegend(height - Legend / 2 + 4);
        return svg.Append("</svg>\n").ToString();
    }

    private string Summary()
    {
        var graph = drawing.Graph;
        var count = graph.Boxes.Sum(box => box.All.Count());
        var text =
            $"{TextLayout.Count(count, "resource")} in {TextLayout.Count(graph.Boxes.Count(box => box.Role != BoxRole.Internet), "box")}";
        text = text.Replace("boxs", "boxes", StringComparison.Ordinal);
        return graph.BaseName is null ? text : $"{text}; marked: what changes against {Inert.Line(graph.BaseName)}";
    }

    // For readers who cannot see the drawing: the lines as sentences.
    private string Words() =>
        string.Join(
            "; ",
            drawing
                .Links.Take(60)
                .Select(line => $"{line.Link.From.Title} {Verb(line.Link.Kind)} {line.Link.To.Title}{Suffix(line.Link.Label)}")
        );

    private static string Suffix(string label) => label.Length == 0 ? "" : $" ({label})";

    private static string Verb(LinkKind kind) =>
        kind switch
        {
            LinkKind.Traffic => "talks to",
            LinkKind.Secret => "gives a secret to",
            LinkKind.RunsOn => "runs on",
            _ => "uses",
        };

    private void WriteFrames(Frame parent)
    {
        foreach (var frame in parent.Frames)
        {
            var area = drawing.Frames[frame];
            svg.Append($"<g class=\"frame {frame.Kind.ToString().ToLowerInvariant()}{MarkClass(frame.Mark)}\">");
            Rectangle(area, null, 8);
            Text(
                area.X + GraphLayout.Step,
                area.Y + 19,
                FrameText.Title(frame),
                FrameText.Size,
                "frametitle badge",
                true,
                area.Width - 2 * GraphLayout.Step
            );
            svg.Append("</g>\n");
            WriteFrames(frame);
        }
    }

    private void WriteBox(Box box, int number)
    {
        var area = drawing.Boxes[box];
        var text = BoxText.Of(box, area.Width);
        svg.Append(
            $"<g class=\"box {box.Role.ToString().ToLowerInvariant()}{MarkClass(box.Mark)}\" data-box=\"{number.ToString(CultureInfo.InvariantCulture)}\">"
        );
        svg.Append($"<title>{Escape($"{box.Title} ({box.Kind})")}</title>");
        if (box.Mark == DiffKind.Replaced)
            Rectangle(new Rect(area.X - 4, area.Y - 4, area.Width + 8, area.Height + 8), "outer", 8);
        Rectangle(area, "edgeline", 5);
        Rectangle(new Rect(area.X + 2, area.Y + 5, 4, area.Height - 10), "bar", 2);
        var (x, y, room) = (area.X + BoxText.Padding, area.Y + BoxText.Padding + 10, area.Width - 2 * BoxText.Padding);
        Text(x, y, text.Title, BoxText.TitleSize, "title", true, room);
        Text(x, y += 17, text.Kind, BoxText.KindSize, "soft", false, room);
        foreach (var line in text.Lines)
            Text(x, y += 15, line, BoxText.LineSize, "line", false, room);
        if (text.Badge is not null)
            Text(x, y + 18, text.Badge, BoxText.BadgeSize, "badge", true, room);
        svg.Append("</g>\n");
    }

    private void WriteLine(DrawnLink line)
    {
        var kind = line.Link.Kind == LinkKind.Secret ? "secretway" : line.Link.Kind.ToString().ToLowerInvariant();
        svg.Append($"<g class=\"link {kind}{MarkClass(line.Link.Mark)}\">");
        svg.Append(
            $"<title>{Escape($"{line.Link.From.Title} {Verb(line.Link.Kind)} {line.Link.To.Title}{Suffix(line.Link.Label)}")}</title>"
        );
        svg.Append($"<path d=\"{Rounded(line.Corners)}\"/>");
        var (tip, before) = (line.Corners[^1], line.Corners[^2]);
        var (x, y) = (Math.Sign(tip.X - before.X), Math.Sign(tip.Y - before.Y));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polygon points=\"{tip.X:0.#},{tip.Y:0.#} {tip.X - 8 * x + 4 * y:0.#},{tip.Y - 8 * y + 4 * x:0.#} {tip.X - 8 * x - 4 * y:0.#},{tip.Y - 8 * y - 4 * x:0.#}\"/></g>\n"
        );
    }

    private void WriteLabel(DrawnLink line)
    {
        if (line.Text is not ({ } area, { } text))
            return;
        var kind = line.Link.Kind == LinkKind.Secret ? "secretway" : line.Link.Kind.ToString().ToLowerInvariant();
        svg.Append($"<g class=\"link {kind}{MarkClass(line.Link.Mark)}\">");
        Rectangle(area, null, 3);
        Text(area.X + 3, area.Y + 10.5, text, Drawing.LabelSize, "label", false, area.Width - 6);
        svg.Append("</g>\n");
    }

    private static string Rounded(IReadOnlyList<(double X, double Y)> corners)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{corners[0].X:0.#} {corners[0].Y:0.#}");
        for (var i = 1; i + 1 < corners.Count; i++)
        {
            var (a, b, c) = (corners[i - 1], corners[i], corners[i + 1]);
            var (start, end) = (Toward(b, a), Toward(b, c));
            path.Append(CultureInfo.InvariantCulture, $"L{start.X:0.#} {start.Y:0.#}Q{b.X:0.#} {b.Y:0.#} {end.X:0.#} {end.Y:0.#}");
        }
        return path.Append(CultureInfo.InvariantCulture, $"L{corners[^1].X:0.#} {corners[^1].Y:0.#}").ToString();
    }

    private static (double X, double Y) Toward((double X, double Y) corner, (double X, double Y) other) =>
        (corner.X + Math.Sign(other.X - corner.X) * Corner, corner.Y + Math.Sign(other.Y - corner.Y) * Corner);

    private void WriteLegend(double y)
    {
        var x = Margin + 6;
        foreach (var kind in new[] { LinkKind.Traffic, LinkKind.Secret, LinkKind.Uses, LinkKind.RunsOn })
        {
            if (!drawing.Links.Any(line => line.Link.Kind == kind))
                continue;
            var name = kind == LinkKind.Secret ? "secretway" : kind.ToString().ToLowerInvariant();
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<g class=\"link {name}\"><path d=\"M{x:0.#} {y - 4:0.#}L{x + 34:0.#} {y - 4:0.#}\"/><polygon points=\"{x + 40:0.#},{y - 4:0.#} {x + 32:0.#},{y - 8:0.#} {x + 32:0.#},{y:0.#}\"/></g>"
            );
            var word =
                kind == LinkKind.Traffic ? "talks to"
                : kind == LinkKind.Secret ? "a secret goes to"
                : Verb(kind);
            Text(x + 46, y, word, 12, "soft", false, 200);
            x += 46 + TextMetrics.Width(word, 12) + 24;
        }
        if (drawing.Graph.BaseName is null)
            return;
        foreach (var kind in DiffMark.All.Where(kind => drawing.Graph.Boxes.Any(box => box.Marks.ContainsKey(kind))))
        {
            var word = $"{DiffMark.Sign(kind)} {DiffMark.Word(kind)}";
            svg.Append($"<g class=\"box{MarkClass(kind)}\">");
            if (kind == DiffKind.Replaced)
                Rectangle(new Rect(x - 3, y - 16, 30, 20), "outer", 5);
            Rectangle(new Rect(x, y - 13, 24, 14), "edgeline", 3);
            Text(x + 34, y, word, 12, "badge", true, 200);
            svg.Append("</g>");
            x += 34 + TextMetrics.Width(word, 12, bold: true) + 24;
        }
    }

    private static string MarkClass(DiffKind? mark) =>
        mark switch
        {
            null => "",
            DiffKind.Renamed => " changed",
            { } kind => " " + DiffMark.Word(kind),
        };

    private void Rectangle(Rect area, string? kind, double round) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect{(kind is null ? "" : $" class=\"{kind}\"")} x=\"{area.X:0.#}\" y=\"{area.Y:0.#}\" width=\"{area.Width:0.#}\" height=\"{area.Height:0.#}\"{(round > 0 ? $" rx=\"{round.ToString("0.#", CultureInfo.InvariantCulture)}\"" : "")}/>"
        );

    private void Text(double x, double y, string text, double size, string kind, bool bold, double room)
    {
        var cut = TextMetrics.Cut(Inert.Line(text), room, size, bold);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"{kind}\" x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\"{(bold ? " font-weight=\"bold\"" : "")}>{Escape(cut)}</text>"
        );
    }

    /// <summary>
    /// Escapes text of a program for XML. XML 1.0 cannot contain most control characters; they were replaced by escapes before.
    /// </summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (var rune in Inert.Line(text).EnumerateRunes())
            safe.Append(
                rune.Value switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '"' => "&quot;",
                    '\'' => "&#39;",
                    0xFFFE or 0xFFFF => "\uFFFD",
                    _ => rune.ToString(),
                }
            );
        return safe.ToString();
    }
}
