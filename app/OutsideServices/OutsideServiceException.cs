namespace PmCrm.App.OutsideServices;

/// <summary>
/// An outside service did not answer. An answer of any status is returned instead of this exception. The message names the service and
/// never contains what was sent.
/// </summary>
public sealed class OutsideServiceException(string service, OutsideOutcome outcome, TimeSpan? retryAfter, Exception cause)
    : HttpRequestException($"{service} did not answer: {outcome.Tag()}", cause)
{
    /// <summary>The service's name, as in metrics.</summary>
    public string Service => service;

    /// <summary><see cref="OutsideOutcome.TimedOut"/>, <see cref="OutsideOutcome.Unreachable"/> or
    /// <see cref="OutsideOutcome.CircuitOpen"/>.</summary>
    public OutsideOutcome Outcome => outcome;

    /// <summary>Whether the service may have received and executed the request: there was a connection but no answer.</summary>
    public bool MayHaveArrived =>
        outcome != OutsideOutcome.CircuitOpen
        && !(InnerException is HttpRequestException { HttpRequestError: var error } && error.WasNotSent());

    /// <summary>When an open circuit lets the next request pass; null if unknown.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
