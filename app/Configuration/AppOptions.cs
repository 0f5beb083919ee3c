using Microsoft.Extensions.Logging;

namespace PmCrm.App.Configuration;

/// <summary>
/// The settings of this process from its environment, read once at start.
/// Which variables a command needs, and what each accepts, is in <see cref="AppOptionsReader"/>.
/// </summary>
public sealed record AppOptions
{
    /// <summary>PORT: the port of the HTTP server, on all addresses. Default 3000.</summary>
    public required int Port { get; init; }

    /// <summary>APP_VERSION: reported by metrics and the OpenAPI document. Default "dev".</summary>
    public required string Version { get; init; }

    /// <summary>LOG_LEVEL: trace, debug, info, warn, error or fatal. Default info.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>DATABASE_URL, which may use a pooler.</summary>
    public required PostgresUrl? Database { get; init; }

    /// <summary>DIRECT_URL, for migrations; DATABASE_URL if it is not set.</summary>
    public required PostgresUrl? DirectDatabase { get; init; }

    /// <summary>HEARTBEAT_URL: the URL that the worker requests every minute while it works; null for none.</summary>
    public Uri? Heartbeat { get; init; }

    /// <summary>REDIS_URL.</summary>
    public required RedisUrl? Redis { get; init; }

    public required TokenOptions Tokens { get; init; }

    /// <summary>ENCRYPTION_KEY, and ENCRYPTION_KEY_PREVIOUS during a rotation; newest first.</summary>
    public required IReadOnlyList<string> EncryptionKeys { get; init; }

    /// <summary>GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET; null if sign-in with Google is off.</summary>
    public required OAuthClient? Google { get; init; }

    /// <summary>MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET; null if sign-in with Microsoft is off.</summary>
    public required OAuthClient? Microsoft { get; init; }

    /// <summary>PUBLIC_URL: this API's URL for browsers, for OAuth redirects. Default https://api.pmcrm.io.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>
    /// CORS_ORIGINS: the origins whose pages may call this API from a browser, in the format of the Origin header. Default: none.
    /// </summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>
    /// TRUSTED_PROXY_HOPS: number of entries at the end of X-Forwarded-For that our own load balancers wrote. 2 behind Google's (it appends
    /// the client and itself); 0, the default, ignores the header.
    /// </summary>
    public required int TrustedProxyHops { get; init; }

    /// <summary>OPENAI_API_KEY: embeddings for the semantic search; null if it is off.</summary>
    public required string? OpenAiApiKey { get; init; }

    /// <summary>OPENAI_MODEL: the model that words recommendations; null for the default.</summary>
    public string? OpenAiModel { get; init; }

    /// <summary>APOLLO_API_KEY: enrichment; null if it is off.</summary>
    public string? ApolloApiKey { get; init; }

    /// <summary>ANTHROPIC_API_KEY: words recommendations, in preference to OpenAI; null if it is off.</summary>
    public string? AnthropicApiKey { get; init; }

    /// <summary>ANTHROPIC_MODEL; null for the default.</summary>
    public string? AnthropicModel { get; init; }

    /// <summary>BREACHED_PASSWORDS: whether new passwords are checked against a set of breached ones. Default false.</summary>
    public bool ChecksBreachedPasswords { get; init; }

    /// <summary>MAIL_FROM and the other mail settings; null if mail is off.</summary>
    public required MailOptions? Mail { get; init; }

    /// <summary>WHATSAPP_PHONE_NUMBER_ID and the other WhatsApp settings; null if WhatsApp is off.</summary>
    public WhatsAppOptions? WhatsApp { get; init; }

    /// <summary>FRONTEND_URL: the base of links in messages. Default https://app.pmcrm.io.</summary>
    public required Uri FrontendUrl { get; init; }

    /// <summary>The object storage; null if none is configured: then photos and attachments are not available.</summary>
    public StorageOptions? Storage { get; init; }

    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>The values that must never be written to any output, even as part of another text.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }
}

/// <param name="Secrets">JWT_SECRET, and JWT_SECRET_PREVIOUS during a rotation: the first signs, all verify.</param>
/// <param name="AccessLifetime">JWT_ACCESS_TOKEN_EXPIRY. Default 1h.</param>
/// <param name="SessionLifetime">
/// JWT_REFRESH_TOKEN_EXPIRY: from login to the last refresh; refreshing does not extend it. Default 30d.
/// </param>
public sealed record TokenOptions(IReadOnlyList<string> Secrets, TimeSpan AccessLifetime, TimeSpan SessionLifetime);

/// <summary>The object storage, with the S3 API.</summary>
/// <param name="Endpoint">The host of both URLs: for buckets in the EU https://ACCOUNT.eu.r2.cloudflarestorage.com.</param>
/// <param name="UploadsBucket">The path of R2_UPLOADS_URL.</param>
/// <param name="ExportsBucket">The path of R2_EXPORTS_URL.</param>
/// <param name="AccessKeyId">R2_ACCESS_KEY_ID.</param>
/// <param name="SecretAccessKey">R2_SECRET_ACCESS_KEY.</param>
public sealed record StorageOptions(Uri Endpoint, string UploadsBucket, string ExportsBucket, string AccessKeyId, string SecretAccessKey);

/// <summary>This application's credentials at an identity provider.</summary>
public sealed record OAuthClient(string Id, string Secret);

/// <param name="AgentHost">DD_AGENT_HOST: the host of the Datadog agent; null for none.</param>
/// <param name="StatsdPort">DD_DOGSTATSD_PORT: the agent's port for metrics, over UDP. Default 8125.</param>
/// <param name="TracePort">DD_TRACE_AGENT_PORT: the agent's port for traces, over HTTP. Default 8126.</param>
/// <param name="OtlpEndpoint">OTEL_EXPORTER_OTLP_ENDPOINT: the URL of a collector; null for none.</param>
public sealed record TelemetryOptions(string? AgentHost, int StatsdPort, int TracePort, Uri? OtlpEndpoint);
