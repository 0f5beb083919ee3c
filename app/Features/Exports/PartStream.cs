namespace PmCrm.App.Features.Exports;

/// <summary>
/// Splits the written data into parts of one size, and keeps only one of them in memory. Supports only asynchronous writes.
/// </summary>
/// <param name="keep">Stores a part by its number, from 0; it must not use the bytes after its task completes.</param>
internal sealed class PartStream(int partSize, Func<int, ReadOnlyMemory<byte>, Task> keep) : Stream
{
    private readonly byte[] buffer = new byte[partSize];
    private int filled;
    private int parts;

    /// <summary>Number of bytes written so far.</summary>
    public long Size { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Size;
        set => throw new NotSupportedException();
    }

    /// <summary>Stores the rest: call it after the last write.</summary>
    public async Task Complete()
    {
        if (filled > 0)
            await Keep();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, this.buffer.Length - filled);
            buffer[..count].CopyTo(this.buffer.AsMemory(filled));
            buffer = buffer[count..];
            filled += count;
            Size += count;
            if (filled == this.buffer.Length)
                await Keep();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A part is stored only when it is full, even on a flush.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task Keep()
    {
        await keep(parts++, buffer.AsMemory(0, filled));
        filled = 0;
    }
}
