namespace PmCrm.App.OutsideServices;

/// <summary>Properties of requests to outside services.</summary>
public static class OutsideRequest
{
    private static readonly HttpRequestOptionsKey<bool> Repeatable = new("outside-repeatable");
    private static readonly HttpRequestOptionsKey<bool> Streamed = new("outside-streamed");

    /// <summary>
    /// Marks a request whose repetition has no further effect, although its method does not imply it (RFC 9110, 9.2.2): it only reads, or
    /// it has an idempotency key that the service honors.
    /// </summary>
    public static HttpRequestMessage MarkRepeatable(this HttpRequestMessage request)
    {
        request.Options.Set(Repeatable, true);
        return request;
    }

    /// <summary>
    /// Marks a request whose answer is not buffered in memory: the time limit and <see cref="OutsideServiceOptions.MaxAnswer"/> then apply
    /// only to the headers, and the caller limits what it reads. Send it with <see cref="HttpCompletionOption.ResponseHeadersRead"/>.
    /// </summary>
    public static HttpRequestMessage MarkStreamed(this HttpRequestMessage request)
    {
        request.Options.Set(Streamed, true);
        return request;
    }

    /// <summary>The pause in Retry-After, in either of its forms (RFC 9110, 10.2.3); null if it is absent or in the past.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage answer, DateTimeOffset now) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > now => date - now,
            _ => null,
        };

    internal static bool IsStreamed(HttpRequestMessage request) => request.Options.TryGetValue(Streamed, out var set) && set;

    /// <summary>Whether the request was never sent, because there was no connection.</summary>
    internal static bool WasNotSent(this HttpRequestError error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    /// <summary>Whether the request may be sent again although the service may have executed it.</summary>
    internal static bool IsRepeatable(HttpRequestMessage request) =>
        IsBuffered(request)
        && (
            request.Method == HttpMethod.Get
            || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Put
            || request.Method == HttpMethod.Delete
            || (request.Options.TryGetValue(Repeatable, out var set) && set)
        );

    /// <summary>Whether its body can be sent a second time; a stream is at its end after the first time.</summary>
    internal static bool IsBuffered(HttpRequestMessage request) => request.Content is null or ByteArrayContent or ReadOnlyMemoryContent;
}
