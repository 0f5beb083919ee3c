using System.Buffers;
using System.Threading.Channels;

namespace PmCrm.App.Logging;

/// <summary>
/// Writes finished log lines to a stream from one background task, so that a slow reader of the output never delays a request. Lines that
/// do not fit into the queue are dropped and counted.
/// </summary>
public sealed class JsonLines : IAsyncDisposable, IDisposable
{
    private const int QueueLength = 8192;

    /// <summary>In bytes: lines that are already waiting are written together, up to this size. No line waits for another.</summary>
    private const int MaxBatch = 64 * 1024;

    private static readonly TimeSpan FlushAtEnd = TimeSpan.FromSeconds(2);

    private readonly Channel<ReadOnlyMemory<byte>> queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true }
    );

    private readonly Stream output;
    private readonly Task writing;
    private long dropped;

    public JsonLines(Stream output)
    {
        this.output = output;
        writing = Task.Run(Write);
    }

    /// <param name="line">One JSON object, without the line ending.</param>
    public void Add(ReadOnlyMemory<byte> line)
    {
        if (!queue.Writer.TryWrite(line))
            Interlocked.Increment(ref dropped);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAny(writing, Task.Delay(FlushAtEnd));
    }

    /// <remarks>Logging providers are sometimes disposed of synchronously; the last lines must still be written.</remarks>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        writing.Wait(FlushAtEnd);
    }

    private async Task Write()
    {
        var batch = new ArrayBufferWriter<byte>(16 * 1024);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.WrittenCount < MaxBatch && queue.Reader.TryRead(out var line))
            {
                batch.Write(line.Span);
                batch.Write("\n"u8);
            }
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var count)
                batch.Write(
                    System.Text.Encoding.UTF8.GetBytes(
                        $"{{\"level\":\"warn\",\"msg\":\"{count} log lines were dropped: the output is too slow\"}}\n"
                    )
                );
            await output.WriteAsync(batch.WrittenMemory);
            await output.FlushAsync();
            batch.ResetWrittenCount();
        }
    }
}
