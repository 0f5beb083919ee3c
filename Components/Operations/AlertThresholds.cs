namespace PmCrm.Components.Operations;

/// <summary>Thresholds of the alerts. Shares are above 0 and at most 1.</summary>
public sealed record AlertThresholds
{
    /// <summary>Share of requests that the backend fails. Default 0.01.</summary>
    public double ErrorRate { get; init; } = 0.01;

    /// <summary>Latency that 5 in 100 requests exceed. Default 500 ms.</summary>
    public TimeSpan LatencyP95 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Share of the database's storage in use. Default 0.8; storage grows by itself up to its limit.</summary>
    public double DatabaseStorage { get; init; } = 0.8;

    /// <summary>Share of the database's CPU in use. Default 0.8.</summary>
    public double DatabaseCpu { get; init; } = 0.8;

    /// <summary>Lag of the replica. Default 5 minutes, a twelfth of the recovery point objective.</summary>
    public TimeSpan ReplicaLag { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Share of look-ups that are cache hits. Default 0.5.</summary>
    public double CacheHitRate { get; init; } = 0.5;

    /// <summary>Look-ups per second below which the hit rate is not evaluated. Default 1.</summary>
    public double CacheRequests { get; init; } = 1;

    /// <summary>Keys per second that the cache evicts to make room. Default 50.</summary>
    public double CacheEvictionsPerSecond { get; init; } = 50;

    /// <summary>Remaining validity of a certificate. Default 14 days; cert-manager renews 30 days before expiry.</summary>
    public TimeSpan CertificateValidity { get; init; } = TimeSpan.FromDays(14);
}
