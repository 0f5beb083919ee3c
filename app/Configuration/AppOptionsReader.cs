using System.Globalization;
using Microsoft.Extensions.Logging;
using PmCrm.Contract;

namespace PmCrm.App.Configuration;

/// <summary>Lists all problems of the environment at once, by variable name, without any value.</summary>
public sealed class EnvironmentException(IReadOnlyList<string> problems)
    : Exception(
        $"The environment is not usable ({problems.Count} {(problems.Count == 1 ? "problem" : "problems")}):\n  "
            + string.Join("\n  ", problems)
    )
{
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>Reads <see cref="AppOptions"/> from environment variables.</summary>
public sealed class AppOptionsReader(Func<string, string?> variable)
{
    /// <summary>
    /// RFC 7518, 3.2: a key must be at least as long as the hash. A character has less than a byte of entropy, so this is the minimum.
    /// </summary>
    private const int SecretLength = 32;

    /// <summary>Any zone except UTC, which .NET has built in.</summary>
    private const string SomeTimeZone = "Europe/Brussels";

    private readonly List<string> problems = [];

    /// <exception cref="EnvironmentException">A variable is missing or not valid.</exception>
    /// <param name="variable">Returns the value of a variable, or null.</param>
    /// <param name="process">The process that reads; <see cref="AppVariables"/> lists the variables that each requires.</param>
    /// <param name="needsTimeZones">Whether the machine must have the time zone database.</param>
    public static AppOptions Read(Func<string, string?> variable, AppProcess process, bool needsTimeZones = false) =>
        new AppOptionsReader(variable).Read(process, needsTimeZones);

    private AppOptions Read(AppProcess process, bool needsTimeZones)
    {
        bool Required(string name) => AppVariables.IsRequired(name, process);

        // For migrations on a developer's machine, one URL is enough.
        var directIsMissing = Text(AppVariables.DirectUrl) is null && Required(AppVariables.DirectUrl);
        var database = Url(AppVariables.DatabaseUrl, Required(AppVariables.DatabaseUrl) || directIsMissing, PostgresUrl.Parse);
        var options = new AppOptions
        {
            Port = Number(AppVariables.Port, AppContract.Port, 0, 65535),
            Version = Text(AppVariables.AppVersion) ?? "dev",
            LogLevel = Level(),
            Database = database,
            DirectDatabase = DirectUrl() ?? database,
            Redis = Url(AppVariables.RedisUrl, Required(AppVariables.RedisUrl), RedisUrl.Parse),
            Tokens = new TokenOptions(
                Keys(AppVariables.JwtSecret, AppVariables.JwtSecretPrevious, Required(AppVariables.JwtSecret)),
                Lifetime(AppVariables.JwtAccessTokenExpiry, TimeSpan.FromHours(1)),
                Lifetime(AppVariables.JwtRefreshTokenExpiry, TimeSpan.FromDays(30))
            ),
            EncryptionKeys = Keys(AppVariables.EncryptionKey, AppVariables.EncryptionKeyPrevious, Required(AppVariables.EncryptionKey)),
            Google = Client(AppVariables.GoogleClientId, AppVariables.GoogleClientSecret, process),
            Microsoft = Client(AppVariables.MicrosoftClientId, AppVariables.MicrosoftClientSecret, process),
            PublicUrl = HttpUrl(AppVariables.PublicUrl) ?? new Uri("https://api.pmcrm.io"),
            CorsOrigins = Origins(),
            TrustedProxyHops = Number(AppVariables.TrustedProxyHops, 0, 0, 10),
            OpenAiApiKey = Text(AppVariables.OpenAiApiKey),
            OpenAiModel = Text(AppVariables.OpenAiModel),
            AnthropicApiKey = Text(AppVariables.AnthropicApiKey),
            ApolloApiKey = Text(AppVariables.ApolloApiKey),
            AnthropicModel = Text(AppVariables.AnthropicModel),
            ChecksBreachedPasswords = Flag(AppVariables.BreachedPasswords),
            Mail = new MailOptionsReader(Text, problems).Read(process),
            WhatsApp = new WhatsAppOptionsReader(Text, problems).Read(process),
            FrontendUrl = HttpUrl(AppVariables.FrontendUrl) ?? new Uri("https://app.pmcrm.io"),
            Storage = Storage(process),
            Telemetry = new TelemetryOptions(
                Text(AppVariables.DatadogAgentHost),
                Number(AppVariables.DogStatsdPort, 8125, 1, 65535),
                Number(AppVariables.DatadogTraceAgentPort, 8126, 1, 65535),
                HttpUrl(AppVariables.OtlpEndpoint)
            ),
            Heartbeat = HttpUrl(AppVariables.HeartbeatUrl),
            Secrets = Secrets(),
        };
        if (needsTimeZones && !TimeZoneInfo.TryFindSystemTimeZoneById(SomeTimeZone, out _))
            problems.Add($"{AppVariables.TimeZoneFolder}: this machine has no time zone database; install tzdata, or name its folder");
        if (options.Tokens.AccessLifetime >= options.Tokens.SessionLifetime)
            problems.Add($"{AppVariables.JwtAccessTokenExpiry}: must be shorter than {AppVariables.JwtRefreshTokenExpiry}");
        return problems.Count == 0 ? options : throw new EnvironmentException(problems);
    }

    /// <summary>An empty variable counts as not set: deployment tools write both for "none".</summary>
    private string? Text(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private T? Url<T>(string name, bool required, Func<string, T> parse)
        where T : class
    {
        if (Text(name) is not { } text)
        {
            if (required)
                problems.Add($"{name}: is required");
            return null;
        }
        try
        {
            return parse(text);
        }
        catch (FormatException exception)
        {
            problems.Add($"{name}: {exception.Message}");
            return null;
        }
    }

    private PostgresUrl? DirectUrl()
    {
        var url = Url(AppVariables.DirectUrl, false, PostgresUrl.Parse);
        if (url?.IsPooled is true)
            problems.Add($"{AppVariables.DirectUrl}: uses a pooler in transaction mode; migrations need the direct host");
        return url;
    }

    private Uri? HttpUrl(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        problems.Add($"{name}: must be an absolute http or https URL");
        return null;
    }

    /// <summary>
    /// Origins in the format of a browser's Origin header (RFC 6454, 6.2), since they are compared exactly. HTTP is allowed only on
    /// localhost: any other page loaded over HTTP could be modified in transit, and would call the API with the person's token.
    /// </summary>
    private List<string> Origins()
    {
        var origins = new List<string>();
        foreach (var text in Text(AppVariables.CorsOrigins)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            if (
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                && url is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
                && !text.EndsWith('/')
                && Uri.CheckHostName(url.IdnHost) != UriHostNameType.Unknown
            )
                origins.Add(
                    $"{url.Scheme}://{Host(url)}{(url.IsDefaultPort ? "" : $":{url.Port.ToString(CultureInfo.InvariantCulture)}")}"
                );
            else
            {
                problems.Add(
                    $"{AppVariables.CorsOrigins}: must be origins separated by commas, such as https://app.example.com: https (http on localhost "
                        + "only), a host, no path and no *"
                );
                break;
            }
        return origins;

        static string Host(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
    }

    private bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                problems.Add($"{name}: must be true or false");
                return false;
        }
    }

    private int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        problems.Add($"{name}: must be a whole number from {least} to {most}");
        return otherwise;
    }

    private TimeSpan Lifetime(string name, TimeSpan otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (
            int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 100_000
        )
        {
            TimeSpan? lifetime = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            };
            if (lifetime is { } found)
                return found;
        }
        problems.Add($"{name}: must be a whole number and a unit, as in 90s, 15m, 1h or 30d");
        return otherwise;
    }

    private List<string> Keys(string current, string previous, bool required)
    {
        var keys = new List<string>();
        foreach (var name in (ReadOnlySpan<string>)[current, previous])
        {
            if (Text(name) is not { } key)
            {
                if (required && name == current)
                    problems.Add($"{name}: is required");
            }
            else if (key.Length < SecretLength)
            {
                problems.Add($"{name}: must have at least {SecretLength} characters");
            }
            else
            {
                keys.Add(key);
            }
        }
        return keys;
    }

    /// <summary>
    /// Only the backend signs people in. Other processes may get the client id, like all settings that are not secret, but never the client
    /// secret.
    /// </summary>
    private OAuthClient? Client(string idName, string secretName, AppProcess process)
    {
        if (process != AppProcess.Backend)
            return null;
        var id = Text(idName);
        var secret = Text(secretName);
        if (id is not null && secret is not null)
            return new OAuthClient(id, secret);
        if (id is not null)
            problems.Add($"{secretName}: is required when {idName} is set");
        if (secret is not null)
            problems.Add($"{idName}: is required when {secretName} is set");
        return null;
    }

    /// <summary>
    /// Only backend and worker use the object storage. The URLs without keys do not turn it on: the platform always sets the URLs, the
    /// owner sets the keys.
    /// </summary>
    private StorageOptions? Storage(AppProcess process)
    {
        if (process is not (AppProcess.Backend or AppProcess.Worker))
            return null;
        string[] keys = [AppVariables.StorageAccessKeyId, AppVariables.StorageSecretAccessKey];
        if (keys.All(name => Text(name) is null))
            return null;
        string[] all = [.. keys, AppVariables.StorageUploadsUrl, AppVariables.StorageExportsUrl];
        var missing = all.Where(name => Text(name) is null).ToList();
        problems.AddRange(missing.Select(name => $"{name}: is required when {keys.First(key => Text(key) is not null)} is set"));
        var (uploads, exports) = (BucketUrl(AppVariables.StorageUploadsUrl), BucketUrl(AppVariables.StorageExportsUrl));
        if (uploads is null || exports is null || missing.Count > 0)
            return null;
        if (uploads.Authority != exports.Authority || uploads.Scheme != exports.Scheme)
            problems.Add(
                $"{AppVariables.StorageExportsUrl}: must have the host of {AppVariables.StorageUploadsUrl}, because both use the same key"
            );
        return new StorageOptions(
            new Uri(uploads.GetLeftPart(UriPartial.Authority)),
            uploads.AbsolutePath[1..],
            exports.AbsolutePath[1..],
            Text(AppVariables.StorageAccessKeyId)!,
            Text(AppVariables.StorageSecretAccessKey)!
        );
    }

    /// <summary>A URL of a host and a bucket. HTTP is allowed only on localhost.</summary>
    private Uri? BucketUrl(string name)
    {
        if (HttpUrl(name) is not { } url)
            return null;
        if ((url.Scheme == Uri.UriSchemeHttps || url.IsLoopback) && url is { UserInfo: "", Query: "", Fragment: "", Segments.Length: 2 })
            if (!url.AbsolutePath.EndsWith('/'))
                return url;
        problems.Add($"{name}: must be https (http on localhost only), a host, / and the bucket's name, with nothing else");
        return null;
    }

    private LogLevel Level()
    {
        switch (Text(AppVariables.LogLevel)?.ToLowerInvariant())
        {
            case null or "info":
                return LogLevel.Information;
            case "trace":
                return LogLevel.Trace;
            case "debug":
                return LogLevel.Debug;
            case "warn":
                return LogLevel.Warning;
            case "error":
                return LogLevel.Error;
            case "fatal":
                return LogLevel.Critical;
            default:
                problems.Add($"{AppVariables.LogLevel}: must be trace, debug, info, warn, error or fatal");
                return LogLevel.Information;
        }
    }

    private List<string> Secrets()
    {
        var secrets = new List<string>();
        foreach (var name in AppVariables.Secret)
        {
            if (Text(name) is not { } value)
                continue;
            secrets.Add(value);
            // A driver may quote only the password, as it was written or decoded.
            if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Split(':', 2) is [_, { Length: > 0 } password])
            {
                secrets.Add(password);
                secrets.Add(Uri.UnescapeDataString(password));
            }
        }
        return secrets;
    }
}
