using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Quotas;

/// <summary>How much of one quota a plan needs in one region.</summary>
/// <param name="Region">Google's name of the region; <see cref="QuotaNeeds.Everywhere"/> for quotas of the whole project.</param>
/// <param name="Quota">Google's name of the quota.</param>
/// <param name="Creation">While the plan is created.</param>
/// <param name="Minimum">When autoscalers are at their minimum.</param>
/// <param name="Maximum">With autoscalers at their maximum, in the middle of an upgrade.</param>
internal sealed record QuotaNeed(string Region, string Quota, double Creation, double Minimum, double Maximum);

/// <summary>Adds up what the Google Cloud resources of a plan need.</summary>
internal sealed partial class QuotaNeeds
{
    /// <summary>In place of a region: the quota is for the whole project.</summary>
    public const string Everywhere = "all regions";

    /// <summary>GKE puts a regional pool into three zones unless the zones are set.</summary>
    private const int ZonesOfARegion = 3;

    private readonly Dictionary<(string Region, string Quota), QuotaNeed> needs = [];

    /// <summary>What the plan needs, by region and quota.</summary>
    public static IReadOnlyList<QuotaNeed> Of(DeploymentPlan plan)
    {
        var all = new QuotaNeeds();
        foreach (var resource in plan.Resources.Where(resource => resource is { IsCustom: true, IsRead: false, Package: "gcp" }))
            all.Add(resource);
        return
        [
            .. all
                .needs.Values.OrderBy(need => need.Region == Everywhere)
                .ThenBy(need => need.Region, StringComparer.Ordinal)
                .ThenBy(need => need.Quota, StringComparer.Ordinal),
        ];
    }

    private void Add(PlanResource resource)
    {
        var region = Text(resource, "region");
        switch (resource.Type)
        {
            case "gcp:container/nodePool:NodePool":
                AddNodePool(resource);
                break;
            case "gcp:compute/address:Address" when Text(resource, "addressType") != "INTERNAL":
                Count(region, "STATIC_ADDRESSES");
                break;
            case "gcp:compute/router:Router":
                Count(Everywhere, "ROUTERS");
                break;
            case "gcp:compute/subnetwork:Subnetwork":
                Count(Everywhere, "SUBNETWORKS");
                break;
            case "gcp:compute/securityPolicy:SecurityPolicy":
                Count(Everywhere, "SECURITY_POLICIES");
                break;
            case "gcp:sql/databaseInstance:DatabaseInstance":
                Count(Everywhere, "Cloud SQL instances");
                break;
        }
    }

    private void AddNodePool(PlanResource pool)
    {
        var location = Text(pool, "location");
        var zones = Zone().IsMatch(location) ? 1 : (pool.Inputs["nodeLocations"] as PlanList)?.Items.Count ?? ZonesOfARegion;
        var region = Zone().Replace(location, "");
        var fixedCount = Number(pool, "nodeCount") * zones;
        var creation = Math.Max(fixedCount, Number(pool, "initialNodeCount") * zones);
        var minimum = Bound(pool, "Min", zones) ?? Math.Max(creation, fixedCount);
        var maximum = (Bound(pool, "Max", zones) ?? Math.Max(creation, fixedCount)) + Number(pool, "upgradeSettings.maxSurge");

        var machine = Text(pool, "nodeConfig.machineType");
        var cpus = CpusOf(machine);
        // E2 and N1 share one quota; every other series has its own (https://cloud.google.com/compute/resource-usage).
        var series = machine.Split('-')[0];
        AddNodes(region, series is "e2" or "n1" ? "CPUS" : $"{series.ToUpperInvariant()}_CPUS", cpus);
        AddNodes(Everywhere, "CPUS_ALL_REGIONS", cpus);
        var disk = Text(pool, "nodeConfig.diskType") is "pd-standard" ? "DISKS_TOTAL_GB" : "SSD_TOTAL_GB";
        AddNodes(region, disk, Number(pool, "nodeConfig.diskSizeGb"));

        void AddNodes(string place, string quota, double each) =>
            Sum(new QuotaNeed(place, quota, creation * each, minimum * each, maximum * each));
    }

    private static double? Bound(PlanResource pool, string end, int zones) =>
        pool.Inputs.At($"autoscaling.total{end}NodeCount") is PlanNumber total ? total.Value
        : pool.Inputs.At($"autoscaling.{end.ToLowerInvariant()}NodeCount") is PlanNumber each ? each.Value * zones
        : null;

    /// <exception cref="PreviewException">The machine type's name does not tell its processors.</exception>
    private static double CpusOf(string machine) =>
        Cpus().Match(machine) is { Success: true } match
            ? double.Parse(match.Groups["cpus"].Value, CultureInfo.InvariantCulture)
            : throw PreviewException.Usage(
                $"cannot tell the vCPUs of the machine type '{machine}'; accepted: SERIES-FAMILY-CPUS and SERIES-custom-CPUS-MEMORY"
            );

    private void Count(string region, string quota) => Sum(new QuotaNeed(region, quota, 1, 1, 1));

    private void Sum(QuotaNeed more)
    {
        var key = (more.Region, more.Quota);
        needs[key] = needs.TryGetValue(key, out var sum)
            ? sum with
            {
                Creation = sum.Creation + more.Creation,
                Minimum = sum.Minimum + more.Minimum,
                Maximum = sum.Maximum + more.Maximum,
            }
            : more;
    }

    private static string Text(PlanResource resource, string path) => (resource.Inputs.At(path) as PlanText)?.Text ?? "";

    private static double Number(PlanResource resource, string path) => (resource.Inputs.At(path) as PlanNumber)?.Value ?? 0;

    [GeneratedRegex(@"-[a-z]\z")]
    private static partial Regex Zone();

    [GeneratedRegex(@"^[a-z0-9]+-(custom-(?<cpus>[0-9]+)-[0-9]+|[a-z]+-(?<cpus>[0-9]+))\z")]
    private static partial Regex Cpus();
}
