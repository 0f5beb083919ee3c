using PmCrm.Preview.Graph;

namespace PmCrm.Preview.Report;

/// <summary>A point of the grid.</summary>
internal readonly record struct GridPoint(int X, int Y);

/// <summary>
/// Draws lines along the grid, around boxes: the shortest way with few bends, few crossings, and no segment shared with another line
/// (A* over points and directions).
/// </summary>
internal sealed class LineRouter
{
    private const int StepCost = 10;
    private const int BendCost = 30;
    private const int CrossingCost = 18;
    private const int SharedCost = 150;
    private const int TitleCost = 60;
    private const int UsedPortCost = 400;
    private const int NearPortCost = 25;
    private const int OffCentreCost = 3;

    // Right, down, left, up.
    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    private readonly int width;
    private readonly int height;
    private readonly bool[] blocked;
    private readonly byte[] titles;
    private readonly byte[] across;
    private readonly byte[] along;
    private readonly int[] costs;
    private readonly int[] cameFrom;
    private readonly int[] round;
    private readonly HashSet<GridPoint> ports = [];
    private int rounds;

    public LineRouter(GraphLayout layout)
    {
        (width, height) = (layout.Width + 1, layout.Height + 1);
        blocked = new bool[width * height];
        titles = new byte[width * height];
        across = new byte[width * height];
        along = new byte[width * height];
        costs = new int[width * height * 4];
        cameFrom = new int[width * height * 4];
        round = new int[width * height * 4];
        foreach (var area in layout.Boxes.Values)
            for (var y = area.Y; y <= area.Bottom; y++)
            for (var x = area.X; x <= area.Right; x++)
                blocked[y * width + x] = true;
        foreach (var (frame, area) in layout.Frames)
        {
            var end = area.X + 2 + (int)(TextMetrics.Width(FrameText.Title(frame), FrameText.Size, bold: true) / GraphLayout.Step);
            for (var y = area.Y + 1; y <= area.Y + 2; y++)
            for (var x = area.X + 1; x <= Math.Min(end, area.Right - 1); x++)
                titles[y * width + x] = 1;
        }
    }

    /// <summary>Whether another line passes near a point; for labels.</summary>
    public bool HasLine(int x, int y) => x >= 0 && y >= 0 && x < width && y < height && along[y * width + x] + across[y * width + x] > 0;

    /// <summary>The corners of the line, ends included; empty if there is no route.</summary>
    public IReadOnlyList<GridPoint> Route(Area from, Area to)
    {
        rounds++;
        var queue = new PriorityQueue<int, int>();
        foreach (var (point, direction, cost) in Sides(from))
            Reach(queue, State(point.X + Directions[direction].X, point.Y + Directions[direction].Y, direction), cost + StepCost, -1, to);
        var (best, end, last) = (int.MaxValue, default(GridPoint), -1);
        var entries = Sides(to)
            .ToLookup(side => new GridPoint(side.Point.X + Directions[side.Direction].X, side.Point.Y + Directions[side.Direction].Y));
        while (queue.TryDequeue(out var state, out var estimate))
        {
            if (estimate >= best)
                break;
            var (x, y, direction) = (state / 4 % width, state / 4 / width, state % 4);
            if (estimate > costs[state] + Distance(x, y, to))
                continue;
            foreach (var entry in entries[new GridPoint(x, y)])
            {
                var inward = (entry.Direction + 2) % 4;
                var total = costs[state] + entry.Cost + StepCost + (inward == direction ? 0 : BendCost);
                if (total < best && (inward + 2) % 4 != direction)
                    (best, end, last) = (total, entry.Point, state);
            }
            for (var turn = 0; turn < 4; turn++)
                if ((turn + 2) % 4 != direction)
                    Step(queue, state, x, y, direction, turn, to);
        }
        return last < 0 ? [] : Keep(last, end);
    }

    private int State(int x, int y, int direction) => (y * width + x) * 4 + direction;

    private void Step(PriorityQueue<int, int> queue, int state, int x, int y, int direction, int turn, Area to)
    {
        var (nextX, nextY) = (x + Directions[turn].X, y + Directions[turn].Y);
        if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height)
            return;
        var point = nextY * width + nextX;
        if (blocked[point])
            return;
        var (same, other) = turn % 2 == 0 ? (across[point], along[point]) : (along[point], across[point]);
        var cost =
            StepCost
            + (turn == direction ? 0 : BendCost)
            + (same > 0 ? SharedCost : 0)
            + (other > 0 ? CrossingCost : 0)
            + titles[point] * TitleCost;
        Reach(queue, point * 4 + turn, costs[state] + cost, state, to);
    }

    private void Reach(PriorityQueue<int, int> queue, int state, int cost, int previous, Area to)
    {
        var (x, y) = (state / 4 % width, state / 4 / width);
        if (state < 0 || x >= width || y >= height || blocked[state / 4] || (round[state] == rounds && costs[state] <= cost))
            return;
        (round[state], costs[state], cameFrom[state]) = (rounds, cost, previous);
        queue.Enqueue(state, cost + Distance(x, y, to));
    }

    private static int Distance(int x, int y, Area to) =>
        StepCost * (Math.Max(0, Math.Max(to.X - x, x - to.Right)) + Math.Max(0, Math.Max(to.Y - y, y - to.Bottom)));

    // Where a line may leave a box: every point of its border but the corners, the middle first, and not where another line is.
    private IEnumerable<(GridPoint Point, int Direction, int Cost)> Sides(Area area)
    {
        for (var x = area.X + 1; x < area.Right; x++)
        {
            var cost = (int)(Math.Abs(x - area.Middle) * OffCentreCost);
            yield return Side(x, area.Y, 3, cost);
            yield return Side(x, area.Bottom, 1, cost);
        }
        for (var y = area.Y + 1; y < area.Bottom; y++)
        {
            var cost = (int)(Math.Abs(y - area.Y - area.Height / 2.0) * OffCentreCost);
            yield return Side(area.X, y, 2, cost);
            yield return Side(area.Right, y, 0, cost);
        }
    }

    private (GridPoint, int, int) Side(int x, int y, int direction, int cost)
    {
        var point = new GridPoint(x, y);
        var (near, next) =
            direction % 2 == 1 ? (new GridPoint(x - 1, y), new GridPoint(x + 1, y)) : (new GridPoint(x, y - 1), new GridPoint(x, y + 1));
        cost += ports.Contains(point) ? UsedPortCost : 0;
        cost += ports.Contains(near) || ports.Contains(next) ? NearPortCost : 0;
        return (point, direction, cost);
    }

    private List<GridPoint> Keep(int state, GridPoint end)
    {
        var points = new List<GridPoint> { end };
        for (; state >= 0; state = cameFrom[state])
        {
            points.Add(new GridPoint(state / 4 % width, state / 4 / width));
            if (cameFrom[state] >= 0)
                continue;
            var (x, y) = Directions[state % 4];
            points.Add(new GridPoint(points[^1].X - x, points[^1].Y - y));
        }
        points.Reverse();
        ports.Add(points[0]);
        ports.Add(points[^1]);
        for (var i = 1; i < points.Count; i++)
            foreach (var point in new[] { points[i - 1], points[i] })
                (points[i].Y == points[i - 1].Y ? across : along)[point.Y * width + point.X] = 1;
        return Corners(points);
    }

    private static List<GridPoint> Corners(List<GridPoint> points)
    {
        var corners = new List<GridPoint> { points[0] };
        for (var i = 1; i + 1 < points.Count; i++)
            if ((points[i - 1].X == points[i].X) != (points[i].X == points[i + 1].X))
                corners.Add(points[i]);
        corners.Add(points[^1]);
        return corners;
    }
}
