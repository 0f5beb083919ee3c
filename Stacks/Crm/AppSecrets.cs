using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Mail;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>
/// The application's secrets, by variable. Where possible, a secret is generated, so that no person knows it. The others are third-party
/// keys from the configuration; without its key, a feature is off.
/// </summary>
internal sealed class AppSecrets
{
    /// <summary>
    /// Rotation period of keys that sign tokens or give access to the database or a third party. A reminder is sent when a rotation is due.
    /// </summary>
    private static readonly TimeSpan Rotation = TimeSpan.FromDays(90);

    /// <summary>
    /// Rotation period of the key that encrypts private fields: longer, because a rotation re-encrypts every field.
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
                        // A secret that the configuration may remove is not protected.
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
        // Losing the signing key only signs users out; losing the encryption key loses the encrypted data.
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
