using PmCrm.Components.Cache;

namespace PmCrm.Stacks.Settings;

/// <summary>The cache.</summary>
/// <param name="Tier">What it survives.</param>
/// <param name="MemorySizeGb">Its memory.</param>
public sealed record CacheSettings(RedisTier Tier, int MemorySizeGb);
