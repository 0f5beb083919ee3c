using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Services around an application: Upstash, Resend, SendGrid, Better Stack.</summary>
internal static class ManagedServicePricer
{
    // Better Stack's free plan has ten monitors and heartbeats (betterstack.com/pricing).
    private const int FreeMonitors = 10;

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["upstash:index/redisDatabase:RedisDatabase"] = Redis,
        ["resend:index/domain:Domain"] = (all, domain) => AccountPlan(all, domain, "resend", "mail"),
        ["sendgrid:index/senderAuthentication:SenderAuthentication"] = (all, sender) => AccountPlan(all, sender, "sendgrid", "mail"),
        ["better-uptime:index/monitor:Monitor"] = Monitor,
        ["better-uptime:index/heartbeat:Heartbeat"] = Monitor,
        ["logtail:index/source:Source"] = (all, source) =>
            all.Unpriced(source, "logs of Better Stack: their volume bundles have no published figure in the price list"),
    };

    private static void Redis(Estimator all, PlanResource database)
    {
        const string What = "Redis commands";
        var item = Item.Of("upstash", "payg.commands", "100k commands");
        if (all.Assumed(database, What, "upstash.commands", item.Unit) is { } commands)
            all.BillAssumed(database, What, item, CostRange.Fixed(commands));
        all.BillUsage(database, "Redis storage", Item.Of("upstash", "payg.storage", "gb-month"), "upstash.stored");
    }

    /// <summary>A plan that the account buys once.</summary>
    private static void AccountPlan(Estimator all, PlanResource resource, string vendor, string what)
    {
        if (!all.IsFirst($"{vendor} plan"))
            all.Free(resource, "part of the account's plan");
        else if (all.AssumedPlan(resource, what, $"{vendor}.plan") is { } plan)
            all.Bill(resource, $"{what}, plan {plan}", Item.Of(vendor, plan, "month"), CostRange.Fixed(1));
    }

    private static void Monitor(Estimator all, PlanResource monitor)
    {
        var isFirst = all.IsFirst("betterstack plan");
        // The first one counts too, although the plan's price includes it.
        var hasPlace = Enumerable.Range(1, FreeMonitors).Any(number => all.IsFirst($"monitor {number}"));
        if (isFirst && all.AssumedPlan(monitor, "Better Stack", "betterstack.plan") is { } plan)
            all.Bill(monitor, $"Better Stack, plan {plan}", Item.Of("betterstack", plan, "month"), CostRange.Fixed(1));
        else if (hasPlace)
            all.Free(monitor, "within the monitors of the plan (betterstack.com/pricing)");
        else
            all.Unpriced(monitor, $"monitors above {FreeMonitors}: the price list has no price for more");
    }
}
