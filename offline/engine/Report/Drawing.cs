using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>A rectangle in pixels.</summary>
internal readonly record struct Rect(double X, double Y, double Width, double Height)
{
    public bool Overlaps(Rect other) =>
        X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
}

/// <param name="Corners">Pixels.</param>
/// <param name="Text">The place and the text of its label; null if there is no room or no label.</param>
internal sealed record DrawnLink(Link Link, IReadOnlyList<(double X, double Y)> Corners, (Rect Area, string Text)? Text);

/// <summary>A graph with coordinates, in pixels.</summary>
internal sealed record Drawing(
    ArchitectureGraph Graph,
    IReadOnlyDictionary<Box, Rect> Boxes,
    IReadOnlyDictionary<Frame, Rect> Frames,
    IReadOnlyList<DrawnLink> Links,
    double Width,
    double Height
)
{
    public const double LabelSize = 10.5;
    private const double LabelHeight = 14;
    private const int Step = GraphLayout.Step;

    public static Drawing Of(ArchitectureGraph graph)
    {
        var layout = GraphLayout.Of(graph);
        var router = new LineRouter(layout);
        var boxes = layout.Boxes.ToDictionary(
            entry => entry.Key,
            entry => new Rect(entry.Value.X * Step, entry.Value.Y * Step, entry.Value.Width * Step, entry.Value.Height * Step)
        );
        // Half a step inside, so that no line runs along a border.
        var frames = layout.Frames.ToDictionary(
            entry => entry.Key,
            entry => new Rect(
                entry.Value.X * Step + Step / 2,
                entry.Value.Y * Step + Step / 2,
                entry.Value.Width * Step - Step,
                entry.Value.Height * Step - Step
            )
        );
        var routed = graph
            .Links.OrderBy(link => Far(layout.Boxes[link.From], layout.Boxes[link.To]))
            .Select(link => (Link: link, Corners: router.Route(layout.Boxes[link.From], layout.Boxes[link.To])))
            .Where(line => line.Corners.Count > 0)
            .ToList();
        var taken = boxes.Values.Concat(frames.Select(frame => TitleArea(frame.Key, frame.Value))).ToList();
        return new Drawing(
            graph,
            boxes,
            frames,
            [
                .. routed.Select(line =>
                {
                    var text = PlaceLabel(line.Link.Label, line.Corners, router, taken);
                    if (text is { } placed)
                        taken.Add(placed.Area);
                    return new DrawnLink(
                        line.Link,
                        [.. line.Corners.Select(corner => ((double)corner.X * Step, (double)corner.Y * Step))],
                        text
                    );
                }),
            ],
            layout.Width * Step,
            layout.Height * Step
        );
    }

    public static Rect TitleArea(Frame frame, Rect area) =>
        new(
            area.X + Step,
            area.Y + 4,
            Math.Min(TextMetrics.Width(FrameText.Title(frame), FrameText.Size, bold: true), area.Width - 2 * Step),
            18
        );

    private static int Far(Area a, Area b) =>
        Math.Max(0, Math.Max(a.X - b.Right, b.X - a.Right)) + Math.Max(0, Math.Max(a.Y - b.Bottom, b.Y - a.Bottom));

    // On the line, where it hides no box, no title, no other label and as few other lines as possible.
    private static (Rect Area, string Text)? PlaceLabel(string label, IReadOnlyList<GridPoint> corners, LineRouter router, List<Rect> taken)
    {
        if (label.Length == 0)
            return null;
        var text = TextMetrics.Cut(Inert.Line(label), 150, LabelSize);
        var width = TextMetrics.Width(text, LabelSize) + 6;
        (Rect Area, int Hidden)? best = null;
        for (var i = 1; i < corners.Count; i++)
        {
            var (a, b) = (corners[i - 1], corners[i]);
            var steps = Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
            for (var at = 1; at < steps; at++)
            {
                var (x, y) = (a.X + Math.Sign(b.X - a.X) * at, a.Y + Math.Sign(b.Y - a.Y) * at);
                var area = new Rect(x * Step - width / 2, y * Step - LabelHeight / 2, width, LabelHeight);
                if (area.X < 0 || taken.Exists(area.Overlaps))
                    continue;
                var isUpright = a.X == b.X;
                // The middle of a long stretch is best, and a horizontal one is better than a vertical one.
                var hidden =
                    Hidden(x, y, width, isUpright, router) * 10
                    + (isUpright ? 4 : 0)
                    + Math.Abs(2 * at - steps) / 2
                    - Math.Min(steps, 12) / 2;
                if (best is null || hidden < best.Value.Hidden)
                    best = (area, hidden);
            }
        }
        return best is { } found ? (found.Area, text) : null;
    }

    private static int Hidden(int x, int y, double width, bool isUpright, LineRouter router)
    {
        var reach = (int)Math.Ceiling(width / 2 / Step);
        var hidden = 0;
        for (var nearX = x - reach; nearX <= x + reach; nearX++)
            if (isUpright ? nearX != x && router.HasLine(nearX, y) : router.HasLine(nearX, y - 1) && router.HasLine(nearX, y + 1))
                hidden++;
        return hidden;
    }
}
