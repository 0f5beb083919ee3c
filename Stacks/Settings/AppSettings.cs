using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>The application.</summary>
/// <param name="Image">The image by digest; empty if it is not set and the phase needs none.</param>
/// <param name="LogLevel">Lowest level that is logged.</param>
/// <param name="AccessTokenLifetime">Lifetime in the application's notation, for example <c>1h</c>.</param>
/// <param name="RefreshTokenLifetime">Lifetime in the application's notation, for example <c>30d</c>.</param>
/// <param name="Backend">Pods that serve the API.</param>
/// <param name="Workers">Pods for background work.</param>
/// <param name="JwtSecretVersion">Raise it to rotate the key that signs tokens; the previous key stays accepted.</param>
/// <param name="EncryptionKeyVersion">Raise it to rotate the key that encrypts private fields; the previous key can still decrypt.</param>
/// <param name="ClientIds">Values that are configured and not secret, by variable: ids of OAuth clients, names of models.</param>
/// <param name="ThirdPartySecrets">Configured third-party secrets, by variable; a feature without its secret is off.</param>
public sealed record AppSettings(
    string Image,
    string LogLevel,
    string AccessTokenLifetime,
    string RefreshTokenLifetime,
    ReplicaRange Backend,
    ReplicaRange Workers,
    int JwtSecretVersion,
    int EncryptionKeyVersion,
    IReadOnlyDictionary<string, string> ClientIds,
    IReadOnlyDictionary<string, SecretSetting> ThirdPartySecrets
);
