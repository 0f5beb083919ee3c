using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>
/// Finds out which boxes talk to each other and where secrets go: from the sources of properties, from services, references by name, node
/// selectors and network policies.
/// </summary>
internal sealed class LinkBuilder(PlanIndex index, BoxBuilder boxes, KubernetesObjects objects, Box internet)
{
    // Where a resource says under which names it answers.
    private static readonly string[] NamingProperties = ["domain", "domainName", "host", "hosts", "aliases", "domains"];

    private readonly Dictionary<(Box From, Box To, LinkKind Kind), List<string>> links = [];

    public IReadOnlyList<Link> Build()
    {
        foreach (var resource in index.Drawn)
            AddNeeds(resource);
        foreach (var workload in objects.Workloads)
            AddWorkload(workload);
        foreach (var ingress in objects.Of("Ingress"))
        foreach (var (workload, port) in objects.BehindIngress(ingress))
            Add(boxes.BoxOf(ingress), boxes.BoxOf(workload), LinkKind.Traffic, port);
        foreach (var service in objects.Of("Service").Where(service => PlanIndex.Text(service.Inputs, "spec.type") == "LoadBalancer"))
            Add(internet, boxes.BoxOf(service), LinkKind.Traffic, KubernetesObjects.PortOf(service));
        new PolicyLinks(objects, boxes, internet, Add).AddAll();
        AddGrants();
        AddNames();
        AddInternet();
        return
        [
            .. links
                .Where(link => !IsSaidBetter(link.Key))
                .Select(link => new Link(link.Key.From, link.Key.To, link.Key.Kind, Label(link.Value))),
        ];
    }

    private void Add(Box? from, Box? to, LinkKind kind, string label)
    {
        if (from is null || to is null || from == to)
            return;
        if (!links.TryGetValue((from, to, kind), out var labels))
            links[(from, to, kind)] = labels = [];
        if (label.Length > 0 && !labels.Contains(label))
            labels.Add(label);
    }

    private static string Label(List<string> labels) => labels.Count <= 2 ? string.Join(", ", labels) : $"{labels[0]}, {labels[1]}, …";

    // A "uses" line is drawn only if no traffic or secret line connects the two boxes.
    private bool IsSaidBetter((Box From, Box To, LinkKind Kind) link) =>
        link.Kind == LinkKind.Uses
        && (
            links.ContainsKey((link.From, link.To, LinkKind.Traffic))
            || links.ContainsKey((link.To, link.From, LinkKind.Traffic))
            || links.ContainsKey((link.To, link.From, LinkKind.Secret))
            || links.ContainsKey((link.From, link.To, LinkKind.Secret))
        );

    private void AddNeeds(PlanResource resource)
    {
        var user = boxes.BoxOf(resource);
        if (user is null)
            return;
        foreach (var (property, needed) in index.Needs(resource))
        {
            // Identities and operations need almost everything, so their lines are left out.
            if (boxes.BoxOf(needed) is not { } source || source == user || IsQuiet(source))
                continue;
            if (source.Role == BoxRole.Key && user.Role is not (BoxRole.Key or BoxRole.Identity))
                Add(source, user, LinkKind.Secret, "encrypts");
            else if (IsQuiet(user))
                continue;
            else if (source.Role == BoxRole.Secret || HasSecret(resource.Inputs[property]))
                Add(source, user, LinkKind.Secret, "");
            else if (user.Role == BoxRole.Edge && IsName(resource))
                Add(user, source, LinkKind.Uses, "names");
            else if (user.Role is BoxRole.Edge or BoxRole.Entry or BoxRole.Frontend && source.Role <= BoxRole.Workload)
                Add(user, source, LinkKind.Traffic, "");
            else if (user.Role == BoxRole.Workload && source.Role is BoxRole.Data or BoxRole.Workload)
                Add(user, source, LinkKind.Traffic, PortLabel(source));
            else
                Add(user, source, LinkKind.Uses, property);
        }
    }

    private static bool HasSecret(PlanValue? value) =>
        value switch
        {
            PlanSecret => true,
            PlanText text => text.Fingerprint is not null,
            PlanList list => list.Items.Any(HasSecret),
            PlanMap map => map.Entries.Values.Any(HasSecret),
            _ => false,
        };

    // A DNS record: clients look it up, but requests do not pass through it.
    private static bool IsName(PlanResource resource) =>
        resource.ShortType.Contains("Record", StringComparison.OrdinalIgnoreCase)
        || resource.Type.Contains("dns", StringComparison.OrdinalIgnoreCase);

    private static bool IsQuiet(Box box) => box.Role is BoxRole.Identity or BoxRole.Operations;

    private static string PortLabel(Box data) => Ports.Of(data) is [var port, ..] ? $"TCP {port}" : "";

    private void AddWorkload(PlanResource workload)
    {
        var box = boxes.BoxOf(workload);
        foreach (var pool in objects.PoolsOf(workload))
            Add(box, boxes.BoxOf(pool), LinkKind.RunsOn, "");
        foreach (var read in objects.ReadBy(workload))
        {
            if (read.ShortType == "Secret")
                Add(boxes.BoxOf(read), box, LinkKind.Secret, "");
            // A link to a database follows from the connection string that the workload reads.
            foreach (var (_, needed) in index.Needs(read))
                if (boxes.BoxOf(needed) is { Role: BoxRole.Data } data)
                    Add(box, data, LinkKind.Traffic, PortLabel(data));
        }
    }

    // An identity that may read a secret, and the workload that acts as it.
    private void AddGrants()
    {
        foreach (var grant in index.Drawn.Where(resource => resource.ShortType.Contains("IamMember", StringComparison.OrdinalIgnoreCase)))
        {
            var needs = index.Needs(grant).Select(need => need.Resource).ToList();
            var secret = needs.Find(needed => boxes.BoxOf(needed)?.Role == BoxRole.Secret);
            if (secret is null)
                continue;
            foreach (
                var account in objects
                    .Of("ServiceAccount")
                    .Where(account => index.Needs(account).Any(need => needs.Contains(need.Resource)))
            )
                if (objects.WorkloadOf(account) is { } workload)
                    Add(boxes.BoxOf(secret), boxes.BoxOf(workload), LinkKind.Secret, "may read");
        }
    }

    // A DNS record of the name that a frontend or an ingress answers to.
    private void AddNames()
    {
        var answering = boxes.Boxes.Where(box => box.Role is BoxRole.Frontend or BoxRole.Entry).ToList();
        foreach (var edge in boxes.Boxes.Where(box => box.Role == BoxRole.Edge))
        foreach (var record in edge.All)
            if (PlanIndex.Text(record.Inputs, "name") is { Length: > 0 } name)
                foreach (var target in answering.Where(target => target.All.Any(part => Names(part).Contains(name))))
                    Add(edge, target, LinkKind.Uses, "names");
    }

    private static IEnumerable<string> Names(PlanResource resource) =>
        NamingProperties.SelectMany(key => PlanIndex.Under(resource.Inputs, key).SelectMany(PlanIndex.Texts));

    private void AddInternet()
    {
        foreach (var box in boxes.Boxes)
            if (
                box.Role == BoxRole.Frontend
                || (box.Role == BoxRole.Entry && !links.Keys.Any(link => link.To == box && link.Kind == LinkKind.Traffic))
            )
                Add(internet, box, LinkKind.Traffic, "");
        if (links.Keys.Any(link => link.To.Role == BoxRole.Nat && link.Kind == LinkKind.Traffic))
            foreach (var nat in links.Keys.Select(link => link.To).Where(box => box.Role == BoxRole.Nat).Distinct().ToList())
                Add(nat, internet, LinkKind.Traffic, "");
    }
}
