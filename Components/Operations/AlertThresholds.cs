namespace PmCrm.Components.Operations;

/// <summary>When an alert goes off. Shares are over 0 to 1.</summary>
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

    /// <summary>How far the replica is behind. Default 5 minutes, a twelfth of the data that may be lost at most.</summary>
    public TimeSpan ReplicaLag { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Share of look-ups that the cache answers. Default 0.5.</summary>
    public double CacheHitRate { get; init; } = 0.5;

    /// <summary>Look-ups per second below which the share says nothing. Default 1.</summary>
    public double CacheRequests { get; init; } = 1;

    /// <summary>Keys per second that the cache evicts to make room. Default 50.</summary>
    public double CacheEvictionsPerSecond { get; init; } = 50;

    /// <summary>How long a certificate is still valid. Default 14 days; cert-manager renews 30 days ahead.</summary>
    public TimeSpan CertificateValidity { get; init; } = TimeSpan.FromDays(14);
}
