using Microsoft.Extensions.Logging;

namespace PmCrm.App.Configuration;

/// <summary>
/// The settings of this process from its environment, read once at start.
/// Which variables a command needs, and what each accepts, is in <see cref="AppOptionsReader"/>.
/// </summary>
public sealed record AppOptions
{
    /// <summary>PORT: what the HTTP server listens on, on every address. Default 3000.</summary>
    public required int Port { get; init; }

    /// <summary>APP_VERSION: reported by metrics and the OpenAPI document. Default "dev".</summary>
    public required string Version { get; init; }

    /// <summary>LOG_LEVEL: trace, debug, info, warn, error or fatal. Default info.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>DATABASE_URL, which may lead through a pooler.</summary>
    public required PostgresUrl? Database { get; init; }

    /// <summary>DIRECT_URL, for migrations; DATABASE_URL where it is not set.</summary>
    public required PostgresUrl? DirectDatabase { get; init; }

    /// <summary>What the worker asks every minute while it works; null: nothing.</summary>
    public Uri? Heartbeat { get; init; }

    /// <summary>REDIS_URL.</summary>
    public required RedisUrl? Redis { get; init; }

    public required TokenOptions Tokens { get; init; }

    /// <summary>ENCRYPTION_KEY, and ENCRYPTION_KEY_PREVIOUS while a rotation is under way: newest first.</summary>
    public required IReadOnlyList<string> EncryptionKeys { get; init; }

    /// <summary>GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET; null where sign-in with Google is off.</summary>
    public required OAuthClient? Google { get; init; }

    /// <summary>MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET; null where sign-in with Microsoft is off.</summary>
    public required OAuthClient? Microsoft { get; init; }

    /// <summary>PUBLIC_URL: how a browser reaches this API, for OAuth redirects. Default https://api.pmcrm.io.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>CORS_ORIGINS: whose pages may call this API from a browser, as browsers write them. Default: none.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>
    /// TRUSTED_PROXY_HOPS: how many entries at the end of X-Forwarded-For were written by our own load balancers. 2 behind Google's
    /// (it appends the client and itself); 0, the default, ignores the header.
    /// </summary>
    public required int TrustedProxyHops { get; init; }

    /// <summary>OPENAI_API_KEY: embeddings for the search by meaning; null where it is off.</summary>
    public required string? OpenAiApiKey { get; init; }

    /// <summary>OPENAI_MODEL: words recommendations; null for the default.</summary>
    public string? OpenAiModel { get; init; }

    /// <summary>APOLLO_API_KEY: enrichment; null where it is off.</summary>
    public string? ApolloApiKey { get; init; }

    /// <summary>ANTHROPIC_API_KEY: words recommendations, before OpenAI's; null where it is off.</summary>
    public string? AnthropicApiKey { get; init; }

    /// <summary>ANTHROPIC_MODEL; null for the default.</summary>
    public string? AnthropicModel { get; init; }

    /// <summary>BREACHED_PASSWORDS: whether new passwords are looked up in a set of breached ones. Default false.</summary>
    public bool ChecksBreachedPasswords { get; init; }

    /// <summary>MAIL_FROM and what belongs to it; null where there is no mail.</summary>
    public required MailOptions? Mail { get; init; }

    /// <summary>WHATSAPP_PHONE_NUMBER_ID and what belongs to it; null where there are no messages by WhatsApp.</summary>
    public WhatsAppOptions? WhatsApp { get; init; }

    /// <summary>FRONTEND_URL: where links in messages lead. Default https://app.pmcrm.io.</summary>
    public required Uri FrontendUrl { get; init; }

    /// <summary>The object storage; null where none is configured: then no photos and attachments are kept.</summary>
    public StorageOptions? Storage { get; init; }

    public required TelemetryOptions Telemetry { get; init; }

    /// <summary>The values that must never be written anywhere, however they get into a text.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }
}

/// <param name="Secrets">JWT_SECRET, and JWT_SECRET_PREVIOUS while a rotation is under way: the first signs, all verify.</param>
/// <param name="AccessLifetime">JWT_ACCESS_TOKEN_EXPIRY. Default 1h.</param>
/// <param name="SessionLifetime">JWT_REFRESH_TOKEN_EXPIRY: from login to the last refresh, absolute. Default 30d.</param>
public sealed record TokenOptions(IReadOnlyList<string> Secrets, TimeSpan AccessLifetime, TimeSpan SessionLifetime);

/// <summary>Where files are kept, by the S3 API.</summary>
/// <param name="Endpoint">The host of both URLs: for buckets in the EU https://ACCOUNT.eu.r2.cloudflarestorage.com.</param>
/// <param name="UploadsBucket">The path of R2_UPLOADS_URL.</param>
/// <param name="ExportsBucket">The path of R2_EXPORTS_URL.</param>
/// <param name="AccessKeyId">R2_ACCESS_KEY_ID.</param>
/// <param name="SecretAccessKey">R2_SECRET_ACCESS_KEY.</param>
public sealed record StorageOptions(Uri Endpoint, string UploadsBucket, string ExportsBucket, string AccessKeyId, string SecretAccessKey);

/// <summary>What this application is at an identity provider.</summary>
public sealed record OAuthClient(string Id, string Secret);

/// <param name="AgentHost">DD_AGENT_HOST: the Datadog agent; null where there is none.</param>
/// <param name="StatsdPort">DD_DOGSTATSD_PORT: where it takes metrics, over UDP. Default 8125.</param>
/// <param name="TracePort">DD_TRACE_AGENT_PORT: where it takes traces, over HTTP. Default 8126.</param>
/// <param name="OtlpEndpoint">OTEL_EXPORTER_OTLP_ENDPOINT: a collector; null where there is none.</param>
public sealed record TelemetryOptions(string? AgentHost, int StatsdPort, int TracePort, Uri? OtlpEndpoint);
