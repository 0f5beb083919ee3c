using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Storage;

/// <summary>What is to be kept of a file.</summary>
/// <param name="ContentType">At most 100 characters.</param>
public sealed record UploadContent(string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>What an upload came to: what names the object now, or why there is none.</summary>
public sealed record UploadOutcome<T>(T? Kept, ProblemHttpResult? Problem)
    where T : class;

/// <summary>
/// Takes a request's body into object storage. A body is received on disk (<see cref="SpoolStream"/>), so that a slow client holds no
/// memory; few are in memory at a time, while they are looked at and sent on.
/// </summary>
public sealed partial class Uploads(Database db, ObjectStorage storage, StoredObjects objects, Spool spool, ILogger<Uploads> logger)
{
    /// <summary>A larger body loses its connection.</summary>
    private const long MaxDiscardedBytes = 32 * 1024 * 1024;

    private readonly FairGate gate = new(slots: 2, maxWaitingPerKey: 4, maxWaiting: 100, timeout: TimeSpan.FromSeconds(20));

    /// <param name="request">Its body is the file.</param>
    /// <param name="what">The file in a refusal: "A photo".</param>
    /// <param name="maxBytes">The largest that is accepted.</param>
    /// <param name="check">Makes of the received bytes what is kept. What it throws, the caller turns into a refusal.</param>
    /// <param name="name">
    /// Makes something name the object, in the transaction that says it is there; null where there is nothing that could.
    /// </param>
    /// <exception cref="TooBusyException">Too many uploads wait.</exception>
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
        // The server's own limit is made for JSON. What is too large is refused here, in words; the server then reads the rest and discards
        // it, because a client that is still sending would lose the connection before it sees the answer.
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
