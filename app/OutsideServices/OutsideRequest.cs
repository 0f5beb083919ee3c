namespace PmCrm.App.OutsideServices;

/// <summary>What a request to an outside service says about itself.</summary>
public static class OutsideRequest
{
    private static readonly HttpRequestOptionsKey<bool> Repeatable = new("outside-repeatable");
    private static readonly HttpRequestOptionsKey<bool> Streamed = new("outside-streamed");

    /// <summary>
    /// Sending it twice has the effect of sending it once, although its method does not say so (RFC 9110, 9.2.2): it only reads, or it
    /// carries an idempotency key that the service honors.
    /// </summary>
    public static HttpRequestMessage MarkRepeatable(this HttpRequestMessage request)
    {
        request.Options.Set(Repeatable, true);
        return request;
    }

    /// <summary>
    /// The body of its answer is not read into memory: the time limit and <see cref="OutsideServiceOptions.MaxAnswer"/> then end with the
    /// headers, and the caller bounds what it reads. Send it with <see cref="HttpCompletionOption.ResponseHeadersRead"/>.
    /// </summary>
    public static HttpRequestMessage MarkStreamed(this HttpRequestMessage request)
    {
        request.Options.Set(Streamed, true);
        return request;
    }

    /// <summary>What Retry-After asks for, in either of its forms (RFC 9110, 10.2.3); null where it is absent or in the past.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage answer, DateTimeOffset now) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > now => date - now,
            _ => null,
        };

    internal static bool IsStreamed(HttpRequestMessage request) => request.Options.TryGetValue(Streamed, out var set) && set;

    /// <summary>Whether there was no connection that the request could have been sent on.</summary>
    internal static bool WasNotSent(this HttpRequestError error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    /// <summary>Whether the request may be sent again where it is not known whether the service did what it asks for.</summary>
    internal static bool IsRepeatable(HttpRequestMessage request) =>
        IsBuffered(request)
        && (
            request.Method == HttpMethod.Get
            || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Put
            || request.Method == HttpMethod.Delete
            || (request.Options.TryGetValue(Repeatable, out var set) && set)
        );

    /// <summary>Whether its body can be sent a second time: a stream is at its end after the first.</summary>
    internal static bool IsBuffered(HttpRequestMessage request) => request.Content is null or ByteArrayContent or ReadOnlyMemoryContent;
}
