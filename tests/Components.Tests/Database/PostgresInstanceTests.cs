using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Components.Tests.Database;

public sealed class PostgresInstanceTests
{
    [Fact]
    public async Task Instance_is_PostgreSQL_16_of_the_given_machine_type() =>
        (await PrimaryAsync())
            .ShouldCarry("databaseVersion", "POSTGRES_16")
            .ShouldCarry("name", "pmcrm-test")
            .ShouldCarry("region", "europe-west1")
            .ShouldCarry("settings.tier", "db-custom-4-16384")
            .ShouldCarry("settings.edition", "ENTERPRISE");

    [Fact]
    public async Task Disk_is_solid_state_and_grows_to_a_limit() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.diskType", "PD_SSD")
            .ShouldCarry("settings.diskSize", 50)
            .ShouldCarry("settings.diskAutoresize", true)
            .ShouldCarry("settings.diskAutoresizeLimit", 500);

    [Fact]
    public async Task Disk_that_has_grown_is_not_shrunk_again() =>
        Assert.Equal(["settings.diskSize"], (await PrimaryAsync()).Options!.IgnoreChanges);

    [Fact]
    public async Task Instance_survives_the_loss_of_a_zone_by_default() =>
        (await PrimaryAsync()).ShouldCarry("settings.availabilityType", "REGIONAL");

    [Fact]
    public async Task Instance_in_one_zone_is_a_choice() =>
        (await new PostgresDatabaseBuilder { Availability = Availability.Zonal }.PrimaryAsync()).ShouldCarry(
            "settings.availabilityType",
            "ZONAL"
        );

    [Fact]
    public async Task Instance_has_a_private_address_only() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.ipConfiguration.ipv4Enabled", false)
            .ShouldCarry("settings.ipConfiguration.privateNetwork", "network-id");

    [Fact]
    public async Task Connections_must_be_encrypted_under_the_instances_own_authority() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY")
            .ShouldCarry("settings.ipConfiguration.serverCaMode", "GOOGLE_MANAGED_INTERNAL_CA");

    [Fact]
    public async Task Instance_is_encrypted_by_the_given_key() =>
        (await new PostgresDatabaseBuilder { Encryption = EncryptionKey.CustomerManaged("key-id") }.PrimaryAsync()).ShouldCarry(
            "encryptionKeyName",
            "key-id"
        );

    [Fact]
    public async Task Without_a_key_Google_encrypts_with_its_own() => (await PrimaryAsync()).ShouldLack("encryptionKeyName");

    [Fact]
    public async Task Instance_is_protected_by_the_API_the_provider_and_Pulumi()
    {
        var primary = (await PrimaryAsync())
            .ShouldCarry("settings.deletionProtectionEnabled", true)
            .ShouldCarry("deletionProtection", true);
        Assert.Equal(true, primary.Options!.Protect);
    }

    [Fact]
    public async Task Turning_protection_off_clears_all_three_flags()
    {
        var primary = (await new PostgresDatabaseBuilder { Protection = Protection.Off }.PrimaryAsync())
            .ShouldCarry("settings.deletionProtectionEnabled", false)
            .ShouldCarry("deletionProtection", false);
        Assert.Equal(false, primary.Options!.Protect);
    }

    [Fact]
    public async Task Deleting_the_instance_leaves_a_final_backup_and_the_others() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.finalBackupConfig.enabled", true)
            .ShouldCarry("settings.finalBackupConfig.retentionDays", 30)
            .ShouldCarry("settings.retainBackupsOnDelete", true);

    [Fact]
    public async Task Backups_run_daily_and_thirty_are_kept_in_the_Union() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.backupConfiguration.enabled", true)
            .ShouldCarry("settings.backupConfiguration.startTime", "02:00")
            .ShouldCarry("settings.backupConfiguration.location", "eu")
            .ShouldCarry("settings.backupConfiguration.backupRetentionSettings.retainedBackups", 30)
            .ShouldCarry("settings.backupConfiguration.backupRetentionSettings.retentionUnit", "COUNT");

    [Fact]
    public async Task Database_has_point_in_time_recovery_for_seven_days() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.backupConfiguration.pointInTimeRecoveryEnabled", true)
            .ShouldCarry("settings.backupConfiguration.transactionLogRetentionDays", 7);

    [Fact]
    public async Task Maintenance_is_on_Sundays_at_three_on_the_stable_track() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.maintenanceWindow.day", 7)
            .ShouldCarry("settings.maintenanceWindow.hour", 3)
            .ShouldCarry("settings.maintenanceWindow.updateTrack", "stable");

    [Fact]
    public async Task Query_insights_keep_1024_characters_and_application_tags_but_no_addresses() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.insightsConfig.queryInsightsEnabled", true)
            .ShouldCarry("settings.insightsConfig.queryStringLength", 1024)
            .ShouldCarry("settings.insightsConfig.queryPlansPerMinute", 5)
            .ShouldCarry("settings.insightsConfig.recordApplicationTags", true)
            .ShouldCarry("settings.insightsConfig.recordClientAddress", false);

    [Fact]
    public async Task Passwords_must_be_long_complex_and_new() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.passwordValidationPolicy.enablePasswordPolicy", true)
            .ShouldCarry("settings.passwordValidationPolicy.minLength", 16)
            .ShouldCarry("settings.passwordValidationPolicy.complexity", "COMPLEXITY_DEFAULT")
            .ShouldCarry("settings.passwordValidationPolicy.disallowUsernameSubstring", true)
            .ShouldCarry("settings.passwordValidationPolicy.reuseInterval", 5);

    [Theory]
    [InlineData("cloudsql.enable_pgaudit", "on")]
    [InlineData("cloudsql.iam_authentication", "on")]
    [InlineData("log_checkpoints", "on")]
    [InlineData("log_connections", "on")]
    [InlineData("log_disconnections", "on")]
    [InlineData("log_hostname", "on")]
    [InlineData("log_lock_waits", "on")]
    [InlineData("log_min_duration_statement", "-1")] // parameters are people's data
    [InlineData("log_min_error_statement", "error")]
    [InlineData("log_min_messages", "warning")]
    [InlineData("log_statement", "ddl")]
    [InlineData("log_temp_files", "0")]
    [InlineData("max_connections", "400")]
    [InlineData("pgaudit.log", "ddl,role,write")]
    [InlineData("pgaudit.log_parameter", "off")]
    public async Task Flag_is_set(string flag, string value)
    {
        var flags = (await PrimaryAsync())
            .ListAt("settings.databaseFlags")
            .Cast<System.Collections.Immutable.ImmutableDictionary<string, object>>();
        Assert.Equal(value, Assert.Single(flags, f => (string)f["name"] == flag)["value"]);
    }

    [Fact]
    public async Task Instance_carries_the_labels() =>
        (await PrimaryAsync())
            .ShouldCarry("settings.userLabels.app", "pmcrm")
            .ShouldCarry("settings.userLabels.env", "test")
            .ShouldCarry("settings.userLabels.managed-by", "pulumi");

    [Fact]
    public async Task Name_is_fixed_so_the_old_instance_is_deleted_first() =>
        Assert.Equal(true, ((CustomResourceOptions)(await PrimaryAsync()).Options!).DeleteBeforeReplace);

    private static Task<PmCrm.Testing.RecordedResource> PrimaryAsync() => new PostgresDatabaseBuilder().PrimaryAsync();
}
