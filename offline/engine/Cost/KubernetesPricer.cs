using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Kubernetes objects that create billed resources outside the cluster, or that a vendor bills per node.</summary>
internal static class KubernetesPricer
{
    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["kubernetes:networking.k8s.io/v1:Ingress"] = Ingress,
        ["kubernetes:core/v1:Service"] = Service,
        ["kubernetes:core/v1:PersistentVolumeClaim"] = VolumeClaim,
        ["kubernetes:helm.sh/v3:Release"] = Release,
    };

    private static string RegionOf(Estimator all) =>
        all.Plan.Resources.Where(resource => resource.Type is "gcp:container/cluster:Cluster" or "gcp:container/nodePool:NodePool")
            .Select(resource => PlanInputs.RegionOf(resource.Text("location")))
            .FirstOrDefault(location => location.Length > 0)
        ?? Price.Everywhere;

    // GKE's controller creates a forwarding rule for HTTPS, and one that redirects HTTP to HTTPS.
    private static void Ingress(Estimator all, PlanResource ingress)
    {
        var annotations = ingress.Inputs.At("metadata.annotations") as PlanMap ?? PlanMap.Empty;
        if (annotations["kubernetes.io/ingress.class"] is not PlanText { Text: "gce" })
        {
            all.Free(ingress, "served by a controller that runs on the nodes (cloud.google.com/kubernetes-engine/docs/concepts/ingress)");
            return;
        }
        GcpNetworkPricer.ForwardingRules(all, ingress, 2);
        GcpNetworkPricer.Traffic(all, ingress, RegionOf(all));
    }

    private static void Service(Estimator all, PlanResource service)
    {
        if (service.Text("spec.type") != "LoadBalancer")
        {
            all.Free(service, "a Service inside the cluster is not billed (cloud.google.com/kubernetes-engine/pricing)");
            return;
        }
        GcpNetworkPricer.ForwardingRules(all, service, service.Inputs.List("spec.ports").Count);
        GcpNetworkPricer.Traffic(all, service, RegionOf(all));
    }

    private static void VolumeClaim(Estimator all, PlanResource claim)
    {
        const decimal Gibi = 1024m * 1024 * 1024;
        var requested = PlanInputs.Quantity(claim.Inputs.At("spec.resources.requests.storage"));
        if (requested is not { } bytes)
            all.Unpriced(claim, "its size is not in the plan");
        else
            // GKE's default class, standard-rwo, creates pd-balanced disks.
            all.Bill(
                claim,
                "pd-balanced disk",
                Item.Gcp("compute.disk.pd-balanced", RegionOf(all), "gb-month"),
                CostRange.Fixed(bytes / Gibi)
            );
    }

    private static void Release(Estimator all, PlanResource release)
    {
        if (release.Text("chart") != "datadog")
        {
            all.Free(release, "what a chart runs is billed as nodes (cloud.google.com/kubernetes-engine/pricing)");
            return;
        }
        var hosts = all.Pools.Total;
        if (all.AssumedPlan(release, "Datadog hosts", "datadog.plan") is { } plan)
            all.Bill(release, "Datadog hosts", Item.Of("datadog", plan, "host-month"), hosts);
        if (release.Flag("values.datadog.apm.portEnabled") || release.Flag("values.datadog.apm.socketEnabled"))
            if (all.AssumedPlan(release, "Datadog APM hosts", "datadog.apm-plan") is { } apm)
                all.Bill(release, "Datadog APM hosts", Item.Of("datadog", apm, "host-month"), hosts);
        if (!release.Flag("values.datadog.logs.enabled"))
            return;
        all.BillUsage(release, "Datadog logs, ingested", Item.Of("datadog", "logs.ingest", "gb"), "datadog.logs.ingested");
        all.BillUsage(release, "Datadog logs, indexed", Item.Of("datadog", "logs.index-15d", "1m events"), "datadog.logs.indexed");
    }
}
