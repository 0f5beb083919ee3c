using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Storage;

/// <summary>The problem answers of operations that store files.</summary>
internal static class StorageProblems
{
    /// <summary>Seconds until a client may retry.</summary>
    private const int RetryAfter = 10;

    public static ProblemHttpResult NotConfigured =>
        Problems.Of(404, "storage-not-configured", "Files cannot be stored here: no object storage is configured.");

    public static ProblemHttpResult Full =>
        Problems.Of(409, "storage-full", $"The account is at its limit of {StorageRoom.Limits}. Delete some.");

    public static ProblemHttpResult TooLarge(string what, int maxBytes) =>
        Problems.Of(413, "too-large", $"{what} can have at most {maxBytes / 1024 / 1024} MiB ({maxBytes} bytes).");

    public static ProblemHttpResult Unavailable(HttpResponse response)
    {
        response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(503, "storage-unavailable", "The object storage does not answer. Try again shortly.");
    }
}
