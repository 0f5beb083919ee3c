using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>One secret of a <see cref="SecretStore"/>.</summary>
public sealed record StoredSecret
{
    /// <summary>The value; treated as secret even if not marked.</summary>
    public required Input<string> Value { get; init; }

    /// <summary>When it is due for rotation. Null: never, for example because a change would lock users out.</summary>
    public SecretRotation? Rotation { get; init; }

    /// <summary>
    /// Whether the configuration may remove it, for example a third party's key whose feature is switched off. Pulumi refuses to delete a
    /// protected resource, so such a secret is never protected. Default: it may not.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>When Secret Manager deletes it. Null, the default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>When a secret is due for rotation.</summary>
/// <param name="Period">Time between two rotations, for example 90 days; Secret Manager accepts at least an hour.</param>
/// <param name="First">When the first one is due; must be ahead when the secret is created.</param>
public sealed record SecretRotation(TimeSpan Period, DateTimeOffset First);
