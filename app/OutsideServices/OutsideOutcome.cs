namespace PmCrm.App.OutsideServices;

/// <summary>The outcome of one attempt to call an outside service.</summary>
public enum OutsideOutcome
{
    /// <summary>2xx or 3xx.</summary>
    Ok,

    /// <summary>4xx, except the two below: the request or the key is wrong.</summary>
    Refused,

    /// <summary>429: too many requests.</summary>
    Limited,

    /// <summary>5xx.</summary>
    Failed,

    /// <summary>408, or no complete answer within the time limit.</summary>
    TimedOut,

    /// <summary>No connection, a broken one, or an answer above the size limit.</summary>
    Unreachable,

    /// <summary>The caller did not wait for the answer.</summary>
    Canceled,

    /// <summary>Not sent: the circuit is open.</summary>
    CircuitOpen,
}

internal static class OutsideOutcomes
{
    /// <summary>The value of the metric's tag.</summary>
    public static string Tag(this OutsideOutcome outcome) =>
        outcome switch
        {
            OutsideOutcome.Ok => "ok",
            OutsideOutcome.Refused => "refused",
            OutsideOutcome.Limited => "limited",
            OutsideOutcome.Failed => "failed",
            OutsideOutcome.TimedOut => "timed_out",
            OutsideOutcome.Unreachable => "unreachable",
            OutsideOutcome.Canceled => "canceled",
            OutsideOutcome.CircuitOpen => "circuit_open",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };

    public static OutsideOutcome Of(HttpResponseMessage answer) =>
        (int)answer.StatusCode switch
        {
            < 400 => OutsideOutcome.Ok,
            408 => OutsideOutcome.TimedOut,
            429 => OutsideOutcome.Limited,
            < 500 => OutsideOutcome.Refused,
            _ => OutsideOutcome.Failed,
        };
}
