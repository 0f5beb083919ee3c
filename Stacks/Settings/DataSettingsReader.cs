using System.Globalization;
using PmCrm.Components.Cache;
using PmCrm.Components.Database;

namespace PmCrm.Stacks.Settings;

/// <summary>Reads database and cache.</summary>
internal static class DataSettingsReader
{
    /// <summary>The deployment document requires 30 daily backups; fewer are refused.</summary>
    private const int MinBackups = 30;

    /// <summary>The most that Cloud SQL keeps.</summary>
    private const int MaxBackups = 365;

    /// <summary>
    /// The deployment document requires point-in-time recovery for 7 days, which is also the maximum of this edition of Cloud SQL.
    /// </summary>
    private const int LogDays = 7;

    public static DatabaseSettings ReadDatabase(SettingsReader reader)
    {
        var settings = new DatabaseSettings(
            ReadTier(reader),
            reader.Flag("databaseHighAvailability") ? Availability.Regional : Availability.Zonal,
            reader.Flag("databaseReplica"),
            reader.Number("databaseDiskGb", 10, 65_536),
            reader.Number("databaseDiskLimitGb", 10, 65_536),
            reader.Number("databaseMaxConnections", 25, 10_000),
            reader.Number("databasePoolSize", 1, 500),
            reader.Number("backupRetentionCount", MinBackups, MaxBackups),
            reader.Number("logRetentionDays", LogDays, LogDays),
            reader.Number("databasePasswordVersion", 1, 100_000)
        );
        if (settings.DiskSizeLimitGb < settings.DiskSizeGb)
            reader.Refuse("databaseDiskLimitGb", $"at least {reader.Full("databaseDiskGb")}, which is {settings.DiskSizeGb}");
        return settings;
    }

    public static CacheSettings ReadCache(SettingsReader reader) =>
        new(reader.Flag("cacheHighAvailability") ? RedisTier.HighlyAvailable : RedisTier.Basic, reader.Number("cacheMemoryGb", 1, 300));

    /// <summary>
    /// Cloud SQL's rules: 1 vCPU or an even number up to 96; 0.9 to 6.5 GiB for each; at least 3.75 GiB, in steps of 256 MiB.
    /// </summary>
    private static string ReadTier(SettingsReader reader)
    {
        const string key = "databaseTier";
        const string accepted =
            "db-custom-CPUS-MEMORY: 1 or an even number of processors up to 96, and 922 to 6656 MiB for each of them, at least 3840, in steps of 256";
        var tier = reader.Text(key, Patterns.DatabaseTier(), accepted);
        if (tier.Length == 0)
            return tier;
        var match = Patterns.DatabaseTier().Match(tier);
        var cpus = int.Parse(match.Groups["cpus"].Value, CultureInfo.InvariantCulture);
        var memory = int.Parse(match.Groups["memory"].Value, CultureInfo.InvariantCulture);
        var isSane =
            (cpus == 1 || cpus % 2 == 0)
            && cpus <= 96
            && memory >= 3840
            && memory % 256 == 0
            && memory >= cpus * 922
            && memory <= cpus * 6656;
        if (!isSane)
            reader.Refuse(key, accepted);
        return tier;
    }
}
