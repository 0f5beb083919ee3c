namespace PmCrm.App.Configuration;

/// <summary>The names of all environment variables that this program reads: the whole contract with whoever deploys it.</summary>
public static class Variables
{
    public const string Port = "PORT";
    public const string AppVersion = "APP_VERSION";
    public const string LogLevel = "LOG_LEVEL";
    public const string DatabaseUrl = "DATABASE_URL";
    public const string DirectUrl = "DIRECT_URL";
    public const string RedisUrl = "REDIS_URL";
    public const string JwtSecret = "JWT_SECRET";
    public const string JwtSecretPrevious = "JWT_SECRET_PREVIOUS";
    public const string JwtAccessTokenExpiry = "JWT_ACCESS_TOKEN_EXPIRY";
    public const string JwtRefreshTokenExpiry = "JWT_REFRESH_TOKEN_EXPIRY";
    public const string EncryptionKey = "ENCRYPTION_KEY";
    public const string EncryptionKeyPrevious = "ENCRYPTION_KEY_PREVIOUS";
    public const string GoogleClientId = "GOOGLE_CLIENT_ID";
    public const string GoogleClientSecret = "GOOGLE_CLIENT_SECRET";
    public const string MicrosoftClientId = "MICROSOFT_CLIENT_ID";
    public const string MicrosoftClientSecret = "MICROSOFT_CLIENT_SECRET";
    public const string AnthropicApiKey = "ANTHROPIC_API_KEY";
    public const string OpenAiApiKey = "OPENAI_API_KEY";
    public const string ApolloApiKey = "APOLLO_API_KEY";
    public const string WhatsAppApiToken = "WHATSAPP_API_TOKEN";
    public const string PublicUrl = "PUBLIC_URL";
    public const string TrustedProxyHops = "TRUSTED_PROXY_HOPS";
    public const string DatadogAgentHost = "DD_AGENT_HOST";
    public const string DatadogTraceAgentPort = "DD_TRACE_AGENT_PORT";
    public const string DogStatsdPort = "DD_DOGSTATSD_PORT";
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Read by .NET itself: where the time zones are, if not in /usr/share/zoneinfo.</summary>
    public const string TimeZoneFolder = "TZDIR";

    /// <summary>Variables whose value must never be printed.</summary>
    public static IReadOnlyList<string> Secret { get; } =
    [
        JwtSecret, JwtSecretPrevious, EncryptionKey, EncryptionKeyPrevious, GoogleClientSecret, MicrosoftClientSecret,
        AnthropicApiKey, OpenAiApiKey, ApolloApiKey, WhatsAppApiToken, DatabaseUrl, DirectUrl, RedisUrl,
    ];
}
