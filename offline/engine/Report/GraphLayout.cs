using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>A rectangle in steps of the grid.</summary>
internal readonly record struct Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public double Middle => X + Width / 2.0;

    public Area Moved(int x, int y) => this with { X = X + x, Y = Y + y };

    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}

/// <summary>
/// Places boxes and frames on a grid. Inside each frame there is a row for each role, from the internet at the top to operations; rows that
/// are too wide break, and low boxes stack beside high frames. The order of boxes in a row keeps their lines short.
/// </summary>
internal sealed class GraphLayout
{
    /// <summary>Pixels of a step.</summary>
    public const int Step = 12;

    // 1,584 pixels: a drawing is legible at 1,600.
    private const int MaxWidth = 132;

    // Room for lines between boxes, between rows, and to the border of a frame.
    private const int BetweenColumns = 3;
    private const int BetweenRows = 4;
    private const int FrameSide = 2;
    private const int FrameTop = 4;
    private const int Sweeps = 4;

    private readonly ArchitectureGraph graph;
    private readonly Dictionary<Frame, List<(object Item, Area Area)>> inside = [];

    private GraphLayout(ArchitectureGraph graph) => this.graph = graph;

    public Dictionary<Box, Area> Boxes { get; } = [];

    public Dictionary<Frame, Area> Frames { get; } = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public static GraphLayout Of(ArchitectureGraph graph)
    {
        var layout = new GraphLayout(graph);
        var (width, height) = layout.Arrange(graph.Root, MaxWidth);
        layout.Place(graph.Root, 0, 0);
        (layout.Width, layout.Height) = (width, height);
        return layout;
    }

    private (int Width, int Height) Arrange(Frame frame, int maxWidth)
    {
        var sizes = new Dictionary<object, (int Width, int Height)>();
        foreach (var inner in frame.Frames)
            sizes[inner] = Arrange(inner, maxWidth - 2 * FrameSide);
        foreach (var box in frame.Boxes)
            sizes[box] = SizeOf(box);
        var rows = Rows(frame);
        var placed = Stack(rows, sizes, FrameSide, FrameTop, maxWidth - FrameSide);
        if (BesideHighest(rows, sizes, maxWidth - FrameSide) is { } beside && Bottom(beside) < Bottom(placed))
            placed = beside;
        inside[frame] = placed;
        var (widest, y) = (placed.Select(item => item.Area.Right).DefaultIfEmpty(0).Max(), Bottom(placed) + BetweenRows);
        var title = (int)Math.Ceiling(TextMetrics.Width(Inert.Line(FrameText.Title(frame)), FrameText.Size, bold: true) / Step) + 2;
        return (Math.Max(widest + FrameSide, Math.Min(title, maxWidth)), Math.Max(y - BetweenRows, FrameTop) + FrameSide);
    }

    private static int Bottom(List<(object Item, Area Area)> placed) => placed.Select(item => item.Area.Bottom).DefaultIfEmpty(0).Max();

    // Row under row.
    private static List<(object Item, Area Area)> Stack(
        IEnumerable<List<object>> rows,
        Dictionary<object, (int Width, int Height)> sizes,
        int left,
        int top,
        int right
    )
    {
        var placed = new List<(object Item, Area Area)>();
        foreach (var row in Joined(rows, sizes, right - left))
        {
            var areas = Shelve(row, sizes, left, right, top);
            placed.AddRange(areas);
            top = Bottom(areas) + BetweenRows;
        }
        return placed;
    }

    // Rows from data downwards become one row if they fit beside each other.
    private static List<List<object>> Joined(IEnumerable<List<object>> rows, Dictionary<object, (int Width, int Height)> sizes, int width)
    {
        var joined = new List<List<object>>();
        foreach (var row in rows)
            if (
                joined.Count > 0
                && joined[^1].Concat(row).All(item => RowOf(item) >= BoxRole.Data)
                && joined[^1].Concat(row).Sum(item => sizes[item].Width + BetweenColumns) <= width
            )
                joined[^1].AddRange(row);
            else
                joined.Add([.. row]);
        return joined;
    }

    // One frame that is much higher than all else, with the rows below it moved into a column beside it, as far as they fit.
    private static List<(object Item, Area Area)>? BesideHighest(
        List<List<object>> rows,
        Dictionary<object, (int Width, int Height)> sizes,
        int right
    )
    {
        var main = rows.SelectMany(row => row).OfType<Frame>().MaxBy(frame => sizes[frame].Height);
        var at = main is null ? -1 : rows.FindIndex(row => row.Contains(main));
        if (main is null || rows.Count == 1 && rows[0].Count == 1)
            return null;
        var placed = Stack(rows.Take(at), sizes, FrameSide, FrameTop, right);
        var top = placed.Count == 0 ? FrameTop : Bottom(placed) + BetweenRows;
        var area = new Area(FrameSide, top, sizes[main].Width, sizes[main].Height);
        placed.Add((main, area));
        var (left, y, column) = (area.Right + BetweenColumns, top, area.Bottom + area.Height / 5);
        var rest = new List<List<object>>();
        foreach (var row in rows.Skip(at).Select(row => row.Where(item => item != main).ToList()).Where(row => row.Count > 0))
        {
            if (rest.Count == 0 && row.Max(item => sizes[item].Width) <= right - left)
            {
                var areas = Shelve(row, sizes, left, right, y);
                if (Bottom(areas) <= column)
                {
                    placed.AddRange(areas);
                    y = Bottom(areas) + BetweenRows;
                    continue;
                }
            }
            rest.Add(row);
        }
        placed.AddRange(Stack(rest, sizes, FrameSide, Bottom(placed) + BetweenRows, right));
        return placed;
    }

    private static (int, int) SizeOf(Box box)
    {
        var width = (BoxText.WidthOf(box) + Step - 1) / Step;
        return (width, (int)Math.Ceiling(BoxText.Of(box, width * Step).Height / Step));
    }

    // From left to right. Low items are stacked in columns beside high ones; items that do not fit start another shelf.
    private static List<(object Item, Area Area)> Shelve(
        IReadOnlyList<object> row,
        Dictionary<object, (int Width, int Height)> sizes,
        int left,
        int right,
        int top
    )
    {
        var areas = new List<(object Item, Area Area)>();
        var (x, shelf) = (left, top);
        var (columnWidth, columnY) = (0, top);
        var high = row.Max(item => sizes[item].Height);
        foreach (var item in row)
        {
            var (width, height) = sizes[item];
            var stacks = columnWidth > 0 && columnY + height <= shelf + high && Math.Abs(width - columnWidth) <= columnWidth / 2;
            if (!stacks)
            {
                x += columnWidth > 0 ? columnWidth + BetweenColumns : 0;
                (columnWidth, columnY) = (0, shelf);
                if (x > left && x + width > right)
                {
                    shelf = areas.Max(area => area.Area.Bottom) + BetweenRows;
                    (x, columnY) = (left, shelf);
                    high = row.SkipWhile(other => other != item).Max(other => sizes[other].Height);
                }
            }
            areas.Add((item, new Area(x, columnY, width, height)));
            columnWidth = Math.Max(columnWidth, width);
            columnY += height + BetweenRows - 1;
        }
        return areas;
    }

    private List<List<object>> Rows(Frame frame)
    {
        var items = frame.Frames.Cast<object>().Concat(frame.Boxes).ToList();
        var holder = Holders(frame, items);
        var neighbours = items.ToDictionary(item => item, _ => new List<object>());
        var below = items.ToDictionary(item => item, _ => new List<object>());
        foreach (var link in graph.Links)
            if (holder.TryGetValue(link.From, out var from) && holder.TryGetValue(link.To, out var to) && from != to)
            {
                neighbours[from].Add(to);
                neighbours[to].Add(from);
                below[from].Add(to);
            }
        var depths = new Dictionary<object, int>();
        var rows = items
            .GroupBy(item => (RowOf(item), Depth(item, below, depths)))
            .OrderBy(group => group.Key)
            .Select(group =>
                group
                    .OrderByDescending(item => item is Box { Role: BoxRole.Internet })
                    .ThenByDescending(item => item is Frame)
                    .ThenBy(Title, StringComparer.Ordinal)
                    .ToList()
            )
            .ToList();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var place = new Dictionary<object, double>();
            foreach (var row in rows)
                for (var i = 0; i < row.Count; i++)
                    place[row[i]] = (i + 0.5) / row.Count;
            for (var i = 0; i < rows.Count; i++)
                rows[i] =
                [
                    .. rows[i].OrderBy(item => neighbours[item].Select(other => place[other]).DefaultIfEmpty(place[item]).Average()),
                ];
        }
        return rows;
    }

    // Resources of unknown types have no rows of their own: an item is placed above the items that it needs.
    private static int Depth(object item, Dictionary<object, List<object>> below, Dictionary<object, int> known)
    {
        if (item is not Box { Role: BoxRole.Other })
            return 0;
        if (known.TryGetValue(item, out var depth))
            return depth;
        // Stops at a cycle.
        known[item] = 0;
        foreach (var other in below[item].Where(other => other is Box { Role: BoxRole.Other }))
            depth = Math.Min(depth, Depth(other, below, known) - 1);
        return known[item] = depth;
    }

    // Which item of a frame each box inside of it is drawn in.
    private static Dictionary<Box, object> Holders(Frame frame, List<object> items)
    {
        var holders = new Dictionary<Box, object>();
        foreach (var item in items)
            if (item is Box box)
                holders[box] = box;
            else
                foreach (var inner in BoxesIn((Frame)item))
                    holders[inner] = item;
        return holders;
    }

    private static IEnumerable<Box> BoxesIn(Frame frame) => frame.Boxes.Concat(frame.Frames.SelectMany(BoxesIn));

    private static BoxRole RowOf(object item)
    {
        if (item is Box box)
            return box.Role is BoxRole.Frontend or BoxRole.Internet ? BoxRole.Edge
                : box.Role is BoxRole.Key or BoxRole.Identity ? BoxRole.Secret
                : box.Role;
        var roles = BoxesIn((Frame)item).Select(inner => inner.Role).ToList();
        return roles.Exists(role => role is BoxRole.Workload or BoxRole.Pool or BoxRole.Entry) || roles.Count == 0
            ? BoxRole.Workload
            : roles.Min() switch
            {
                BoxRole.Frontend => BoxRole.Edge,
                BoxRole.Other => BoxRole.Workload,
                var least => least,
            };
    }

    private static string Title(object item) => item is Box box ? box.Title : ((Frame)item).Title;

    private void Place(Frame frame, int x, int y)
    {
        foreach (var (item, area) in inside[frame])
        {
            var moved = area.Moved(x, y);
            if (item is Box box)
                Boxes[box] = moved;
            else
            {
                Frames[(Frame)item] = moved;
                Place((Frame)item, moved.X, moved.Y);
            }
        }
    }
}
