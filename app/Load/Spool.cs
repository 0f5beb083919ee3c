using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PmCrm.App.Load;

/// <summary>There is no space left for the files between the database and clients.</summary>
/// <param name="isTooLarge">Whether this file alone exceeds the limit of one file.</param>
public sealed class SpoolFullException(bool isTooLarge) : Exception("No room is left for files on their way.")
{
    public bool IsTooLarge => isTooLarge;
}

/// <summary>
/// Creates <see cref="SpoolStream"/>s and limits their total size: the pod's temporary folder has 256 MiB (an <c>emptyDir</c> with a size
/// limit; a pod that exceeds it is evicted).
/// </summary>
/// <param name="maxBytes">Limit of all files together.</param>
/// <param name="maxFileBytes">Limit of one file.</param>
public sealed class Spool(long maxBytes = 160 * 1024 * 1024, long maxFileBytes = 96 * 1024 * 1024)
{
    /// <summary>Maximum number of files of one user at a time: a slow upload or download keeps its file for long.</summary>
    private const int MaxFilesPerKey = 4;

    private readonly ConcurrentDictionary<string, int> files = new(StringComparer.Ordinal);
    private long used;

    /// <param name="key">The user whose file it is.</param>
    /// <exception cref="TooBusyException">The user has too many of these files.</exception>
    public SpoolStream Create(string key)
    {
        if (files.AddOrUpdate(key, 1, (_, count) => count + 1) <= MaxFilesPerKey)
            return new SpoolStream(this, key);
        GiveBack(key, 0);
        throw new TooBusyException(isCallersOwn: true);
    }

    internal void Take(long bytes, long ofFile)
    {
        if (ofFile > maxFileBytes)
            throw new SpoolFullException(isTooLarge: true);
        if (Interlocked.Add(ref used, bytes) <= maxBytes)
            return;
        Interlocked.Add(ref used, -bytes);
        throw new SpoolFullException(isTooLarge: false);
    }

    internal void GiveBack(string key, long bytes)
    {
        Interlocked.Add(ref used, -bytes);
        if (files.AddOrUpdate(key, 0, (_, count) => count - 1) == 0)
            files.TryRemove(new KeyValuePair<string, int>(key, 0));
    }
}

/// <summary>
/// A temporary file that decouples two sides: it is completely written first, then read. So no database connection waits for a client that
/// reads slowly, and no parser waits for one that sends slowly. On disk it is encrypted with a key that exists only in this process's
/// memory, and it has no name there, so nothing of it is left when the process ends. Reads and writes complete synchronously, in blocks of
/// <see cref="PieceSize"/>.
/// </summary>
public sealed class SpoolStream : Stream
{
    /// <summary>In bytes.</summary>
    private const int PieceSize = 64 * 1024;
    private const int TagSize = 16;

    private readonly Spool spool;
    private readonly string owner;
    private readonly FileStream file;
    private readonly AesGcm cipher;
    private readonly byte[] plain = new byte[PieceSize];
    private readonly byte[] stored = new byte[PieceSize + TagSize];
    private int filled;
    private int position;
    private long piece;
    private long taken;
    private bool isReading;

    internal SpoolStream(Spool spool, string key)
    {
        this.spool = spool;
        owner = key;
        var secret = RandomNumberGenerator.GetBytes(32);
        cipher = new AesGcm(secret, TagSize);
        CryptographicOperations.ZeroMemory(secret);
        var path = Path.Combine(Path.GetTempPath(), "pmcrm-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        else
            options.Options = FileOptions.DeleteOnClose;
        file = new FileStream(path, options);
        // The open file continues to exist without its name.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    public override bool CanRead => isReading;

    public override bool CanSeek => false;

    public override bool CanWrite => !isReading;

    /// <summary>Number of bytes written.</summary>
    public override long Length => length;

    private long length;

    /// <summary>Can only be set to 0, which is the same as <see cref="Rewind"/>.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value, 0);
            Rewind();
        }
    }

    /// <summary>Ends writing or reading; the next read starts at the beginning of the file.</summary>
    public void Rewind()
    {
        if (!isReading && filled > 0)
            Store();
        (isReading, file.Position, piece, filled, position) = (true, 0, 0, 0, 0);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (isReading)
            throw new InvalidOperationException("The file is being read.");
        length += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, PieceSize - filled);
            buffer[..count].CopyTo(plain.AsSpan(filled));
            filled += count;
            buffer = buffer[count..];
            if (filled == PieceSize)
                Store();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (!isReading)
            throw new InvalidOperationException("The file is being written.");
        if (position == filled && !Load())
            return 0;
        var count = Math.Min(buffer.Length, filled - position);
        plain.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // A block is stored when it is full.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && taken >= 0)
        {
            file.Dispose();
            cipher.Dispose();
            spool.GiveBack(owner, taken);
            taken = -1;
        }
        base.Dispose(disposing);
    }

    private void Store()
    {
        var size = filled + TagSize;
        spool.Take(size, taken + size);
        taken += size;
        cipher.Encrypt(Nonce(), plain.AsSpan(0, filled), stored.AsSpan(0, filled), stored.AsSpan(filled, TagSize));
        file.Write(stored.AsSpan(0, size));
        filled = 0;
        piece++;
    }

    private bool Load()
    {
        var size = file.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false);
        if (size == 0)
            return false;
        filled = size - TagSize;
        position = 0;
        cipher.Decrypt(Nonce(), stored.AsSpan(0, filled), stored.AsSpan(filled, TagSize), plain.AsSpan(0, filled));
        piece++;
        return true;
    }

    /// <summary>The block's number: a nonce must be used only once with the file's key.</summary>
    private byte[] Nonce()
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce, piece);
        return nonce;
    }
}
