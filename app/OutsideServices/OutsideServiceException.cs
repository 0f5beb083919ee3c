namespace PmCrm.App.OutsideServices;

/// <summary>
/// An outside service did not answer. Any answer, of whatever status, is returned instead. The message names the service and never
/// what was sent.
/// </summary>
public sealed class OutsideServiceException(string service, OutsideOutcome outcome, TimeSpan? retryAfter, Exception cause)
    : HttpRequestException($"{service} did not answer: {outcome.Tag()}", cause)
{
    /// <summary>Its name, as in metrics.</summary>
    public string Service => service;

    /// <summary><see cref="OutsideOutcome.TimedOut"/>, <see cref="OutsideOutcome.Unreachable"/> or
    /// <see cref="OutsideOutcome.CircuitOpen"/>.</summary>
    public OutsideOutcome Outcome => outcome;

    /// <summary>Whether the service may have got the request and done what it asks for: the connection was there, the answer was
    /// not.</summary>
    public bool MayHaveArrived =>
        outcome != OutsideOutcome.CircuitOpen
        && !(InnerException is HttpRequestException { HttpRequestError: var error } && error.WasNotSent());

    /// <summary>When an open circuit lets the next request through; null where that is not known.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
