using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Mail;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>
/// The application's secrets, by variable. Secrets that can be generated are generated, so that no person ever holds them. The others are
/// keys of third parties, from the configuration; without its key, a feature is off.
/// </summary>
internal sealed class AppSecrets
{
    /// <summary>
    /// Rotation period of keys that sign tokens or give access to the database or a third party: then a reminder is sent.
    /// </summary>
    private static readonly TimeSpan Rotation = TimeSpan.FromDays(90);

    /// <summary>
    /// Rotation period of the key that encrypts private fields: longer, because every field is encrypted again after a rotation.
    /// </summary>
    private static readonly TimeSpan EncryptionKeyRotation = TimeSpan.FromDays(365);

    public AppSecrets(CrmSettings settings, Foundation foundation, DataTier data, IMailDomain? mail)
    {
        Values = Collect(settings, data, mail);
        Store = new SecretStore(
            "secrets",
            new SecretStoreArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                Secrets = Values.ToDictionary(
                    secret => AppVariables.SecretKey(secret.Key),
                    secret => new StoredSecret
                    {
                        Value = secret.Value,
                        Rotation = RotationOf(secret.Key, settings),
                        // What the configuration may switch off is not protected.
                        IsOptional = settings.App.ThirdPartySecrets.ContainsKey(secret.Key) || secret.Key == settings.Mail?.KeyVariable,
                    }
                ),
                Regions = [settings.Region, settings.RecoveryRegion],
                Protection = settings.Protection,
                Labels = settings.Labels,
            },
            foundation.Options
        );
    }

    /// <summary>The secrets by variable.</summary>
    public IReadOnlyDictionary<string, Output<string>> Values { get; }

    /// <summary>The same in Secret Manager.</summary>
    public SecretStore Store { get; }

    private static Dictionary<string, Output<string>> Collect(CrmSettings settings, DataTier data, IMailDomain? mail)
    {
        // A lost signing key signs users out; what the encryption key encrypted is lost with it.
        var signing = new RotatingKey(
            "jwt-secret",
            new RotatingKeyArgs { Version = settings.App.JwtSecretVersion, Protection = Protection.Off }
        );
        var encryption = new RotatingKey(
            "encryption-key",
            new RotatingKeyArgs { Version = settings.App.EncryptionKeyVersion, Protection = settings.Protection }
        );
        var secrets = new Dictionary<string, Output<string>>
        {
            [AppVariables.DatabaseUrl] = data.Database.ConnectionUrl,
            [AppVariables.DirectUrl] = data.Database.DirectUrl,
            [AppVariables.RedisUrl] = data.Cache.ConnectionUrl,
            [AppVariables.JwtSecret] = signing.Current,
            [AppVariables.EncryptionKey] = encryption.Current,
        };
        if (signing.Previous is not null)
            secrets.Add(AppVariables.JwtSecretPrevious, signing.Previous);
        if (encryption.Previous is not null)
            secrets.Add(AppVariables.EncryptionKeyPrevious, encryption.Previous);
        if (settings.Mail is { } from && mail is not null)
            secrets.Add(from.KeyVariable, mail.SendingKey);
        foreach (var (variable, secret) in settings.App.ThirdPartySecrets)
            secrets.Add(variable, secret.Value);
        return secrets;
    }

    private static SecretRotation? RotationOf(string variable, CrmSettings settings) =>
        variable switch
        {
            // The previous keys are dropped at the next rotation of the current ones.
            AppVariables.JwtSecretPrevious or AppVariables.EncryptionKeyPrevious => null,
            AppVariables.EncryptionKey => new SecretRotation(EncryptionKeyRotation, settings.Operations.FirstSecretRotation),
            _ => new SecretRotation(Rotation, settings.Operations.FirstSecretRotation),
        };
}
