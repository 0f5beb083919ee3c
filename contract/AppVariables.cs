namespace PmCrm.Contract;

/// <summary>
/// The only list of the application's environment variables. The platform sets them; the application reads them into its options. To add
/// one, change this list, the application's options and the stack's settings (CONTRIBUTING, "A variable").
/// </summary>
public static class AppVariables
{
    /// <summary>Port of the HTTP server; default <see cref="AppContract.Port"/>.</summary>
    public const string Port = "PORT";

    /// <summary>Version in logs and health reports.</summary>
    public const string AppVersion = "APP_VERSION";

    /// <summary>Minimum level of the log: trace, debug, info, warn, error or fatal.</summary>
    public const string LogLevel = "LOG_LEVEL";

    /// <summary>URL of the database for the application's pool; it may use a pooler.</summary>
    public const string DatabaseUrl = "DATABASE_URL";

    /// <summary>URL of the database for migrations; never through a pooler.</summary>
    public const string DirectUrl = "DIRECT_URL";

    /// <summary>URL of the cache.</summary>
    public const string RedisUrl = "REDIS_URL";

    /// <summary>Key that signs access tokens; at least 32 characters.</summary>
    public const string JwtSecret = "JWT_SECRET";

    /// <summary>Previous value of <see cref="JwtSecret"/>: still accepted during a rotation.</summary>
    public const string JwtSecretPrevious = "JWT_SECRET_PREVIOUS";

    /// <summary>Lifetime of an access token: a whole number with the unit s, m, h or d.</summary>
    public const string JwtAccessTokenExpiry = "JWT_ACCESS_TOKEN_EXPIRY";

    /// <summary>Lifetime of a session's refresh tokens: a whole number with the unit s, m, h or d.</summary>
    public const string JwtRefreshTokenExpiry = "JWT_REFRESH_TOKEN_EXPIRY";

    /// <summary>Key that encrypts private fields; at least 32 characters.</summary>
    public const string EncryptionKey = "ENCRYPTION_KEY";

    /// <summary>Previous value of <see cref="EncryptionKey"/>: still used for decryption during a rotation.</summary>
    public const string EncryptionKeyPrevious = "ENCRYPTION_KEY_PREVIOUS";

    /// <summary>Client id for sign-in with Google; set together with the client secret.</summary>
    public const string GoogleClientId = "GOOGLE_CLIENT_ID";

    /// <summary>Client secret for sign-in with Google; set together with the client id.</summary>
    public const string GoogleClientSecret = "GOOGLE_CLIENT_SECRET";

    /// <summary>Client id for sign-in with Microsoft; set together with the client secret.</summary>
    public const string MicrosoftClientId = "MICROSOFT_CLIENT_ID";

    /// <summary>Client secret for sign-in with Microsoft; set together with the client id.</summary>
    public const string MicrosoftClientSecret = "MICROSOFT_CLIENT_SECRET";

    /// <summary>API key of Anthropic, for the text of recommendations.</summary>
    public const string AnthropicApiKey = "ANTHROPIC_API_KEY";

    /// <summary>API key of OpenAI, for embeddings, and for the text of recommendations if Anthropic's key is not set.</summary>
    public const string OpenAiApiKey = "OPENAI_API_KEY";

    /// <summary>Anthropic's model for the text of recommendations; the application has a default.</summary>
    public const string AnthropicModel = "ANTHROPIC_MODEL";

    /// <summary>OpenAI's model for the text of recommendations; the application has a default.</summary>
    public const string OpenAiModel = "OPENAI_MODEL";

    /// <summary>API key of Apollo, for the enrichment of contacts.</summary>
    public const string ApolloApiKey = "APOLLO_API_KEY";

    /// <summary>API token that sends WhatsApp messages.</summary>
    public const string WhatsAppApiToken = "WHATSAPP_API_TOKEN";

    /// <summary>Id of the phone number that sends WhatsApp messages. WhatsApp is on if this is set, together with the token.</summary>
    public const string WhatsAppPhoneNumberId = "WHATSAPP_PHONE_NUMBER_ID";

    /// <summary>Secret of the app at Meta, which signs WhatsApp's webhook events.</summary>
    public const string WhatsAppAppSecret = "WHATSAPP_APP_SECRET";

    /// <summary>Token that Meta sends to verify the webhook's address; any text, the same as in the settings at Meta.</summary>
    public const string WhatsAppVerifyToken = "WHATSAPP_VERIFY_TOKEN";

    /// <summary>Whether new passwords are checked against a set of breached ones: true or false (default).</summary>
    public const string BreachedPasswords = "BREACHED_PASSWORDS";

    /// <summary>Sender of mails. Mail is on if this and one of the next two keys are set.</summary>
    public const string MailFrom = "MAIL_FROM";

    /// <summary>API key of Resend, for sending mails.</summary>
    public const string ResendApiKey = "RESEND_API_KEY";

    /// <summary>API key of SendGrid, for sending mails.</summary>
    public const string SendGridApiKey = "SENDGRID_API_KEY";

    /// <summary>Secret with which Resend signs its webhook events: bounces and complaints.</summary>
    public const string ResendWebhookSecret = "RESEND_WEBHOOK_SECRET";

    /// <summary>Public key that verifies SendGrid's webhook events.</summary>
    public const string SendGridWebhookKey = "SENDGRID_WEBHOOK_KEY";

    /// <summary>URL of the frontend, for links in messages.</summary>
    public const string FrontendUrl = "FRONTEND_URL";

    /// <summary>
    /// Bucket for photos and attachments, as a URL of its S3 API: the host, then the bucket's name. Without the keys below, no files are
    /// stored.
    /// </summary>
    public const string StorageUploadsUrl = "R2_UPLOADS_URL";

    /// <summary>Bucket for exports, on the same host.</summary>
    public const string StorageExportsUrl = "R2_EXPORTS_URL";

    /// <summary>Id of the access key for both buckets; set together with its secret.</summary>
    public const string StorageAccessKeyId = "R2_ACCESS_KEY_ID";

    /// <summary>Secret of that access key; set together with its id.</summary>
    public const string StorageSecretAccessKey = "R2_SECRET_ACCESS_KEY";

    /// <summary>URL of the API for browsers, used in OAuth redirects.</summary>
    public const string PublicUrl = "PUBLIC_URL";

    /// <summary>Origins that may call the API from a browser (CORS), separated by commas; none by default.</summary>
    public const string CorsOrigins = "CORS_ORIGINS";

    /// <summary>Number of entries at the end of X-Forwarded-For that our own proxies wrote.</summary>
    public const string TrustedProxyHops = "TRUSTED_PROXY_HOPS";

    /// <summary>Host of the Datadog agent: the pod's own node.</summary>
    public const string DatadogAgentHost = "DD_AGENT_HOST";

    /// <summary>Port of the Datadog agent for traces.</summary>
    public const string DatadogTraceAgentPort = "DD_TRACE_AGENT_PORT";

    /// <summary>Port of the Datadog agent for metrics.</summary>
    public const string DogStatsdPort = "DD_DOGSTATSD_PORT";

    /// <summary>URL of the OpenTelemetry collector; without it, nothing is sent.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Folder of the time zone database, read by .NET itself; default /usr/share/zoneinfo.</summary>
    public const string TimeZoneFolder = "TZDIR";

    /// <summary>
    /// Commands, separated by spaces, that the image runs one after another if it is started without arguments; for platforms that cannot
    /// pass arguments. Default: serve the API.
    /// </summary>
    public const string AppCommand = "APP_COMMAND";

    /// <summary>URL that the worker requests every minute; the monitoring service reports when the requests stop.</summary>
    public const string HeartbeatUrl = "HEARTBEAT_URL";

    private const AppProcess Serving = AppProcess.Backend | AppProcess.Worker;
    private const AppProcess Reading = Serving | AppProcess.Verification;

    /// <summary>Every variable.</summary>
    public static IReadOnlyList<AppVariable> All { get; } =
    [
        new(Port, AppProcess.All),
        new(AppVersion, AppProcess.All),
        new(LogLevel, AppProcess.All),
        new(DatabaseUrl, Reading, IsSecret: true, RequiredBy: Reading),
        new(DirectUrl, AppProcess.Migration, IsSecret: true, RequiredBy: AppProcess.Migration),
        new(RedisUrl, Serving, IsSecret: true, RequiredBy: Serving),
        new(JwtSecret, AppProcess.Backend, IsSecret: true, RequiredBy: AppProcess.Backend),
        new(JwtSecretPrevious, AppProcess.Backend, IsSecret: true),
        new(JwtAccessTokenExpiry, AppProcess.All),
        new(JwtRefreshTokenExpiry, AppProcess.All),
        new(EncryptionKey, Reading, IsSecret: true, RequiredBy: Reading),
        new(EncryptionKeyPrevious, Reading, IsSecret: true),
        new(GoogleClientId, AppProcess.All),
        new(GoogleClientSecret, AppProcess.Backend, IsSecret: true),
        new(MicrosoftClientId, AppProcess.All),
        new(MicrosoftClientSecret, AppProcess.Backend, IsSecret: true),
        new(AnthropicApiKey, Serving, IsSecret: true),
        new(OpenAiApiKey, Serving, IsSecret: true),
        new(AnthropicModel, AppProcess.All),
        new(OpenAiModel, AppProcess.All),
        new(ApolloApiKey, Serving, IsSecret: true),
        new(WhatsAppApiToken, AppProcess.Worker, IsSecret: true),
        new(WhatsAppPhoneNumberId, AppProcess.All),
        new(WhatsAppAppSecret, AppProcess.Backend, IsSecret: true),
        new(WhatsAppVerifyToken, AppProcess.Backend, IsSecret: true),
        new(BreachedPasswords, AppProcess.All),
        new(MailFrom, AppProcess.All),
        new(ResendApiKey, AppProcess.Worker, IsSecret: true),
        new(SendGridApiKey, AppProcess.Worker, IsSecret: true),
        new(ResendWebhookSecret, AppProcess.Backend, IsSecret: true),
        new(SendGridWebhookKey, AppProcess.All),
        new(FrontendUrl, AppProcess.All),
        new(StorageUploadsUrl, AppProcess.All),
        new(StorageExportsUrl, AppProcess.All),
        new(StorageAccessKeyId, Serving, IsSecret: true),
        new(StorageSecretAccessKey, Serving, IsSecret: true),
        new(PublicUrl, AppProcess.All),
        new(CorsOrigins, AppProcess.All),
        new(TrustedProxyHops, AppProcess.All),
        new(DatadogAgentHost, AppProcess.All),
        new(DatadogTraceAgentPort, AppProcess.All),
        new(DogStatsdPort, AppProcess.All),
        new(OtlpEndpoint, AppProcess.All),
        new(TimeZoneFolder, AppProcess.All),
        new(AppCommand, AppProcess.All),
        new(HeartbeatUrl, AppProcess.Worker, IsSecret: true),
    ];

    /// <summary>Names of the variables that come only from the Secret.</summary>
    public static IReadOnlySet<string> Secret { get; } =
        All.Where(variable => variable.IsSecret).Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Secrets that some process requires to start.</summary>
    public static IReadOnlyList<string> RequiredSecrets { get; } =
    [.. All.Where(variable => variable.IsSecret && variable.RequiredBy != AppProcess.None).Select(variable => variable.Name)];

    /// <summary>The secret variables in this list that a process gets.</summary>
    public static IEnumerable<string> SecretsFor(AppProcess process, IEnumerable<string> secrets) =>
        secrets.Where(name => Find(name) is { IsSecret: true } variable && (variable.ReadBy & process) != 0);

    /// <summary>Whether a process requires a variable to start.</summary>
    /// <exception cref="ArgumentException">The application has no such variable.</exception>
    public static bool IsRequired(string name, AppProcess process) =>
        ((Find(name) ?? throw new ArgumentException($"The application has no variable {name}.", nameof(name))).RequiredBy & process) != 0;

    /// <summary>The variable's key in the Secret, for example <c>database-url</c>; also its name in Secret Manager.</summary>
    public static string SecretKey(string name) => name.ToLowerInvariant().Replace('_', '-');

    private static AppVariable? Find(string name) => All.FirstOrDefault(variable => variable.Name == name);
}
