using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Google Cloud's data services: Cloud SQL, Memorystore, Artifact Registry, Cloud Storage, Pub/Sub.</summary>
internal static partial class GcpDataPricer
{
    private const string Sql = "gcp:sql/databaseInstance:DatabaseInstance";

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        [Sql] = DatabaseInstance,
        ["gcp:redis/instance:Instance"] = Redis,
        ["gcp:artifactregistry/repository:Repository"] = Repository,
        ["gcp:storage/bucket:Bucket"] = Bucket,
        ["gcp:pubsub/topic:Topic"] = PubSub,
        ["gcp:pubsub/subscription:Subscription"] = PubSub,
    };

    private static void DatabaseInstance(Estimator all, PlanResource instance)
    {
        var region = instance.Text("region");
        var availability = instance.Text("settings.availabilityType") == "REGIONAL" ? "ha" : "zonal";
        Machine(all, instance, region, availability);
        Disk(all, instance, region, availability);
        if (instance.Flag("settings.backupConfiguration.enabled"))
            all.BillUsage(instance, "backups", Item.Gcp("sql.backup", region, "gb-month"), "sql.backup");
        var primary = all.Plan.Resources.FirstOrDefault(other =>
            other.Type == Sql && other.Text("name").Length > 0 && other.Text("name") == instance.Text("masterInstanceName")
        );
        if (primary is not null && primary.Text("region") != region)
            all.BillUsage(
                instance,
                "replication between regions",
                Item.Gcp("egress.inter-region.europe", "europe", "gb"),
                "sql.replication"
            );
    }

    private static void Machine(Estimator all, PlanResource instance, string region, string availability)
    {
        var tier = instance.Text("settings.tier");
        if (instance.Text("settings.edition") == "ENTERPRISE_PLUS")
            all.Unpriced(instance, $"tier {tier}: the price list has no Enterprise Plus prices");
        else if (tier == "db-f1-micro")
            all.Bill(
                instance,
                $"{tier}, {Words(availability)}",
                Item.Gcp($"sql.postgres.micro.{availability}", region, "hour"),
                CostRange.Fixed(CostEstimate.HoursPerMonth)
            );
        else if (
            !instance.Text("databaseVersion").StartsWith("POSTGRES", StringComparison.Ordinal)
            || CustomTier().Match(tier) is not { Success: true } match
        )
            all.Unpriced(
                instance,
                $"tier {tier} of {instance.Text("databaseVersion")}: only PostgreSQL's db-custom-CPUS-MEMORY and db-f1-micro have a price"
            );
        else
        {
            var cpus = decimal.Parse(match.Groups["cpus"].Value, CultureInfo.InvariantCulture);
            var gib = decimal.Parse(match.Groups["mebibytes"].Value, CultureInfo.InvariantCulture) / 1024;
            var hours = CostRange.Fixed(CostEstimate.HoursPerMonth);
            all.Bill(
                instance,
                $"vCPUs, {Words(availability)}",
                Item.Gcp($"sql.postgres.{availability}.vcpu", region, "hour"),
                hours * cpus
            );
            all.Bill(
                instance,
                $"memory, {Words(availability)}",
                Item.Gcp($"sql.postgres.{availability}.ram", region, "gb-hour"),
                hours * gib
            );
        }
    }

    // The disk grows automatically and does not shrink: https://cloud.google.com/sql/docs/postgres/instance-settings.
    private static void Disk(Estimator all, PlanResource instance, string region, string availability)
    {
        // settings.diskSize: 10 GB where it is not set (the provider's documentation).
        var size = instance.Number("settings.diskSize") ?? 10;
        var limit = instance.Inputs.At("settings.diskAutoresize") is PlanBool { Value: false }
            ? size
            : Math.Max(size, instance.Number("settings.diskAutoresizeLimit") ?? 0);
        if (instance.Text("settings.diskType") == "PD_HDD")
            all.Unpriced(instance, "hard disk: the price list has SSD only");
        else
            all.Bill(
                instance,
                $"SSD, {Words(availability)}",
                Item.Gcp($"sql.ssd.{availability}", region, "gb-month"),
                new CostRange(size, size, limit)
            );
    }

    private static string Words(string availability) => availability == "ha" ? "in two zones" : "in one zone";

    // The standard tier is priced by capacity band: 4 GB cost more than 5 (cloud.google.com/memorystore/docs/redis/pricing).
    private static void Redis(Estimator all, PlanResource instance)
    {
        var size = instance.Number("memorySizeGb") ?? 1;
        var tier = instance.Text("tier") == "STANDARD_HA" ? "standard" : "basic";
        var band = size switch
        {
            <= 4 => "m1",
            <= 10 => "m2",
            <= 35 => "m3",
            <= 100 => "m4",
            _ => "m5",
        };
        if (instance.Text("readReplicasMode") == "READ_REPLICAS_ENABLED")
            all.Unpriced(instance, "read replicas: the price list has no prices for them");
        else
            all.Bill(
                instance,
                $"Redis, {tier} tier, capacity {band.ToUpperInvariant()}",
                Item.Gcp($"redis.{tier}.{band}.gb", instance.Text("region"), "gb-hour"),
                CostRange.Fixed(size * CostEstimate.HoursPerMonth)
            );
    }

    private static void Repository(Estimator all, PlanResource repository)
    {
        // Locations are regions or the multi-region "europe"; all of Europe costs the same.
        var location = repository.Text("location");
        var region = location.StartsWith("europe", StringComparison.Ordinal) ? "europe" : location;
        all.BillUsage(repository, "image storage", Item.Gcp("artifact.storage", region, "gb-month"), "artifact.storage");
        var scans = all.Plan.Resources.Any(other => other.Text("service") == "containerscanning.googleapis.com");
        if (scans && repository.Text("format") is "DOCKER")
            all.BillUsage(repository, "image scans", Item.Gcp("artifact.scan", Price.Everywhere, "image"), "artifact.scans");
    }

    private static void Bucket(Estimator all, PlanResource bucket)
    {
        var storageClass = bucket.Text("storageClass") is { Length: > 0 } said ? said : "STANDARD";
        var location = bucket.Text("location").ToLowerInvariant();
        all.BillUsage(
            bucket,
            $"storage, {storageClass}",
            Item.Gcp($"storage.{storageClass.ToLowerInvariant()}", location == "eu" ? "europe-multi" : location, "gb-month"),
            "storage.stored"
        );
    }

    private static void PubSub(Estimator all, PlanResource resource) =>
        all.BillUsage(resource, "messages", Item.Gcp("pubsub.throughput", Price.Everywhere, "tib"), "pubsub.throughput");

    [GeneratedRegex(@"\Adb-custom-(?<cpus>[0-9]+)-(?<mebibytes>[0-9]+)\z")]
    private static partial Regex CustomTier();
}
