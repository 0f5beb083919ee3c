namespace PmCrm.Components.Cache;

/// <summary>What a Redis instance survives.</summary>
public enum RedisTier
{
    /// <summary>A replica in another zone takes over when the primary fails.</summary>
    HighlyAvailable,

    /// <summary>One node; when it fails, everything written since the last snapshot is lost.</summary>
    Basic,
}
