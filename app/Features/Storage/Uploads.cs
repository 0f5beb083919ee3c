using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Storage;

/// <summary>The part of a file that is stored.</summary>
/// <param name="ContentType">At most 100 characters.</param>
public sealed record UploadContent(string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>The outcome of an upload: what refers to the object now, or the problem.</summary>
public sealed record UploadOutcome<T>(T? Kept, ProblemHttpResult? Problem)
    where T : class;

/// <summary>
/// Stores a request's body in object storage. The body is first received on disk (<see cref="SpoolStream"/>), so that a slow client uses no
/// memory. The number of bodies in memory at a time is limited, while they are checked and sent.
/// </summary>
public sealed partial class Uploads(Database db, ObjectStorage storage, StoredObjects objects, Spool spool, ILogger<Uploads> logger)
{
    /// <summary>The connection of a larger body is closed.</summary>
    private const long MaxDiscardedBytes = 32 * 1024 * 1024;

    private readonly FairGate gate = new(slots: 2, maxWaitingPerKey: 4, maxWaiting: 100, timeout: TimeSpan.FromSeconds(20));

    /// <param name="request">Its body is the file.</param>
    /// <param name="what">The name of the file in a refusal: "A photo".</param>
    /// <param name="maxBytes">Maximum size.</param>
    /// <param name="check">Converts the received bytes to the stored ones. The caller converts its exceptions to a refusal.</param>
    /// <param name="name">
    /// Adds a reference to the object, in the transaction that marks it as stored; returns null if there is nothing to add it to.
    /// </param>
    /// <exception cref="TooBusyException">Too many uploads are waiting.</exception>
    public async Task<UploadOutcome<T>> Take<T>(
        HttpRequest request,
        Guid owner,
        string what,
        int maxBytes,
        Func<ReadOnlyMemory<byte>, UploadContent> check,
        Func<TransactionSession, StoredObject, UploadContent, Task<T?>> name,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await using var file = spool.Create(owner.ToString("N"));
        if (!await Receive(request, file, maxBytes, cancellationToken))
            return new(null, StorageProblems.TooLarge(what, maxBytes));
        file.Rewind();
        using var _ = await gate.Enter(owner.ToString("N"), cancellationToken);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        var content = check(bytes);
        if (await objects.Reserve(owner, Bucket.Uploads, content.ContentType, content.Bytes.Length, cancellationToken) is not { } reserved)
            return new(null, StorageProblems.Full);
        try
        {
            await storage.Put(reserved.Bucket, reserved.Key, content.Bytes, content.ContentType, cancellationToken);
            if (await Name(owner, reserved, content, name, cancellationToken) is { } kept)
                return new(kept, null);
            await objects.Discard(owner, reserved.Id, cancellationToken);
            return new(null, Problems.NotFound);
        }
        catch (StorageUnavailableException exception)
        {
            LogUnavailable(logger, exception);
            await objects.Discard(owner, reserved.Id, cancellationToken);
            return new(null, StorageProblems.Unavailable(request.HttpContext.Response));
        }
    }

    private Task<T?> Name<T>(
        Guid owner,
        StoredObject reserved,
        UploadContent content,
        Func<TransactionSession, StoredObject, UploadContent, Task<T?>> name,
        CancellationToken cancellationToken
    )
        where T : class =>
        db.InTransaction(
            async session =>
                await StoredObjects.MarkStored(session, owner, reserved.Id, content.Bytes.Length, cancellationToken)
                    ? await name(session, reserved, content)
                    : null,
            cancellationToken
        );

    private static async Task<bool> Receive(HttpRequest request, SpoolStream file, int maxBytes, CancellationToken cancellationToken)
    {
        // The server's own limit is for JSON. A body that is too large is refused here with a message. The server then reads and discards
        // the rest; otherwise a client that is still sending would lose the connection before it sees the answer.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxDiscardedBytes;
        if (request.ContentLength > maxBytes)
            return false;
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var count && count > 0)
        {
            if (file.Length + count > maxBytes)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "An upload was refused: the object storage does not answer")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
