using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>What Kubernetes NetworkPolicies let through: between workloads, to data stores, to the internet.</summary>
internal sealed class PolicyLinks(KubernetesObjects objects, BoxBuilder boxes, Box internet, Action<Box?, Box?, LinkKind, string> add)
{
    // Names are looked up by everybody.
    private const int Dns = 53;

    private readonly List<PlanResource> policies = [.. objects.Of("NetworkPolicy")];

    public void AddAll()
    {
        foreach (var policy in policies)
        foreach (var workload in objects.SelectedBy(policy))
        {
            foreach (var rule in Items(policy, "spec.egress"))
                AddEgress(policy, workload, rule);
            foreach (var rule in Items(policy, "spec.ingress"))
            foreach (var peer in Items(rule, "from"))
            foreach (var other in objects.Peers(policy, peer))
                add(boxes.BoxOf(other), boxes.BoxOf(workload), LinkKind.Traffic, Label(PortsOf(rule)));
        }
    }

    private void AddEgress(PlanResource policy, PlanResource workload, PlanValue rule)
    {
        var ports = PortsOf(rule).Where(port => port.Number != Dns).ToList();
        var from = boxes.BoxOf(workload);
        var peers = Items(rule, "to").ToList();
        if (peers.Count == 0 && ports.Count > 0)
        {
            // To anywhere: drawn to who listens there for anybody, and to the internet where it is the web.
            foreach (var listener in policies.SelectMany(other => Listening(other, ports)).Where(listener => listener != workload))
                add(from, boxes.BoxOf(listener), LinkKind.Traffic, Label(ports));
            if (ports.Exists(port => port.Number is 80 or 443))
                AddInternet(from, ports.Where(port => port.Number is 80 or 443));
        }
        foreach (var peer in peers)
        {
            if (PlanIndex.Text(peer, "ipBlock.cidr") is { } range)
                AddRange(from, range, ports);
            else
                foreach (var other in objects.Peers(policy, peer))
                    add(from, boxes.BoxOf(other), LinkKind.Traffic, Label(ports));
        }
    }

    private void AddRange(Box? from, string range, IReadOnlyList<Port> ports)
    {
        if (range is "0.0.0.0/0" or "::/0")
            AddInternet(from, ports);
        else
            foreach (var data in boxes.Boxes.Where(box => box.Role == BoxRole.Data && IsPrimary(box)))
                if (ports.Where(port => Ports.Of(data).Contains(port.Number)).ToList() is { Count: > 0 } fitting)
                    add(from, data, LinkKind.Traffic, Label(fitting));
    }

    // A policy names a port and a range, not an instance; a read replica is reached by its own name only.
    private static bool IsPrimary(Box data) =>
        data.Resources[0].Inputs["masterInstanceName"] is null && data.Resources[0].Inputs["replicateSourceDb"] is null;

    private void AddInternet(Box? from, IEnumerable<Port> ports)
    {
        var way = boxes.Boxes.FirstOrDefault(box =>
            box.Role == BoxRole.Nat && box.Resources.Any(part => part.ShortType.Contains("Nat", StringComparison.Ordinal))
        );
        add(from, way ?? internet, LinkKind.Traffic, Label(ports));
    }

    private IEnumerable<PlanResource> Listening(PlanResource policy, List<Port> ports) =>
        Items(policy, "spec.ingress").Any(rule => !Items(rule, "from").Any() && PortsOf(rule).Any(ports.Contains))
            ? objects.SelectedBy(policy)
            : [];

    private static IEnumerable<PlanValue> Items(PlanResource resource, string path) => Items(resource.Inputs, path);

    private static IEnumerable<PlanValue> Items(PlanValue value, string path) => value.At(path) is PlanList list ? list.Items : [];

    private static IEnumerable<Port> PortsOf(PlanValue rule) =>
        Items(rule, "ports")
            .Where(port => port.At("port") is PlanNumber)
            .Select(port => new Port(PlanIndex.Text(port, "protocol") ?? "TCP", (int)((PlanNumber)port.At("port")!).Value));

    private static string Label(IEnumerable<Port> ports) =>
        string.Join(", ", ports.GroupBy(port => port.Protocol).Select(group => $"{group.Key} {string.Join('/', group.Select(Number))}"));

    private static string Number(Port port) => port.Number.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Port(string Protocol, int Number);
}
