using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Me;

/// <summary>
/// Answers <c>GET /me/export</c>. The account is written to a <see cref="SpoolStream"/> first, which ends with the database; then the
/// client
/// takes the file as slowly as it likes and holds no connection. Few exports are written at a time, whatever the number of clients.
/// </summary>
public sealed class DirectExport(AccountExport export, Spool spool)
{
    /// <summary>Seconds after which a client may try again.</summary>
    private const int RetryAfter = 10;

    /// <summary>Each writes with one connection of the pool's 20.</summary>
    private readonly FairGate gate = new(slots: 2, maxWaitingPerKey: 10, maxWaiting: 200, timeout: TimeSpan.FromSeconds(20));

    /// <exception cref="TooBusyException">Too many exports wait, of this owner or of all.</exception>
    public async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Answer(
        Guid owner,
        ExportFormat format,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var file = spool.Create(owner.ToString("N"));
        // The server disposes of it when the answer is sent, or the client has left.
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
            return Problems.Of(
                503,
                "unavailable",
                "Too many exports are being sent right now. Try again shortly, or use POST /v1/me/exports."
            );
        }
        file.Rewind();
        response.ContentLength = file.Length;
        return TypedResults.Stream(file, format.ContentType(), format.FileName());
    }
}
