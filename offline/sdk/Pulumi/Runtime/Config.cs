using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration of the stack, by keys in one namespace: the project's unless another is given.</summary>
public sealed class Config
{
    private readonly string name;

    /// <param name="name">The namespace, such as a provider's package.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        this.name = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    private delegate bool Parser<T>(string text, out T value);

    public string? Get(string key) => Deployment.Required.Settings.Config.GetValueOrDefault(FullKey(key));

    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>Only <c>true</c> and <c>false</c> are booleans.</summary>
    public bool? GetBoolean(string key) => Parse<bool>(key, nameof(Boolean), ParseBoolean);

    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    public int? GetInt32(string key) => Parse<int>(key, nameof(Int32), ParseInt32);

    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    public double? GetDouble(string key) => Parse<double>(key, nameof(Double), ParseDouble);

    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    public T? GetObject<T>(string key) => Deserialize<T>(key, Get(key), null);

    public T? GetObject<T>(string key, JsonSerializerOptions options) => Deserialize<T>(key, Get(key), options);

    public Output<T?>? GetSecretObject<T>(string key) => Get(key) == null ? null : Output.CreateSecret(GetObject<T>(key));

    public Output<T?>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        GetObject<T>(key, options) is { } value ? Output.CreateSecret<T?>(value) : null;

    public string Require(string key) => Get(key) ?? throw Missing(key);

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    public T RequireObject<T>(string key) => Deserialize<T>(key, Require(key), null)!;

    public T RequireObject<T>(string key, JsonSerializerOptions options) => Deserialize<T>(key, Require(key), options)!;

    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(RequireObject<T>(key, options));

    private static Output<T>? Secret<T>(T? value)
        where T : struct => value is { } present ? Output.CreateSecret(present) : null;

    private T? Parse<T>(string key, string expected, Parser<T> parser)
        where T : struct
    {
        if (Get(key) is not { } text)
            return null;
        return parser(text, out var value) ? value : throw WrongType(key, text, expected);
    }

    private T? Deserialize<T>(string key, string? json, JsonSerializerOptions? options)
    {
        if (json == null)
            return default;
        try
        {
            return JsonSerializer.Deserialize<T>(json, options);
        }
        catch (JsonException e)
        {
            throw WrongType(key, json, typeof(T).FullName!, e);
        }
    }

    private static bool ParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false";
    }

    private static bool ParseInt32(string text, out int value) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool ParseDouble(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private string FullKey(string key) => $"{name}:{key}";

    private ConfigMissingException Missing(string key) => new(FullKey(key));

    /// <summary>Shows the value. For a secret, it shows neither the value nor the parser's message.</summary>
    private ConfigTypeException WrongType(string key, string value, string expected, Exception? cause = null) =>
        Deployment.Required.Settings.SecretConfigKeys.Contains(FullKey(key))
            ? new ConfigTypeException(FullKey(key), "[secret]", expected, null)
            : new ConfigTypeException(FullKey(key), value, expected, cause);

    private sealed class ConfigMissingException(string key)
        : RunException(
            $"Missing required configuration variable '{key}'\n\tplease set a value using the command `pulumi config set {key} <value>`"
        );

    private sealed class ConfigTypeException(string key, string value, string expected, Exception? cause)
        : RunException($"Configuration '{key}' value '{value}' is not a valid {expected}", cause);
}
