using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Cloudflare and Vercel. R2's free storage and requests are per account, so they are not counted.</summary>
internal static class EdgePricer
{
    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["cloudflare:index/dnsRecord:DnsRecord"] = ZoneEntry,
        ["cloudflare:index/zone:Zone"] = ZoneEntry,
        ["cloudflare:index/r2Bucket:R2Bucket"] = Bucket,
        ["vercel:index/project:Project"] = Project,
    };

    // A zone is billed by its plan, whatever is in it. It may have been created outside the program.
    private static void ZoneEntry(Estimator all, PlanResource entry)
    {
        if (!all.IsFirst($"zone {entry.Text("zoneId")}"))
            all.Free(entry, "part of the zone's plan (general knowledge)");
        else if (all.AssumedPlan(entry, "zone", "cloudflare.plan") is { } plan)
            all.Bill(entry, $"zone, plan {plan}", Item.Of("cloudflare", plan, "month"), CostRange.Fixed(1));
    }

    private static void Bucket(Estimator all, PlanResource bucket)
    {
        if (bucket.Text("storageClass") is "InfrequentAccess")
        {
            all.Unpriced(bucket, "storage class InfrequentAccess: the price list has Standard only");
            return;
        }
        all.BillUsage(bucket, "R2 storage", Item.Of("cloudflare", "r2.storage", "gb-month"), "r2.stored");
        all.BillUsage(bucket, "R2 requests that write", Item.Of("cloudflare", "r2.class-a", "1m requests"), "r2.class-a");
        all.BillUsage(bucket, "R2 requests that read", Item.Of("cloudflare", "r2.class-b", "1m requests"), "r2.class-b");
    }

    private static void Project(Estimator all, PlanResource project)
    {
        if (!all.IsFirst("vercel team"))
        {
            all.Free(project, "part of the team's plan (api-evangelist/vercel plans)");
            return;
        }
        if (
            all.AssumedPlan(project, "Vercel seats", "vercel.plan") is { } plan
            && all.Assumed(project, "Vercel seats", "vercel.seats", "seat") is { } seats
        )
            all.Bill(project, $"Vercel seats, plan {plan}", Item.Of("vercel", plan, "month"), CostRange.Fixed(seats));
        all.BillUsage(
            project,
            "Vercel traffic above the included",
            Item.Of("vercel", "pro.bandwidth", "gb"),
            "vercel.bandwidth",
            allotment: "pro.included.bandwidth"
        );
        all.BillUsage(
            project,
            "Vercel requests above the included",
            Item.Of("vercel", "pro.edge-requests", "1m requests"),
            "vercel.requests",
            allotment: "pro.included.edge-requests"
        );
    }
}
