using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>Makes the drawing of a plan, and of what a change does to it.</summary>
internal static class GraphBuilder
{
    /// <param name="plan">What is drawn.</param>
    /// <param name="describe">The settings of a resource that a reader wants to see first, separated by a comma and a space.</param>
    public static ArchitectureGraph Build(DeploymentPlan plan, Func<PlanResource, string> describe) =>
        Build(plan, plan.Resources, describe);

    /// <summary>The same with the marks of a diff on it.</summary>
    /// <param name="before">The plan at the base, to find which lines are added and which are removed.</param>
    /// <param name="after">The plan of the working tree.</param>
    /// <param name="diff">How the two differ.</param>
    /// <inheritdoc cref="Build(DeploymentPlan, Func{PlanResource, string})"/>
    public static ArchitectureGraph Build(DeploymentPlan before, DeploymentPlan after, PlanDiff diff, Func<PlanResource, string> describe)
    {
        var removed = diff.Resources.Where(resource => resource.Kind == DiffKind.Removed).Select(resource => resource.Resource).ToList();
        // A removed resource is drawn where it was: its parent and its network are those of the base plan.
        var graph = Build(after, [.. after.Resources, .. removed], describe);
        var kinds = diff.Resources.ToDictionary(resource => resource.Resource.Urn, resource => resource.Kind, StringComparer.Ordinal);
        foreach (var box in graph.Boxes)
            Mark(box, kinds);
        MarkFrames(graph.Root, kinds);
        return graph with { BaseName = diff.BaseName, Links = MarkLinks(graph.Links, before, describe) };
    }

    private static ArchitectureGraph Build(DeploymentPlan plan, IReadOnlyList<PlanResource> resources, Func<PlanResource, string> describe)
    {
        var index = new PlanIndex(plan, resources);
        var placement = new Placement(index);
        var objects = new KubernetesObjects(index);
        var boxes = new BoxBuilder(index, placement, describe);
        boxes.Build(objects);
        var internet = new Box
        {
            Role = BoxRole.Internet,
            Title = "Internet",
            Kind = "users and other services",
            Frame = placement.Root,
            Resources = [],
        };
        var links = new LinkBuilder(index, boxes, objects, internet).Build();
        var all = boxes.Boxes.ToList();
        if (links.Any(link => link.From == internet || link.To == internet))
        {
            placement.Root.Boxes.Add(internet);
            all.Insert(0, internet);
        }
        return new ArchitectureGraph(plan.Project, plan.Stack, placement.Root, all, links);
    }

    private static void Mark(Box box, Dictionary<string, DiffKind> kinds)
    {
        var found = box.All.Select(resource => (DiffKind?)(kinds.TryGetValue(resource.Urn, out var kind) ? kind : null)).ToList();
        box.Marks = found.OfType<DiffKind>().CountBy(kind => kind).OrderBy(count => count.Key).ToDictionary();
        var own = found.Take(box.Resources.Count).Distinct().ToList();
        // The whole box is marked as added or removed only if all of its resources are.
        box.Mark =
            box.Marks.Count == 0 ? null
            : own is [{ } only] && (only is not DiffKind.Added and not DiffKind.Removed || found.All(kind => kind == only)) ? only
            : DiffKind.Changed;
    }

    private static void MarkFrames(Frame frame, Dictionary<string, DiffKind> kinds)
    {
        var own = frame.Resources.Take(1).Select(resource => (DiffKind?)(kinds.TryGetValue(resource.Urn, out var kind) ? kind : null));
        frame.Mark = own.FirstOrDefault();
        foreach (var inner in frame.Frames)
            MarkFrames(inner, kinds);
    }

    private static List<Link> MarkLinks(IReadOnlyList<Link> links, DeploymentPlan before, Func<PlanResource, string> describe)
    {
        var earlier = Build(before, describe).Links;
        var known = earlier.Select(Ends).ToHashSet();
        var marked = links
            .Select(link =>
                link.From.Mark == DiffKind.Removed || link.To.Mark == DiffKind.Removed ? link with { Mark = DiffKind.Removed }
                : known.Contains(Ends(link)) ? link
                : link with { Mark = DiffKind.Added }
            )
            .ToList();
        // Lines that are removed while both of their boxes remain.
        var now = links.Select(Ends).ToHashSet();
        var boxes = links.SelectMany(link => new[] { link.From, link.To }).DistinctBy(Identity).ToDictionary(Identity);
        foreach (var link in earlier.Where(link => !now.Contains(Ends(link))))
            if (boxes.TryGetValue(Identity(link.From), out var from) && boxes.TryGetValue(Identity(link.To), out var to))
                marked.Add(new Link(from, to, link.Kind, link.Label, DiffKind.Removed));
        return marked;
    }

    private static (string, string, LinkKind) Ends(Link link) => (Identity(link.From), Identity(link.To), link.Kind);

    private static string Identity(Box box) => $"{box.Role} {box.Kind} {box.Title}";
}
