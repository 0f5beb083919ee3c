namespace PmCrm.Preview.Tests.Policy.Cases;

internal static class DatabaseCases
{
    private const string Instance = "gcp:sql/databaseInstance:DatabaseInstance";

    public static IEnumerable<RuleCase> All =>
        [
            RuleCase.Of("CKV_GCP_6", Instance, Ip("sslMode: TRUSTED_CLIENT_CERTIFICATE_REQUIRED"), Ip("sslMode: ENCRYPTED_ONLY")),
            RuleCase.Of("CKV_GCP_6", Instance, Ip("requireSsl: true"), Ip("requireSsl: false")),
            RuleCase.Of(
                "CKV_GCP_6",
                Instance,
                "{ databaseVersion: SQLSERVER_2022_WEB, settings: { ipConfiguration: { sslMode: ENCRYPTED_ONLY } } }",
                Ip("sslMode: ALLOW_UNENCRYPTED_AND_ENCRYPTED")
            ),
            RuleCase.Of(
                "CKV_GCP_11",
                Instance,
                Ip("authorizedNetworks: [{ value: 192.0.2.0/24 }]"),
                Ip("authorizedNetworks: [{ value: 192.0.2.0/24 }, { value: 0.0.0.0/0 }]")
            ),
            RuleCase.Of("CKV_GCP_14", Instance, Backup("enabled: true"), Backup("enabled: false")),
            RuleCase.Of("CKV_GCP_60", Instance, Ip("ipv4Enabled: false"), Ip("ipv4Enabled: true")),
            RuleCase.Of("CKV_GCP_79", Instance, "{ databaseVersion: POSTGRES_18 }", "{ databaseVersion: POSTGRES_16 }"),
            RuleCase.Of("own/database-point-in-time", Instance, Backup("pointInTimeRecoveryEnabled: true"), Backup("enabled: true")),
            RuleCase.Of(
                "own/database-deletion",
                Instance,
                "{ settings: { deletionProtectionEnabled: true } }",
                "{ settings: { deletionProtectionEnabled: false } }"
            ),
            RuleCase.Of(
                "CKV2_GCP_20",
                Instance,
                "{ databaseVersion: MYSQL_8_4, settings: { backupConfiguration: { binaryLogEnabled: true } } }",
                "{ databaseVersion: MYSQL_8_4, settings: { backupConfiguration: { binaryLogEnabled: false } } }"
            ),
            RuleCase.Of(
                "CKV2_GCP_7",
                "gcp:sql/user:User",
                "{ name: root, password: given }",
                "{ name: root }",
                RuleCase.Resource(Instance, "database", "{ databaseVersion: MYSQL_8_4 }")
            ),
            On("CKV_GCP_51", "log_checkpoints"),
            On("CKV_GCP_52", "log_connections"),
            On("CKV_GCP_53", "log_disconnections"),
            On("CKV_GCP_54", "log_lock_waits"),
            On("CKV_GCP_108", "log_hostname"),
            On("CKV_GCP_110", "cloudsql.enable_pgaudit"),
            On("CKV2_GCP_13", "log_duration"),
            Flag("CKV_GCP_55", "POSTGRES_16", "log_min_messages", "warning", "loud"),
            Flag("CKV_GCP_56", "POSTGRES_16", "log_temp_files", "0", "10"),
            Flag("CKV_GCP_57", "POSTGRES_16", "log_min_duration_statement", "-1", "1000"),
            Flag("CKV_GCP_109", "POSTGRES_16", "log_min_error_statement", "error", "fatal"),
            Flag("CKV_GCP_111", "POSTGRES_16", "log_statement", "ddl", "none"),
            Flag("CKV2_GCP_14", "POSTGRES_16", "log_executor_stats", "off", "on"),
            Flag("CKV2_GCP_15", "POSTGRES_16", "log_parser_stats", "off", "on"),
            Flag("CKV2_GCP_16", "POSTGRES_16", "log_planner_stats", "off", "on"),
            Flag("CKV2_GCP_17", "POSTGRES_16", "log_statement_stats", "off", "on"),
            Flag("CKV_GCP_50", "MYSQL_8_4", "local_infile", "off", "on"),
            Flag("CKV_GCP_58", "SQLSERVER_2022_WEB", "cross db ownership chaining", "off", "on"),
            Flag("CKV_GCP_59", "SQLSERVER_2022_WEB", "contained database authentication", "off", "on"),
        ];

    private static RuleCase On(string rule, string flag) => Flag(rule, "POSTGRES_16", flag, "on", "off");

    private static RuleCase Flag(string rule, string version, string flag, string good, string bad) =>
        RuleCase.Of(rule, Instance, Flags(version, flag, good), Flags(version, flag, bad));

    private static string Flags(string version, string flag, string value) =>
        $"{{ databaseVersion: {version}, settings: {{ databaseFlags: [{{ name: other, value: 'on' }}, {{ name: '{flag}', value: '{value}' }}] }} }}";

    private static string Ip(string setting) => $"{{ databaseVersion: POSTGRES_16, settings: {{ ipConfiguration: {{ {setting} }} }} }}";

    private static string Backup(string setting) =>
        $"{{ databaseVersion: POSTGRES_16, settings: {{ backupConfiguration: {{ {setting} }} }} }}";
}
