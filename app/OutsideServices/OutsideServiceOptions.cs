namespace PmCrm.App.OutsideServices;

/// <summary>An outside service, with the time limits and retries of this application.</summary>
/// <param name="Name">Its name in metrics, logs and <c>/health</c>, in lower case, for example <c>resend</c>.</param>
/// <param name="Address">The base address of requests. https, except in tests.</param>
public sealed record OutsideServiceOptions(string Name, Uri Address)
{
    /// <summary>Time limit of one attempt: the connection, the answer's headers and its body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Maximum number of attempts of one request, including the first.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Pause before the second attempt if the service names none; it doubles, with jitter.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// If the service asks for a longer pause (Retry-After), the request is not retried here: the caller gets the answer.
    /// </summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Maximum size of an answer, in bytes.</summary>
    public long MaxAnswer { get; init; } = 1024 * 1024;

    /// <summary>With fewer attempts within <see cref="SampleTime"/>, the circuit stays closed.</summary>
    public int MinAttemptsToOpen { get; init; } = 5;

    /// <summary>The circuit opens if at least half of the attempts in this time failed.</summary>
    public TimeSpan SampleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit refuses requests before it lets one pass.</summary>
    public TimeSpan OpenTime { get; init; } = TimeSpan.FromSeconds(30);
}
