using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>The application.</summary>
/// <param name="Image">Its image by digest; empty where the phase needs none and none is set.</param>
/// <param name="LogLevel">Least level that is logged.</param>
/// <param name="AccessTokenLifetime">As the application reads it, for example <c>1h</c>.</param>
/// <param name="RefreshTokenLifetime">As the application reads it, for example <c>30d</c>.</param>
/// <param name="Backend">Pods that serve the API.</param>
/// <param name="Workers">Pods that work in the background.</param>
/// <param name="JwtSecretVersion">Raised to replace what signs tokens; the one before stays accepted.</param>
/// <param name="EncryptionKeyVersion">Raised to replace what encrypts private fields; the one before stays readable.</param>
/// <param name="ClientIds">What is configured and not secret, by variable: ids of OAuth clients, names of models.</param>
/// <param name="ThirdPartySecrets">Secrets of third parties that are configured, by variable; a feature without its secret is off.</param>
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
