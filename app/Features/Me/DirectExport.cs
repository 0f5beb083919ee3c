using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Me;

/// <summary>
/// Answers <c>GET /me/export</c>. The account is first written to a <see cref="SpoolStream"/>, and the database connection is released.
/// Then the client can read the file as slowly as it likes without holding a connection. The number of exports written at a time is
/// limited, however many clients there are.
/// </summary>
public sealed class DirectExport(AccountExport export, Spool spool)
{
    /// <summary>Seconds after which a client may try again.</summary>
    private const int RetryAfter = 10;

    /// <summary>Each export uses one of the pool's 20 connections while it is written.</summary>
    private readonly FairGate gate = new(slots: 2, maxWaitingPerKey: 10, maxWaiting: 200, timeout: TimeSpan.FromSeconds(20));

    /// <summary>
    /// To HEAD it answers without the file, and so without the length that only the file has (RFC 9110, 9.3.2: a header whose value is
    /// determined while the content is generated may be left out).
    /// </summary>
    /// <exception cref="TooBusyException">Too many exports are waiting, for this owner or in total.</exception>
    public async Task<Results<FileStreamHttpResult, PushStreamHttpResult, ProblemHttpResult>> Answer(
        Guid owner,
        ExportFormat format,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (HttpMethods.IsHead(response.HttpContext.Request.Method))
            return TypedResults.Stream(_ => Task.CompletedTask, format.ContentType(), format.FileName());
        var file = spool.Create(owner.ToString("N"));
        // Disposed by the server when the answer is sent or the client disconnects.
        response.RegisterForDispose(file);
        try
        {
            using var _ = await gate.Enter(owner.ToString("N"), cancellationToken);
            await export.Write(owner, format, file, cancellationToken);
        }
        catch (SpoolFullException exception) when (exception.IsTooLarge)
        {
            return Problems.Of(409, "export-too-large", "The account is too large for this operation. Use POST /v1/me/exports.");
        }
        catch (SpoolFullException)
        {
            response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
            return Problems.Of(503, "unavailable", "Too many exports are running. Try again shortly, or use POST /v1/me/exports.");
        }
        file.Rewind();
        response.ContentLength = file.Length;
        return TypedResults.Stream(file, format.ContentType(), format.FileName());
    }
}
