namespace PmCrm.App.OutsideServices;

/// <summary>One service of somebody else, and how patient this application is with it.</summary>
/// <param name="Name">What metrics, logs and <c>/health</c> call it: lower case, for example <c>resend</c>.</param>
/// <param name="Address">What relative addresses of requests are relative to. https, except in tests.</param>
public sealed record OutsideServiceOptions(string Name, Uri Address)
{
    /// <summary>For one attempt: connecting, the answer's headers and its body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts of one request, the first included.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Pause before the second attempt where the service names none; it doubles, with jitter.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A service that asks for a longer pause (Retry-After) is not asked again here: the caller gets its answer.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer that is read, in bytes.</summary>
    public long MaxAnswer { get; init; } = 1024 * 1024;

    /// <summary>Attempts within <see cref="SampleTime"/> below which the circuit stays closed.</summary>
    public int MinAttemptsToOpen { get; init; } = 5;

    /// <summary>The circuit opens where at least half of the attempts in this time failed.</summary>
    public TimeSpan SampleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit refuses requests before it lets one through.</summary>
    public TimeSpan OpenTime { get; init; } = TimeSpan.FromSeconds(30);
}
