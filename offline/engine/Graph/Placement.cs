using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>
/// Decides in which frame a resource is drawn: cloud, region, network, cluster, namespace, each inside the one before. It uses the
/// properties that name a place, and the resources that property values come from.
/// </summary>
internal sealed class Placement
{
    private static readonly Dictionary<string, string> CloudNames = new(StringComparer.Ordinal)
    {
        ["gcp"] = "Google Cloud",
        ["google-native"] = "Google Cloud",
        ["aws"] = "Amazon Web Services",
        ["aws-native"] = "Amazon Web Services",
        ["awsx"] = "Amazon Web Services",
        ["eks"] = "Amazon Web Services",
        ["azure"] = "Microsoft Azure",
        ["azure-native"] = "Microsoft Azure",
        ["cloudflare"] = "Cloudflare",
        ["vercel"] = "Vercel",
        ["digitalocean"] = "DigitalOcean",
        ["docker"] = "Docker",
    };

    // Packages that make values only, and nothing in a cloud.
    private static readonly HashSet<string> Nowhere = ["random", "tls", "command", "local", "null", "time", "pulumi"];

    // The roles that a cloud has once, not per region.
    private static readonly HashSet<BoxRole> WithoutRegion =
    [
        BoxRole.Edge,
        BoxRole.Frontend,
        BoxRole.Secret,
        BoxRole.Key,
        BoxRole.Identity,
        BoxRole.Operations,
    ];

    private static readonly string[] PlaceProperties = ["region", "location", "zone", "availabilityZone"];

    private readonly PlanIndex index;
    private readonly Dictionary<string, Frame> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Frame> frames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanResource?> networks = new(StringComparer.Ordinal);

    public Placement(PlanIndex index)
    {
        this.index = index;
        foreach (var resource in index.Drawn)
            if (RoleTable.Of(resource.Type).Drawn is Drawn.Network or Drawn.Cluster or Drawn.Namespace)
                FrameFor(resource).Resources.Add(resource);
    }

    public Frame Root { get; } =
        new()
        {
            Kind = FrameKind.Root,
            Title = "",
            Parent = null,
        };

    /// <summary>The frame that a resource is drawn in, or the one that it is drawn as.</summary>
    public Frame FrameFor(PlanResource resource)
    {
        if (!frames.TryGetValue(resource.Urn, out var frame))
            frames[resource.Urn] = frame = FindFrame(resource);
        return frame;
    }

    private Frame FindFrame(PlanResource resource)
    {
        var (drawn, role) = RoleTable.Of(resource.Type);
        if (resource.Package == "kubernetes")
            return InCluster(resource, drawn);
        if (Nowhere.Contains(resource.Package))
            return Root;
        var package = resource.Package.Length == 0 ? "other" : resource.Package;
        var cloud = Frame(FrameKind.Cloud, Root, CloudNames.GetValueOrDefault(package, package));
        if (WithoutRegion.Contains(role) && drawn is Drawn.Box or Drawn.Part)
            return cloud;
        if (drawn == Drawn.Network)
            return Frame(FrameKind.Network, InRegion(cloud, RegionOfNetwork(resource)), CloudName(resource), resource.Urn);
        var (region, network) = (Region(resource), NetworkOf(resource));
        var frame = network is null ? InRegion(cloud, region) : FrameFor(network);
        // A network may span regions; its frame is drawn in one.
        if (network is not null && region is not null && (RegionOfNetwork(network) ?? region) != region)
            frame = InRegion(cloud, region);
        if (drawn == Drawn.Cluster)
            return Frame(FrameKind.Cluster, frame, CloudName(resource), resource.Urn);
        return ClusterOf(resource) is { } cluster && role is BoxRole.Pool or BoxRole.Workload or BoxRole.Other ? FrameFor(cluster) : frame;
    }

    /// <summary>The network that a resource is in; null if nothing names one.</summary>
    public PlanResource? NetworkOf(PlanResource resource)
    {
        if (networks.TryGetValue(resource.Urn, out var found))
            return found;
        networks[resource.Urn] = null;
        foreach (var (_, needed) in index.Needs(resource))
        {
            var (drawn, role) = RoleTable.Of(needed.Type);
            if (drawn == Drawn.Network)
                found = needed;
            else if (drawn == Drawn.NetworkPart || role == BoxRole.Nat)
                found = NetworkOf(needed);
            if (found is not null)
                break;
        }
        return networks[resource.Urn] = found;
    }

    private static string CloudName(PlanResource resource) =>
        PlanIndex.Text(resource.Inputs, "name") is { } name && !name.Contains('<', StringComparison.Ordinal) ? name : resource.Name;

    private PlanResource? ClusterOf(PlanResource resource) =>
        index.Needs(resource).Select(need => need.Resource).FirstOrDefault(needed => RoleTable.Of(needed.Type).Drawn == Drawn.Cluster);

    private Frame InCluster(PlanResource resource, Drawn drawn)
    {
        var provider = index.Find(resource.ProviderUrn);
        var cluster =
            provider is not null && ClusterOf(provider) is { } found
                ? FrameFor(found)
                : Frame(FrameKind.Cluster, Root, provider is null ? "Kubernetes" : provider.Name, "kubernetes");
        var space = drawn == Drawn.Namespace ? Name(resource) : NamespaceOf(resource);
        return space is null ? cluster : Frame(FrameKind.Namespace, cluster, space);
    }

    /// <summary>The name of a Kubernetes object, as other objects refer to it.</summary>
    public static string Name(PlanResource resource) => PlanIndex.Text(resource.Inputs, "metadata.name") ?? resource.Name;

    public static string? NamespaceOf(PlanResource resource) =>
        PlanIndex.Text(resource.Inputs, "metadata.namespace") ?? PlanIndex.Text(resource.Inputs, "namespace");

    private Frame InRegion(Frame cloud, string? region) => region is null ? cloud : Frame(FrameKind.Region, cloud, region);

    private string? RegionOfNetwork(PlanResource network)
    {
        if (Region(network) is { } own)
            return own;
        var regions = index
            .Drawn.Where(part => RoleTable.Of(part.Type).Drawn == Drawn.NetworkPart && NetworkOf(part)?.Urn == network.Urn)
            .Select(Region)
            .OfType<string>()
            .Distinct()
            .ToList();
        return regions.Count == 1 ? regions[0] : null;
    }

    // A region has a digit in its name, as in europe-west1 and us-east-1, or is Azure's; EU, global and europe are not regions.
    private string? Region(PlanResource resource)
    {
        var place = PlaceProperties.Select(property => PlanIndex.Text(resource.Inputs, property)).FirstOrDefault(text => text is not null);
        place ??= index.Find(resource.ProviderUrn) is { } provider ? PlanIndex.Text(provider.Inputs, "region") : null;
        place ??= resource.Package == "aws" ? index.Plan.Config.GetValueOrDefault("aws:region") : null;
        if (place is null or "global")
            return null;
        if (resource.Package.StartsWith("azure", StringComparison.Ordinal))
            return place;
        if (!place.Any(char.IsAsciiDigit) || place.Contains('<', StringComparison.Ordinal))
            return null;
        // europe-west1-b and eu-west-1b are zones.
        if (place.Length > 2 && place[^2] == '-' && char.IsAsciiLetter(place[^1]))
            return place[..^2];
        return char.IsAsciiLetter(place[^1]) && char.IsAsciiDigit(place[^2]) ? place[..^1] : place;
    }

    private Frame Frame(FrameKind kind, Frame parent, string title, string? identity = null)
    {
        var key = $"{kind} {identity ?? title} in {(parent == Root ? "" : parent.GetHashCode())}";
        if (known.TryGetValue(key, out var frame))
            return frame;
        frame = new Frame
        {
            Kind = kind,
            Title = title,
            Parent = parent,
        };
        parent.Frames.Add(frame);
        return known[key] = frame;
    }
}
