using PmCrm.App.Features.Storage;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Writes an object of unknown size with only one part in memory: a small one in a single request, a larger one as a multipart upload.
/// </summary>
internal sealed class ObjectUpload : IAsyncDisposable
{
    private const string ContentType = "application/octet-stream";

    private readonly ObjectStorage storage;
    private readonly StoredObject target;
    private readonly CancellationToken cancellationToken;
    private readonly PartStream buffer;
    private readonly List<string> parts = [];
    private string? upload;

    public ObjectUpload(ObjectStorage storage, StoredObject target, CancellationToken cancellationToken)
    {
        this.storage = storage;
        this.target = target;
        this.cancellationToken = cancellationToken;
        buffer = new PartStream(ObjectStorage.PartSize, Keep);
    }

    /// <summary>Number of bytes written so far.</summary>
    public long Size => buffer.Size;

    /// <exception cref="StorageUnavailableException">A part could not be written.</exception>
    public ValueTask Write(ReadOnlyMemory<byte> content) => buffer.WriteAsync(content, cancellationToken);

    /// <summary>Completes the object; before this, it does not exist.</summary>
    /// <inheritdoc cref="Write"/>
    public async Task Complete()
    {
        await buffer.Complete();
        if (upload is not null)
            await storage.CompleteUpload(target.Bucket, target.Key, upload, parts, cancellationToken);
        else if (Size == 0)
            await storage.Put(target.Bucket, target.Key, default, ContentType, cancellationToken);
        upload = null;
    }

    /// <summary>Aborts an upload that was not completed.</summary>
    public async ValueTask DisposeAsync()
    {
        await buffer.DisposeAsync();
        if (upload is not { } unfinished)
            return;
        try
        {
            // Not canceled when the worker stops: only this process knows the parts.
            await storage.AbortUpload(target.Bucket, target.Key, unfinished, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // The bucket's lifecycle rule removes the parts. The cause of the failed upload is already being reported.
        }
    }

    private async Task Keep(int part, ReadOnlyMemory<byte> content)
    {
        if (part == 0 && content.Length < ObjectStorage.PartSize)
        {
            await storage.Put(target.Bucket, target.Key, content, ContentType, cancellationToken);
            return;
        }
        upload ??= await storage.BeginUpload(target.Bucket, target.Key, ContentType, cancellationToken);
        parts.Add(await storage.UploadPart(target.Bucket, target.Key, upload, part + 1, content, cancellationToken));
    }
}
