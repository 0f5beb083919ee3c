using System.Collections.Immutable;
using System.Globalization;
using PmCrm.Components.Common;
using Pulumi.Gcp.Sql.Inputs;

namespace PmCrm.Components.Database;

/// <summary>The settings of a Cloud SQL instance; primary and replica share all but backups, maintenance and availability.</summary>
internal static class PostgresInstanceSettings
{
    /// <summary>The disk grows automatically; setting its first size again would try to shrink it.</summary>
    public const string DiskSizeProperty = "settings.diskSize";

    /// <summary>
    /// A replica always keeps the primary's values of these settings, so each update would try to change them again
    /// (github.com/GoogleCloudPlatform/k8s-config-connector/issues/5502; the provider compares what it reads,
    /// google/services/sql/resource_sql_database_instance.go, flattenInsightsConfig).
    /// </summary>
    public static readonly IReadOnlyList<string> UnsettledOnReplica =
    [
        "settings.insightsConfig.queryPlansPerMinute",
        "settings.insightsConfig.queryStringLength",
    ];

    private const string On = "on";

    public static DatabaseInstanceSettingsArgs OfPrimary(PostgresDatabaseArgs args)
    {
        var settings = Common(args, args.Tier, args.Availability);
        settings.BackupConfiguration = new DatabaseInstanceSettingsBackupConfigurationArgs
        {
            Enabled = true,
            StartTime = "02:00",
            Location = "eu",
            PointInTimeRecoveryEnabled = true,
            TransactionLogRetentionDays = args.LogRetentionDays,
            BackupRetentionSettings = new DatabaseInstanceSettingsBackupConfigurationBackupRetentionSettingsArgs
            {
                RetainedBackups = args.BackupRetentionCount,
                RetentionUnit = "COUNT",
            },
        };
        settings.RetainBackupsOnDelete = true;
        settings.FinalBackupConfig = new DatabaseInstanceSettingsFinalBackupConfigArgs { Enabled = true, RetentionDays = 30 };
        settings.MaintenanceWindow = new DatabaseInstanceSettingsMaintenanceWindowArgs
        {
            Day = 7, // Sunday
            Hour = 3,
            UpdateTrack = "stable",
        };
        settings.PasswordValidationPolicy = new DatabaseInstanceSettingsPasswordValidationPolicyArgs
        {
            EnablePasswordPolicy = true,
            MinLength = 16,
            Complexity = "COMPLEXITY_DEFAULT",
            DisallowUsernameSubstring = true,
            ReuseInterval = 5,
        };
        return settings;
    }

    public static DatabaseInstanceSettingsArgs OfReplica(PostgresDatabaseArgs args, PostgresReplicaArgs replica)
    {
        var settings = Common(args, replica.Tier ?? args.Tier, Availability.Zonal);
        settings.DeletionProtectionEnabled = false;
        return settings;
    }

    private static DatabaseInstanceSettingsArgs Common(PostgresDatabaseArgs args, string tier, Availability availability) =>
        new()
        {
            Tier = tier,
            // PostgreSQL 16 defaults to Enterprise Plus, which has no custom machine types.
            Edition = "ENTERPRISE",
            AvailabilityType = availability is Availability.Regional ? "REGIONAL" : "ZONAL",
            DiskType = "PD_SSD",
            DiskSize = args.DiskSizeGb,
            DiskAutoresize = true,
            DiskAutoresizeLimit = args.DiskSizeLimitGb,
            DeletionProtectionEnabled = args.Protection is Protection.On,
            UserLabels = args.Labels.ToInputMap(),
            IpConfiguration = new DatabaseInstanceSettingsIpConfigurationArgs
            {
                Ipv4Enabled = false,
                PrivateNetwork = args.NetworkId,
                // Clients authenticate by password, and verify the server with its CA.
                SslMode = "ENCRYPTED_ONLY",
                ServerCaMode = "GOOGLE_MANAGED_INTERNAL_CA",
            },
            InsightsConfig = new DatabaseInstanceSettingsInsightsConfigArgs
            {
                QueryInsightsEnabled = true,
                QueryStringLength = 1024,
                QueryPlansPerMinute = 5,
                RecordApplicationTags = true,
                RecordClientAddress = false,
            },
            DatabaseFlags = Flags(args)
                .Select(flag => new DatabaseInstanceSettingsDatabaseFlagArgs { Name = flag.Key, Value = flag.Value })
                .ToArray(),
        };

    private static ImmutableSortedDictionary<string, string> Flags(PostgresDatabaseArgs args) =>
        new Dictionary<string, string>
        {
            ["cloudsql.enable_pgaudit"] = On,
            ["cloudsql.iam_authentication"] = On,
            ["log_checkpoints"] = On,
            ["log_connections"] = On,
            ["log_disconnections"] = On,
            ["log_hostname"] = On,
            ["log_lock_waits"] = On,
            // Off: it logs statements with their parameters, which are personal data (CKV_GCP_57). Query Insights shows slow queries.
            ["log_min_duration_statement"] = "-1",
            ["log_min_error_statement"] = "error",
            ["log_min_messages"] = "warning",
            ["log_statement"] = "ddl",
            ["log_temp_files"] = "0",
            ["max_connections"] = args.MaxConnections.ToString(CultureInfo.InvariantCulture),
            // Includes writes, so that the log gives the time to restore to after a mistake; without parameters, which are personal data.
            ["pgaudit.log"] = "ddl,role,write",
            ["pgaudit.log_parameter"] = "off",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
