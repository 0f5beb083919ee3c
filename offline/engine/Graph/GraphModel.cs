using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>What a box stands for; the order is that of the rows in a drawing, from the internet at the top.</summary>
internal enum BoxRole
{
    Internet,
    Edge,
    Frontend,
    Entry,
    Nat,
    Workload,
    Other,
    Pool,
    Data,
    Secret,
    Key,
    Identity,
    Operations,
}

/// <summary>What a frame around boxes stands for.</summary>
internal enum FrameKind
{
    Root,
    Cloud,
    Region,
    Network,
    Cluster,
    Namespace,
}

/// <summary>What a line means.</summary>
internal enum LinkKind
{
    /// <summary>One talks to the other.</summary>
    Traffic,

    /// <summary>A secret or a key goes from the one to the other.</summary>
    Secret,

    /// <summary>The one needs a value of the other.</summary>
    Uses,

    /// <summary>The one is scheduled onto the other.</summary>
    RunsOn,
}

/// <summary>One or several resources that are drawn as one thing.</summary>
internal sealed class Box
{
    public required BoxRole Role { get; init; }

    public required string Title { get; init; }

    /// <summary>What kind of thing it is.</summary>
    public required string Kind { get; init; }

    public required Frame Frame { get; init; }

    /// <summary>The resources that it is drawn for.</summary>
    public required IReadOnlyList<PlanResource> Resources { get; init; }

    /// <summary>Resources that belong to them and have no box of their own.</summary>
    public List<PlanResource> Parts { get; } = [];

    /// <summary>Settings, short.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>How many of its resources a diff names, by kind; empty without a diff.</summary>
    public IReadOnlyDictionary<DiffKind, int> Marks { get; set; } = new Dictionary<DiffKind, int>();

    /// <summary>How it is marked; null where nothing of it changes.</summary>
    public DiffKind? Mark { get; set; }

    public IEnumerable<PlanResource> All => Resources.Concat(Parts);
}

/// <summary>A frame around boxes and other frames.</summary>
internal sealed class Frame
{
    public required FrameKind Kind { get; init; }

    public required string Title { get; init; }

    public required Frame? Parent { get; init; }

    /// <summary>The resources that it is drawn for: a network, a cluster, a namespace.</summary>
    public List<PlanResource> Resources { get; } = [];

    public List<Frame> Frames { get; } = [];

    public List<Box> Boxes { get; } = [];

    public DiffKind? Mark { get; set; }

    public bool Contains(Frame other)
    {
        for (var frame = other; frame is not null; frame = frame.Parent)
            if (frame == this)
                return true;
        return false;
    }
}

/// <summary>A line from one box to another.</summary>
/// <param name="Label">For example <c>TCP 5432</c>; empty if the kind is enough.</param>
/// <param name="Mark">Added or removed in a diff, else null.</param>
internal sealed record Link(Box From, Box To, LinkKind Kind, string Label, DiffKind? Mark = null);

/// <summary>A plan as an architecture drawing has it: frames, boxes, lines. It has no coordinates.</summary>
internal sealed record ArchitectureGraph(string Project, string Stack, Frame Root, IReadOnlyList<Box> Boxes, IReadOnlyList<Link> Links)
{
    /// <summary>What the marks compare with, as the user named it; null without a diff.</summary>
    public string? BaseName { get; init; }
}
