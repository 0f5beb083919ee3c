using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>
/// Makes boxes of resources: one box for one resource, one for many of the same kind; parts are in the box of their owner.
/// </summary>
internal sealed class BoxBuilder(PlanIndex index, Placement placement, Func<PlanResource, string> describe)
{
    // If a component has more resources of one kind, they share one box.
    private const int MaxAlike = 3;
    private const int MaxNames = 3;
    private const int MaxSettings = 2;
    private const int MaxSettingLength = 30;

    // With more than this, resources of types that the table does not have are drawn by component and type.
    private const int MaxUnknown = 24;

    private readonly Dictionary<string, Box> byUrn = new(StringComparer.Ordinal);
    private readonly List<Box> boxes = [];

    // The boxes with a resource of a component, by the component's URN.
    private readonly Dictionary<string, List<Box>> byOwner = new(StringComparer.Ordinal);

    public IReadOnlyList<Box> Boxes => boxes;

    public Box? BoxOf(PlanResource? resource) => resource is null ? null : byUrn.GetValueOrDefault(resource.Urn);

    public void Build(KubernetesObjects objects)
    {
        var unknown = index.Drawn.Count(resource => RoleTable.Of(resource.Type) == (Drawn.Box, BoxRole.Other));
        var alike = index.Drawn.GroupBy(Alike).ToDictionary(group => group.Key, group => group.Count());
        foreach (
            var group in index
                .Drawn.Where(resource => RoleTable.Of(resource.Type).Drawn == Drawn.Box)
                .GroupBy(resource => KeyOf(resource, alike, unknown > MaxUnknown))
        )
            Add([.. group]);
        var left = new List<PlanResource>();
        foreach (var resource in index.Drawn)
            if (RoleTable.Of(resource.Type).Drawn is Drawn.Part or Drawn.NetworkPart && !Attach(resource, objects))
                left.Add(resource);
        foreach (
            var group in left.GroupBy(resource => (placement.FrameFor(resource), RoleTable.Of(resource.Type).Role, OwnerUrn(resource)))
        )
            if (
                group.Key.Item1.Kind is FrameKind.Namespace or FrameKind.Cluster
                && group.Key.Role is BoxRole.Operations or BoxRole.Identity
            )
                group.Key.Item1.Resources.AddRange(group);
            else
                Add([.. group]);
        foreach (var box in boxes)
            Describe(box);
    }

    private (Frame, string, string?) Alike(PlanResource resource) => (placement.FrameFor(resource), resource.Type, OwnerUrn(resource));

    private string? OwnerUrn(PlanResource resource) => index.Owner(resource)?.Urn;

    private object KeyOf(PlanResource resource, Dictionary<(Frame, string, string?), int> alike, bool manyUnknown)
    {
        var role = RoleTable.Of(resource.Type).Role;
        var frame = placement.FrameFor(resource);
        return role switch
        {
            BoxRole.Identity => (frame, role),
            BoxRole.Operations => (frame, role, OwnerUrn(resource) ?? Module(resource)),
            _ when alike[Alike(resource)] > MaxAlike => Alike(resource),
            BoxRole.Other when manyUnknown => Alike(resource),
            _ => resource.Urn,
        };
    }

    // monitoring of gcp:monitoring/alertPolicy:AlertPolicy.
    private static string Module(PlanResource resource) =>
        resource.Type.Split(':') is [_, var module, ..] ? module.Split('/')[0] : resource.Type;

    private void Add(IReadOnlyList<PlanResource> resources)
    {
        var first = resources[0];
        var frame = placement.FrameFor(first);
        var role = RoleTable.Of(first.Type).Role;
        var box = new Box
        {
            Role = role,
            Title = resources.Count == 1 ? first.Name : TitleOf(resources),
            Kind = KindOf(resources),
            Frame = frame,
            Resources = resources,
        };
        frame.Boxes.Add(box);
        boxes.Add(box);
        foreach (var resource in resources)
            byUrn[resource.Urn] = box;
        foreach (var owner in resources.Select(OwnerUrn).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!byOwner.TryGetValue(owner, out var inside))
                byOwner[owner] = inside = [];
            inside.Add(box);
        }
    }

    private string TitleOf(IReadOnlyList<PlanResource> resources)
    {
        var role = RoleTable.Of(resources[0].Type).Role;
        var owners = resources.Select(index.Owner).DistinctBy(owner => owner?.Urn).ToList();
        return owners is [{ } owner] ? owner.Name
            : role == BoxRole.Identity ? "identities and grants"
            : resources.Select(Module).Distinct().ToList() is [var module] && module != "index" ? module
            : resources[0].Package;
    }

    private static string KindOf(IEnumerable<PlanResource> resources)
    {
        var kinds = resources.GroupBy(resource => resource.ShortType).OrderByDescending(kind => kind.Count()).ToList();
        var shown = kinds.Take(MaxNames).Select(kind => kind.Count() == 1 ? kind.Key : $"{Number(kind.Count())} × {kind.Key}");
        return string.Join(", ", shown) + (kinds.Count > MaxNames ? $" and {Number(kinds.Count - MaxNames)} more types" : "");
    }

    // Two settings, and that it is protected; of a long path its last part.
    private List<string> SettingsOf(PlanResource resource)
    {
        var settings = describe(resource).Split(", ", StringSplitOptions.RemoveEmptyEntries);
        var isProtected = settings is ["protected", ..];
        var shown = settings.Skip(isProtected ? 1 : 0).Take(MaxSettings).Select(Shorten).ToList();
        if (isProtected)
            shown.Add("protected");
        return shown;
    }

    private static string Shorten(string setting)
    {
        if (
            setting.Length <= MaxSettingLength
            || !setting.Contains('/', StringComparison.Ordinal)
            || setting.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space)
        )
            return setting;
        var last = setting[(setting.LastIndexOf('/') + 1)..];
        var end = last.IndexOf('@', StringComparison.Ordinal);
        return $"{setting[..space]} {(end > 0 ? last[..end] : last)}";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private bool Attach(PlanResource part, KubernetesObjects objects)
    {
        var box = objects.WorkloadOf(part) is { } workload ? BoxOf(workload) : null;
        box ??= InComponent(part);
        box ??= index.Needs(part).Select(need => BoxOf(need.Resource)).FirstOrDefault(found => found is not null && Fits(part, found));
        if (box is null)
            return false;
        box.Parts.Add(part);
        byUrn[part.Urn] = box;
        return true;
    }

    private Box? InComponent(PlanResource part)
    {
        for (var owner = index.Owner(part); owner is not null; owner = index.Owner(owner))
        {
            var around = owner;
            var candidates = byOwner.GetValueOrDefault(around.Urn, []).FindAll(box => Fits(part, box));
            if (candidates.Count == 0)
                continue;
            return candidates.Find(box => index.Needs(part).Any(need => BoxOf(need.Resource) == box))
                ?? candidates.Find(box => box.All.Any(resource => index.Needs(resource).Any(need => need.Resource.Urn == part.Urn)))
                ?? candidates.Find(box => box.Resources.Any(resource => resource.Name == around.Name))
                ?? (candidates.Count == 1 ? candidates[0] : null);
        }
        return null;
    }

    // A part of a network stays in its network. A grant stays with the identities unless it belongs to one workload.
    private static bool Fits(PlanResource part, Box box) =>
        RoleTable.Of(part.Type) switch
        {
            (Drawn.NetworkPart, _) => box.Role == BoxRole.Nat,
            (_, BoxRole.Identity) => box.Role is BoxRole.Identity or BoxRole.Workload,
            (_, BoxRole.Key) => box.Role == BoxRole.Key,
            _ => box.Role is not BoxRole.Identity,
        };

    private void Describe(Box box)
    {
        if (box.Resources is [var only])
            box.Lines.AddRange(SettingsOf(only));
        else
        {
            var names = box.Resources.Select(resource => resource.Name).Take(MaxNames).ToList();
            box.Lines.Add(
                string.Join(", ", names) + (box.Resources.Count > MaxNames ? $" + {Number(box.Resources.Count - MaxNames)} more" : "")
            );
        }
        foreach (var part in box.Parts)
            if (KubernetesObjects.LineOf(part) is { } line)
                box.Lines.Add(line);
        if (box.Parts.Count > 0)
            box.Lines.Add("+ " + KindOf(box.Parts));
    }
}
