namespace PmCrm.Contract;

/// <summary>
/// How the image is started, probed and stopped, and where it looks for files. Its environment variables are in
/// <see cref="AppVariables"/>, its metrics in <see cref="AppMetrics"/>.
/// </summary>
public static class AppContract
{
    /// <summary>Port that backend and worker answer on.</summary>
    public const int Port = 3000;

    /// <summary>The process answers. Nothing else is checked: an outage of the database must not restart the pods.</summary>
    public const string LivenessPath = "/health/live";

    /// <summary>The process can serve: database and cache answer, and the schema is the right one.</summary>
    public const string ReadinessPath = "/health/ready";

    /// <summary>The full report with timings.</summary>
    public const string HealthPath = "/health";

    /// <summary>The program in the image, for platforms whose commands replace the image's entry point.</summary>
    public const string ProgramPath = "/app/pmcrm";

    /// <summary>Argument that makes the image serve the API.</summary>
    public const string BackendCommand = "backend";

    /// <summary>Argument that makes the image do background work.</summary>
    public const string WorkerCommand = "worker";

    /// <summary>Argument that makes the image migrate the database to the newest schema, and exit.</summary>
    public const string MigrateCommand = "migrate";

    /// <summary>Argument that makes the image undo migrations, and exit.</summary>
    public const string RollbackCommand = "rollback";

    /// <summary>Argument that makes the image ask the backend of its container whether it is ready; the exit code is the answer.</summary>
    public const string HealthCommand = "health";

    /// <summary>
    /// Argument that makes the image check, without writing, whether this version can serve the database; the exit code is the answer.
    /// </summary>
    public const string VerifyCommand = "verify";

    /// <summary>Argument that makes the image create the demonstration account, and exit.</summary>
    public const string SeedCommand = "seed";

    /// <summary>Folder of the certificates that the application verifies database and cache against.</summary>
    public const string CertificateFolder = "/etc/pmcrm/tls";

    /// <summary>Name of the database's certificates in <see cref="CertificateFolder"/>.</summary>
    public const string DatabaseCaFile = "database-ca.pem";

    /// <summary>Name of the cache's certificates in <see cref="CertificateFolder"/>.</summary>
    public const string CacheCaFile = "cache-ca.pem";

    /// <summary>Path of the database's certificates.</summary>
    public const string DatabaseCaPath = $"{CertificateFolder}/{DatabaseCaFile}";

    /// <summary>Path of the cache's certificates.</summary>
    public const string CacheCaPath = $"{CertificateFolder}/{CacheCaFile}";

    /// <summary>Start of the worker's log line while mails are delayed; an alert looks for it.</summary>
    public const string LateMailsMessage = "Mails are late";

    /// <summary>What the worker's log line begins with while messages by WhatsApp wait for too long.</summary>
    public const string LateWhatsAppMessage = "WhatsApp messages are late";

    /// <summary>After SIGTERM, in-flight requests are finished and the process ends within this time.</summary>
    public static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(25);

    /// <summary>How often the worker calls <see cref="AppVariables.HeartbeatUrl"/>.</summary>
    public static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromMinutes(1);
}
