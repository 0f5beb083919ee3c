using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Projects;
using Pulumi.Gcp.Projects.Inputs;

namespace PmCrm.Components.Identity;

/// <summary>
/// Data Access audit logs (who read what) of the services for keys, secrets, identities and the database (CKV2_GCP_5). Google has them off
/// by default; here no account is exempt. They cost as much as other logs (https://cloud.google.com/stackdriver/pricing): an entry is about
/// 1 to 2 KB, and the busiest writer is Cloud KMS, with an entry for each use of a key. They are stored in the log bucket of the sink
/// <c>_Default</c>.
/// </summary>
/// <example><c>examples/AuditLogsExample.cs</c></example>
public sealed class AuditLogs : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:AuditLogs";

    /// <summary>
    /// The services, by their names in the audit log. Cloud SQL's differs from its API's:
    /// https://cloud.google.com/logging/docs/audit/services.
    /// </summary>
    public static readonly IReadOnlyList<string> Services =
    [
        "cloudkms.googleapis.com",
        "cloudsql.googleapis.com",
        "iam.googleapis.com",
        GoogleApi.SecretManager,
        "sts.googleapis.com",
    ];

    private static readonly string[] LogTypes = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

    /// <summary>Switches the logs on.</summary>
    public AuditLogs(string name, AuditLogsArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        foreach (var service in Services)
            _ = new IAMAuditConfig(
                $"{name}-{service[..service.IndexOf('.', StringComparison.Ordinal)]}",
                new IAMAuditConfigArgs
                {
                    Project = args.Project,
                    Service = service,
                    AuditLogConfigs = LogTypes.Select(type => new IAMAuditConfigAuditLogConfigArgs { LogType = type }).ToArray(),
                },
                this.Child()
            );
        RegisterOutputs();
    }
}
