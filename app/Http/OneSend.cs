using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace PmCrm.App.Http;

/// <summary>
/// Lets an answer leave in one piece. Writing JSON ends with a flush, and the server's own end of the body comes after it: a second packet,
/// and a second system call, for nothing but that end. Here a flush waits until there is <see cref="HeldBack"/>; what is left goes with the end.
/// </summary>
public sealed class OneSend(RequestDelegate next)
{
    /// <summary>In bytes. Less than the server takes before its client has to read.</summary>
    private const int HeldBack = 32 * 1024;

    public Task Invoke(HttpContext context)
    {
        if (context.Features.Get<IHttpResponseBodyFeature>() is { } body) context.Features.Set<IHttpResponseBodyFeature>(new Holding(body));
        return next(context);
    }

    private sealed class Holding(IHttpResponseBodyFeature body) : PipeWriter, IHttpResponseBodyFeature
    {
        private readonly PipeWriter pipe = body.Writer;
        private bool holds = true;

        public Stream Stream => body.Stream;

        public PipeWriter Writer => this;

        public override bool CanGetUnflushedBytes => pipe.CanGetUnflushedBytes;

        public override long UnflushedBytes => pipe.UnflushedBytes;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            holds && pipe.CanGetUnflushedBytes && pipe.UnflushedBytes < HeldBack ? default : pipe.FlushAsync(cancellationToken);

        public void DisableBuffering()
        {
            holds = false;
            body.DisableBuffering();
        }

        public override void Advance(int bytes) => pipe.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => pipe.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => pipe.GetSpan(sizeHint);

        public override void CancelPendingFlush() => pipe.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => pipe.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => pipe.CompleteAsync(exception);

        public Task StartAsync(CancellationToken cancellationToken = default) => body.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            body.SendFileAsync(path, offset, count, cancellationToken);

        public Task CompleteAsync() => body.CompleteAsync();
    }
}
