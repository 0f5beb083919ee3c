namespace PmCrm.Components.Cache;

/// <summary>What a Redis instance survives.</summary>
public enum RedisTier
{
    /// <summary>A replica in another zone takes over when the primary fails.</summary>
    HighlyAvailable,

    /// <summary>One node; its contents are gone when it fails, up to the last snapshot.</summary>
    Basic,
}
