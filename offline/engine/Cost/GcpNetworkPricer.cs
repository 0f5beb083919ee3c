using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Google Cloud's network: addresses, NAT, load balancing, Cloud Armor, flow logs.</summary>
internal static class GcpNetworkPricer
{
    // A NAT gateway is billed for at most this many machines: Cloud NAT's list price, "cap-32-vms".
    private const decimal BilledMachinesOfNat = 32;

    private const int RulesOfFirstCharge = 5;

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["gcp:compute/address:Address"] = Address,
        ["gcp:compute/globalAddress:GlobalAddress"] = GlobalAddress,
        ["gcp:compute/routerNat:RouterNat"] = Nat,
        ["gcp:compute/securityPolicy:SecurityPolicy"] = SecurityPolicy,
        ["gcp:compute/subnetwork:Subnetwork"] = Subnetwork,
        ["gcp:compute/globalForwardingRule:GlobalForwardingRule"] = (all, resource) => ForwardingRules(all, resource, 1),
        ["gcp:compute/forwardingRule:ForwardingRule"] = (all, resource) => ForwardingRules(all, resource, 1),
    };

    /// <summary>Forwarding rules of a load balancer: one charge for the first five of a project, and one for each above.</summary>
    public static void ForwardingRules(Estimator all, PlanResource resource, int count)
    {
        // The plan has one project, so IsFirst also counts the rules of earlier resources.
        var above = 0;
        for (var rule = 0; rule < count; rule++)
        {
            var number = 1;
            while (number <= RulesOfFirstCharge && !all.IsFirst($"forwarding rule {number}"))
                number++;
            above += number > RulesOfFirstCharge ? 1 : 0;
        }
        if (all.IsFirst("forwarding rules"))
            all.Bill(
                resource,
                "forwarding rules, the first five",
                Item.Gcp("lb.forwarding-rule.first5", Price.Everywhere, "hour"),
                CostRange.Fixed(CostEstimate.HoursPerMonth)
            );
        else if (above == 0)
            all.Free(resource, "within the charge for the first five forwarding rules (cloud.google.com/load-balancing/pricing)");
        if (above > 0)
            all.Bill(
                resource,
                "forwarding rules above five",
                Item.Gcp("lb.forwarding-rule.additional", Price.Everywhere, "hour"),
                CostRange.Fixed(above * CostEstimate.HoursPerMonth)
            );
    }

    /// <summary>The traffic that a load balancer processes and sends, from the usage file.</summary>
    public static void Traffic(Estimator all, PlanResource resource, string region)
    {
        all.BillUsage(resource, "load balancer, inbound", Item.Gcp("lb.gb.inbound", region, "gb"), "lb.inbound");
        all.BillUsage(resource, "load balancer, outbound", Item.Gcp("lb.gb.outbound", region, "gb"), "lb.outbound");
        InternetEgress(all, resource, region);
    }

    private static void InternetEgress(Estimator all, PlanResource resource, string region)
    {
        const string What = "traffic to the internet";
        if (all.Assumed(resource, What, "egress.internet", "gb") is not { } left)
            return;
        // The tiers of Google's premium network, in GB: up to 1 TiB, up to 10 TiB, above.
        foreach (var (tier, size) in new[] { ("0-1tib", 1024m), ("1-10tib", 9216m), ("10tib-up", decimal.MaxValue) })
        {
            var part = Math.Min(left, size);
            if (part > 0 || tier == "0-1tib")
                all.BillAssumed(
                    resource,
                    $"{What}, {tier}",
                    Item.Gcp($"egress.internet.premium.{tier}", region, "gb"),
                    CostRange.Fixed(part)
                );
            left -= part;
        }
    }

    private static void Address(Estimator all, PlanResource address)
    {
        if (address.Text("addressType") == "INTERNAL")
        {
            all.Free(address, "internal addresses are not billed (general knowledge)");
            return;
        }
        var isUsed = all.Plan.Resources.Any(other =>
            other.PropertyDependencies.Values.Any(urns => urns.Contains(address.Urn))
            || (other.IsCustom && other.Dependencies.Contains(address.Urn))
        );
        all.Bill(
            address,
            isUsed ? "address in use" : "unused address",
            Item.Gcp(isUsed ? "address.static.used" : "address.static.unused", address.Text("region"), "hour"),
            CostRange.Fixed(CostEstimate.HoursPerMonth)
        );
    }

    private static void GlobalAddress(Estimator all, PlanResource address)
    {
        if (address.Text("addressType") == "INTERNAL")
            all.Free(address, "a range for private services is not billed (general knowledge)");
        else
            all.Bill(
                address,
                "global address of a forwarding rule",
                Item.Gcp("address.global.in-use-by-forwarding-rule", Price.Everywhere, "hour"),
                CostRange.Fixed(CostEstimate.HoursPerMonth)
            );
    }

    private static void Nat(Estimator all, PlanResource nat)
    {
        var region = nat.Text("region");
        var nodes = all.Pools.Total.Select(count => Math.Min(count, BilledMachinesOfNat));
        all.Bill(nat, "gateway, for each node", Item.Gcp("nat.vm-hour", region, "hour"), nodes * CostEstimate.HoursPerMonth);
        all.BillUsage(nat, "traffic through the gateway", Item.Gcp("nat.gb", region, "gb"), "nat.traffic");
    }

    private static void SecurityPolicy(Estimator all, PlanResource policy)
    {
        all.Bill(policy, "Cloud Armor policy", Item.Gcp("armor.policy", Price.Everywhere, "month"), CostRange.Fixed(1));
        all.Bill(
            policy,
            "Cloud Armor rules",
            Item.Gcp("armor.rule", Price.Everywhere, "month"),
            CostRange.Fixed(policy.Inputs.List("rules").Count)
        );
        all.BillUsage(policy, "Cloud Armor requests", Item.Gcp("armor.requests", Price.Everywhere, "1m requests"), "armor.requests");
    }

    private static void Subnetwork(Estimator all, PlanResource subnetwork)
    {
        if (subnetwork.Inputs.At("logConfig") is null)
            all.Free(subnetwork, "a subnetwork is not billed, its traffic is (general knowledge)");
        else
            all.BillUsage(subnetwork, "VPC flow logs", Item.Gcp("flowlogs.vended-storage", Price.Everywhere, "gb"), "flowlogs");
    }
}
