namespace PmCrm.Contract;

/// <summary>
/// How the image is started, probed and stopped, and where it looks for files. Its environment variables are in
/// <see cref="AppVariables"/>, its metrics in <see cref="AppMetrics"/>.
/// </summary>
public static class AppContract
{
    /// <summary>Port of backend and worker.</summary>
    public const int Port = 3000;

    /// <summary>Whether the process answers. Nothing else is checked: an outage of the database must not restart the pods.</summary>
    public const string LivenessPath = "/health/live";

    /// <summary>Whether the process can serve: database and cache answer, and the schema is the right one.</summary>
    public const string ReadinessPath = "/health/ready";

    /// <summary>The full health report with timings.</summary>
    public const string HealthPath = "/health";

    /// <summary>The program in the image, for platforms whose commands replace the image's entry point.</summary>
    public const string ProgramPath = "/app/pmcrm";

    /// <summary>Argument that starts the API.</summary>
    public const string BackendCommand = "backend";

    /// <summary>Argument that starts the worker.</summary>
    public const string WorkerCommand = "worker";

    /// <summary>Argument that migrates the database to the newest schema and exits.</summary>
    public const string MigrateCommand = "migrate";

    /// <summary>Argument that reverts migrations and exits.</summary>
    public const string RollbackCommand = "rollback";

    /// <summary>Argument that checks whether the backend in the same container is ready; the result is the exit code.</summary>
    public const string HealthCommand = "health";

    /// <summary>Argument that checks, without writing, whether this version can serve the database; the result is the exit code.</summary>
    public const string VerifyCommand = "verify";

    /// <summary>Argument that creates the demonstration account and exits.</summary>
    public const string SeedCommand = "seed";

    /// <summary>Folder with the certificates for verifying database and cache.</summary>
    public const string CertificateFolder = "/etc/pmcrm/tls";

    /// <summary>File name of the database's certificates in <see cref="CertificateFolder"/>.</summary>
    public const string DatabaseCaFile = "database-ca.pem";

    /// <summary>File name of the cache's certificates in <see cref="CertificateFolder"/>.</summary>
    public const string CacheCaFile = "cache-ca.pem";

    /// <summary>Path of the database's certificates.</summary>
    public const string DatabaseCaPath = $"{CertificateFolder}/{DatabaseCaFile}";

    /// <summary>Path of the cache's certificates.</summary>
    public const string CacheCaPath = $"{CertificateFolder}/{CacheCaFile}";

    /// <summary>Start of the worker's log line while mails are late; an alert searches for it.</summary>
    public const string LateMailsMessage = "Mails are late";

    /// <summary>Start of the worker's log line while WhatsApp messages are late.</summary>
    public const string LateWhatsAppMessage = "WhatsApp messages are late";

    /// <summary>After SIGTERM, in-flight requests are finished and the process ends within this time.</summary>
    public static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(25);

    /// <summary>How often the worker calls <see cref="AppVariables.HeartbeatUrl"/>.</summary>
    public static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromMinutes(1);
}
