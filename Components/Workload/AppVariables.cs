namespace PmCrm.Components.Workload;

/// <summary>The environment variables that the application reads. A test compares them with the application's own list.</summary>
public static class AppVariables
{
    /// <summary>Port to answer on; <see cref="AppContract.Port"/>.</summary>
    public const string Port = "PORT";

    /// <summary>Version that logs and health reports name.</summary>
    public const string AppVersion = "APP_VERSION";

    /// <summary>One of trace, debug, info, warn, error, fatal.</summary>
    public const string LogLevel = "LOG_LEVEL";

    /// <summary>Database, for the application's pool.</summary>
    public const string DatabaseUrl = "DATABASE_URL";

    /// <summary>Database, for migrations.</summary>
    public const string DirectUrl = "DIRECT_URL";

    /// <summary>Cache.</summary>
    public const string RedisUrl = "REDIS_URL";

    /// <summary>Signs access tokens; at least 32 characters.</summary>
    public const string JwtSecret = "JWT_SECRET";

    /// <summary>What signed them before: still accepted while it is being rotated.</summary>
    public const string JwtSecretPrevious = "JWT_SECRET_PREVIOUS";

    /// <summary>Life of an access token: a whole number and s, m, h or d.</summary>
    public const string JwtAccessTokenExpiry = "JWT_ACCESS_TOKEN_EXPIRY";

    /// <summary>Life of a refresh token: a whole number and s, m, h or d.</summary>
    public const string JwtRefreshTokenExpiry = "JWT_REFRESH_TOKEN_EXPIRY";

    /// <summary>Encrypts private fields; at least 32 characters.</summary>
    public const string EncryptionKey = "ENCRYPTION_KEY";

    /// <summary>What encrypted them before: still read while it is being rotated.</summary>
    public const string EncryptionKeyPrevious = "ENCRYPTION_KEY_PREVIOUS";

    /// <summary>Sign-in with Google; set together with its secret.</summary>
    public const string GoogleClientId = "GOOGLE_CLIENT_ID";

    /// <summary>Sign-in with Google; set together with its id.</summary>
    public const string GoogleClientSecret = "GOOGLE_CLIENT_SECRET";

    /// <summary>Sign-in with Microsoft; set together with its secret.</summary>
    public const string MicrosoftClientId = "MICROSOFT_CLIENT_ID";

    /// <summary>Sign-in with Microsoft; set together with its id.</summary>
    public const string MicrosoftClientSecret = "MICROSOFT_CLIENT_SECRET";

    /// <summary>Recommendations by Anthropic's models.</summary>
    public const string AnthropicApiKey = "ANTHROPIC_API_KEY";

    /// <summary>Embeddings by OpenAI's models.</summary>
    public const string OpenAiApiKey = "OPENAI_API_KEY";

    /// <summary>Enrichment of contacts by Apollo.</summary>
    public const string ApolloApiKey = "APOLLO_API_KEY";

    /// <summary>Messages by WhatsApp.</summary>
    public const string WhatsAppApiToken = "WHATSAPP_API_TOKEN";

    /// <summary>Where the outside reaches the API; callbacks are built on it.</summary>
    public const string PublicUrl = "PUBLIC_URL";

    /// <summary>How many entries at the end of X-Forwarded-For were written by proxies of ours.</summary>
    public const string TrustedProxyHops = "TRUSTED_PROXY_HOPS";

    /// <summary>Host of the Datadog agent; a pod's own node.</summary>
    public const string DatadogAgentHost = "DD_AGENT_HOST";

    /// <summary>Port of the Datadog agent for traces.</summary>
    public const string DatadogTraceAgentPort = "DD_TRACE_AGENT_PORT";

    /// <summary>Port of the Datadog agent for metrics.</summary>
    public const string DatadogMetricsPort = "DD_DOGSTATSD_PORT";

    /// <summary>OpenTelemetry collector; none sends nothing.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Folder of the time zones; none: where the image has them.</summary>
    public const string TimeZoneFolder = "TZDIR";

    /// <summary>Variables that come from the Secret, and from nowhere else.</summary>
    public static readonly IReadOnlySet<string> Secret = new HashSet<string>
    {
        DatabaseUrl, DirectUrl, RedisUrl, JwtSecret, JwtSecretPrevious, EncryptionKey, EncryptionKeyPrevious, GoogleClientSecret,
        MicrosoftClientSecret, AnthropicApiKey, OpenAiApiKey, ApolloApiKey, WhatsAppApiToken,
    };

    /// <summary>Secrets without which the backend does not start.</summary>
    public static readonly IReadOnlyList<string> RequiredSecrets = [DatabaseUrl, DirectUrl, RedisUrl, JwtSecret, EncryptionKey];

    /// <summary>Secrets that only the backend reads: it signs tokens and signs people in.</summary>
    public static readonly IReadOnlySet<string> BackendOnly = new HashSet<string>
    {
        JwtSecret, JwtSecretPrevious, GoogleClientSecret, MicrosoftClientSecret,
    };

    /// <summary>All that the migration is told: it touches nothing but the database.</summary>
    public static readonly IReadOnlyList<string> MigrationSecrets = [DirectUrl];

    /// <summary>Of these secret variables, those that the backend is told.</summary>
    public static IEnumerable<string> ToldBackend(IEnumerable<string> secrets) => secrets.Except(MigrationSecrets);

    /// <summary>Of these secret variables, those that the worker is told.</summary>
    public static IEnumerable<string> ToldWorker(IEnumerable<string> secrets) => ToldBackend(secrets).Except(BackendOnly);

    /// <summary>The key of a variable in the Secret, for example <c>database-url</c>; also its name in Secret Manager.</summary>
    public static string SecretKey(string variable) => variable.ToLowerInvariant().Replace('_', '-');
}
