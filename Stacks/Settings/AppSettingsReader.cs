using System.Globalization;
using PmCrm.Components.Workload;
using PmCrm.Contract;

namespace PmCrm.Stacks.Settings;

/// <summary>Reads the application's settings.</summary>
internal static class AppSettingsReader
{
    /// <summary>One pod may always be evicted, and another must then remain.</summary>
    private const int MinReplicas = 2;

    private const int MaxReplicas = 20;
    private const string GoogleIdKey = "googleClientId";
    private const string GoogleSecretKey = "googleClientSecret";
    private const string MicrosoftIdKey = "microsoftClientId";
    private const string MicrosoftSecretKey = "microsoftClientSecret";
    private const string StorageKeyIdKey = "r2AccessKeyId";
    private const string StorageSecretKey = "r2SecretAccessKey";
    private const string WhatsAppNumberKey = "whatsAppPhoneNumberId";
    private const string WhatsAppTokenKey = "whatsAppApiToken";
    private const string WhatsAppSecretKey = "whatsAppAppSecret";
    private const string WhatsAppVerifyKey = "whatsAppVerifyToken";
    private const string ModelForm = "a model's name";
    private const string ClientIdForm = "an OAuth client's id";
    private const string LifetimeForm = "a whole number and s, m, h or d, for example 1h";

    private static readonly IReadOnlyDictionary<string, string> LogLevels = new[]
    {
        "info",
        "trace",
        "debug",
        "warn",
        "error",
        "fatal",
    }.ToDictionary(level => level);

    public static AppSettings Read(SettingsReader reader, DeploymentPhase phase)
    {
        reader.Together(GoogleIdKey, GoogleSecretKey);
        reader.Together(MicrosoftIdKey, MicrosoftSecretKey);
        reader.Together(StorageKeyIdKey, StorageSecretKey);
        reader.Together(WhatsAppNumberKey, WhatsAppTokenKey);
        reader.Together(WhatsAppSecretKey, WhatsAppVerifyKey);
        var (access, refresh) = ReadLifetimes(reader);
        return new AppSettings(
            ReadImage(reader, phase),
            reader.Choice("logLevel", LogLevels),
            access,
            refresh,
            ReadReplicas(reader, "backend"),
            ReadReplicas(reader, "worker"),
            reader.Number("jwtSecretVersion", 1, 100_000),
            reader.Number("encryptionKeyVersion", 1, 100_000),
            Present(
                new Dictionary<string, string?>
                {
                    [AppVariables.GoogleClientId] = reader.OptionalText(GoogleIdKey, Patterns.Name(), ClientIdForm),
                    [AppVariables.AnthropicModel] = reader.OptionalText("anthropicModel", Patterns.Name(), ModelForm),
                    [AppVariables.OpenAiModel] = reader.OptionalText("openAiModel", Patterns.Name(), ModelForm),
                    [AppVariables.MicrosoftClientId] = reader.OptionalText(MicrosoftIdKey, Patterns.Name(), ClientIdForm),
                    [AppVariables.BreachedPasswords] = reader.Flag("checkBreachedPasswords") ? "true" : null,
                    [AppVariables.WhatsAppPhoneNumberId] = reader.OptionalText(
                        WhatsAppNumberKey,
                        Patterns.Digits(),
                        "the id of a phone number at Meta: digits in quotes, and not the number itself"
                    ),
                    [AppVariables.SendGridWebhookKey] = reader.OptionalText(
                        "sendgridWebhookKey",
                        Patterns.Base64(),
                        "the verification key of SendGrid's signed event webhook, in base64"
                    ),
                }
            ),
            Present(
                new Dictionary<string, SecretSetting?>
                {
                    [AppVariables.GoogleClientSecret] = reader.OptionalSecret(GoogleSecretKey),
                    [AppVariables.MicrosoftClientSecret] = reader.OptionalSecret(MicrosoftSecretKey),
                    [AppVariables.AnthropicApiKey] = reader.OptionalSecret("anthropicApiKey"),
                    [AppVariables.OpenAiApiKey] = reader.OptionalSecret("openAiApiKey"),
                    [AppVariables.ApolloApiKey] = reader.OptionalSecret("apolloApiKey"),
                    [AppVariables.StorageAccessKeyId] = reader.OptionalSecret(StorageKeyIdKey),
                    [AppVariables.StorageSecretAccessKey] = reader.OptionalSecret(StorageSecretKey),
                    [AppVariables.ResendWebhookSecret] = reader.OptionalSecret("resendWebhookSecret"),
                    [AppVariables.WhatsAppApiToken] = reader.OptionalSecret(WhatsAppTokenKey),
                    [AppVariables.WhatsAppAppSecret] = reader.OptionalSecret(WhatsAppSecretKey),
                    [AppVariables.WhatsAppVerifyToken] = reader.OptionalSecret(WhatsAppVerifyKey),
                }
            )
        );
    }

    private static (string Access, string Refresh) ReadLifetimes(SettingsReader reader)
    {
        const string AccessKey = "accessTokenLifetime";
        const string RefreshKey = "refreshTokenLifetime";
        var access = reader.Text(AccessKey, Patterns.Lifetime(), LifetimeForm);
        var refresh = reader.Text(RefreshKey, Patterns.Lifetime(), LifetimeForm);
        if (access.Length > 0 && refresh.Length > 0 && Duration(refresh) <= Duration(access))
            reader.Refuse(RefreshKey, $"longer than {reader.Full(AccessKey)}, which is {access}");
        return (access, refresh);
    }

    private static TimeSpan Duration(string lifetime)
    {
        var number = int.Parse(lifetime[..^1], CultureInfo.InvariantCulture);
        return lifetime[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    private static string ReadImage(SettingsReader reader, DeploymentPhase phase)
    {
        const string key = "image";
        const string accepted = "an image by digest: repository@sha256: and 64 hexadecimal digits";
        if (phase is DeploymentPhase.Everything)
            return reader.Text(key, Patterns.ImageByDigest(), accepted);
        var image = reader.OptionalText(key, Patterns.ImageByDigest(), accepted) ?? "";
        // Every deployment sets an image, so this environment already runs or is about to.
        if (image.Length > 0 && !Placeholders.IsNoImage(image))
            reader.RefuseTogether(
                $"{reader.Full("phase")} is 'foundation' and {reader.Full(key)} is set; this phase is only for a new environment without an image: "
                    + "in an environment that runs, it deletes everything but the foundation; run: pulumi config rm phase"
            );
        return image;
    }

    private static ReplicaRange ReadReplicas(SettingsReader reader, string workload)
    {
        var problems = reader.Problems.Count;
        var range = new ReplicaRange(
            reader.Number($"{workload}MinReplicas", MinReplicas, MaxReplicas),
            reader.Number($"{workload}MaxReplicas", MinReplicas, MaxReplicas)
        );
        // With equal values the alert "autoscaler is at its maximum" would never clear.
        if (reader.Problems.Count == problems && range.Max <= range.Min)
            reader.Refuse($"{workload}MaxReplicas", $"more than {reader.Full($"{workload}MinReplicas")}, which is {range.Min}");
        return range;
    }

    private static Dictionary<string, T> Present<T>(Dictionary<string, T?> values)
        where T : class => values.Where(value => value.Value is not null).ToDictionary(value => value.Key, value => value.Value!);
}
