using System.Globalization;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule that no firewall rule opens a port to the whole internet.</summary>
internal abstract class FirewallPortRule(RuleInfo info, int port) : ResourceRule(info, GcpType.Firewall)
{
    public override string LooksAt => $"{base.LooksAt}: allows[].ports, sourceRanges";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var opened = Known.At(resource.Inputs, "allows") switch
        {
            null => false,
            PlanList allows => Any(allows.Items.Select(Opens)),
            _ => null,
        };
        var isEverybody = Firewall.IsFromEverywhere(resource);
        if (opened == false || isEverybody == false)
            return Verdict.Pass;
        return opened is null || isEverybody is null
            ? Verdict.Unknown($"a port or a source range is not known before the deployment; expected port {port} closed to 0.0.0.0/0")
            : Verdict.Violation($"port {port} is open to 0.0.0.0/0; expected narrower sourceRanges");
    }

    // Null where it is not known. Without ports all are open; CKV2_GCP_12 looks at that.
    private bool? Opens(PlanValue allow) =>
        allow switch
        {
            PlanMap map => Known.At(map, "ports") switch
            {
                null => false,
                PlanList ports => Any(ports.Items.Select(Includes)),
                _ => null,
            },
            _ => null,
        };

    private bool? Includes(PlanValue value)
    {
        if (!Known.Is(value))
            return null;
        var ends = (value is PlanText text ? text.Text : Expectation.Show(value)).Split('-', 2);
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)
            && first <= port
            && port <= last;
    }

    private static bool? Any(IEnumerable<bool?> all)
    {
        var list = all.ToList();
        return list.Contains(true) ? true
            : list.Contains(null) ? null
            : false;
    }
}

/// <summary>The traffic that a firewall rule applies to.</summary>
internal static class Firewall
{
    private static readonly string[] Everywhere = ["0.0.0.0/0", "::/0", "::0/0"];

    /// <summary>Whether the whole internet is among its sources; null where that is not known.</summary>
    public static bool? IsFromEverywhere(PlanResource rule)
    {
        if (Known.At(rule.Inputs, "sourceRanges") is not { } ranges)
            return false;
        if (ranges is PlanList list && list.Items.Any(range => Known.Text(range) is { } text && Everywhere.Contains(text)))
            return true;
        return Known.Is(ranges) ? false : null;
    }
}
