using Polly.CircuitBreaker;

namespace PmCrm.App.OutsideServices;

/// <summary>One outside service in this process: its client, its circuit breaker and the outcome of the last attempt.</summary>
public sealed class OutsideService : IDisposable
{
    private readonly CircuitBreakerStateProvider circuit = new();
    private readonly OutsideHandler handler;
    private readonly TimeProvider clock;
    private volatile Attempt? last;

    public OutsideService(OutsideServiceOptions options, HttpMessageHandler transport, Operations.Metrics metrics, TimeProvider clock)
    {
        Name = options.Name;
        this.clock = clock;
        handler = new OutsideHandler(
            options,
            transport,
            circuit,
            (outcome, elapsed) =>
            {
                last = new Attempt(outcome, clock.GetUtcNow());
                metrics.OutsideRequestDuration.Record(elapsed.TotalMilliseconds, new("service", Name), new("outcome", outcome.Tag()));
            },
            clock
        );
        // The handler has the time limits, one for each attempt.
        Client = new HttpClient(handler) { BaseAddress = options.Address, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    public string Name { get; }

    /// <summary>
    /// For the feature's typed client. Throws <see cref="OutsideServiceException"/> if there is no answer after all attempts.
    /// </summary>
    public HttpClient Client { get; }

    /// <summary>For <c>/health</c>.</summary>
    public OutsideServiceStatus Status =>
        new(
            circuit.CircuitState switch
            {
                CircuitState.Closed => "closed",
                CircuitState.HalfOpen => "half-open",
                _ => "open",
            },
            last?.Outcome.Tag(),
            last is { } attempt ? (long)(clock.GetUtcNow() - attempt.At).TotalSeconds : null
        );

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
    }

    private sealed record Attempt(OutsideOutcome Outcome, DateTimeOffset At);
}

/// <param name="Circuit">closed (requests pass), open (none passes) or half-open (one passes as a test).</param>
/// <param name="LastOutcome">The outcome of this process's last attempt; null if there was none.</param>
/// <param name="LastSecondsAgo">How long ago that was.</param>
public sealed record OutsideServiceStatus(string Circuit, string? LastOutcome, long? LastSecondsAgo);
