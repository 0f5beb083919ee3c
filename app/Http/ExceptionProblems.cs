using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Load;
using PmCrm.App.Security;

namespace PmCrm.App.Http;

/// <summary>
/// Converts exceptions of handlers to problems, without stack traces and without messages that were not written for clients.
/// </summary>
public sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>Seconds until a client may retry when the database is unavailable or its pool is exhausted.</summary>
    private const string RetryAfter = "2";

    /// <summary>In seconds. While a key is changed, the processes that do not have it yet are replaced within minutes.</summary>
    private const string RetryAfterKey = "60";

    /// <summary>nginx's status for a client that closed the connection. No client sees it.</summary>
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }
        // The headers that were set before the exception were reset with the answer.
        SecurityHeaders.Set(httpContext.Response.Headers);
        var problem = exception switch
        {
            BadHttpRequestException bad => BadRequest(bad),
            UnstorableTextException => Problems.Invalid("body", UnstorableText.Rule),
            PostgresException refused when IsErased(refused) => Problems.Unauthenticated,
            SpoolFullException or UnavailableException => Unavailable(httpContext, exception),
            TooBusyException { IsCallersOwn: true } => TooManyAtOnce(httpContext),
            TooBusyException => Unavailable(httpContext, exception),
            NewerVersionException => Unavailable(httpContext, exception),
            UnknownKeyException => KeyMissing(httpContext, exception),
            _ when DatabaseAvailability.IsUnavailable(exception) => Unavailable(httpContext, exception),
            _ => Unexpected(exception),
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// Whether the account was erased during the request, or its token was revoked and this process does not know it yet.
    /// </summary>
    private static bool IsErased(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.ForeignKeyViolation
        && (
            exception.ConstraintName?.EndsWith("_owner_id_fkey", StringComparison.Ordinal) == true
            || exception.ConstraintName?.EndsWith("_user_id_fkey", StringComparison.Ordinal) == true
        );

    private static ProblemHttpResult BadRequest(BadHttpRequestException exception)
    {
        if (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            return Problems.Of(413, "too-large", "The body is larger than this operation accepts.");
        if (exception.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return Problems.Of(415, "unsupported-media-type", "The body must be application/json.");
        if (exception.InnerException is UnstorableJsonException text)
            return Problems.Invalid(text.Path is null or "$" ? text.Property : $"{Field(text.Path)}.{text.Property}", UnstorableText.Rule);
        if (exception.InnerException is JsonTimeException time)
            return Problems.Invalid(Field(time.Path), time.Rule);
        if (Missing(exception.Message) is { } missing)
            return Problems.Invalid(missing, "is required");
        return exception.InnerException is JsonException json
            ? Problems.Invalid(Field(json.Path), "is not valid for this field: an unknown name, a missing value or a wrong type")
            : Problems.Of(exception.StatusCode, "invalid-request", "The request could not be read.");
    }

    /// <summary>Converts "$.emails[0]" to the form that clients use.</summary>
    private static string Field(string? path) =>
        path is null or "$" ? "body"
        : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..]
        : path;

    /// <summary>
    /// The name in the framework's message <c>Required parameter "string q" was not provided from query string.</c> A parameter that is
    /// present but cannot be parsed is refused by <see cref="QueryParameters"/>.
    /// </summary>
    private static string? Missing(string message) =>
        message.Split('"') is not ["Required parameter ", var declared, var where, ..] ? null
        : where.EndsWith("from body.", StringComparison.Ordinal) ? "body"
        : declared.Split(' ')[^1];

    private static ProblemHttpResult TooManyAtOnce(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return Problems.Of(429, "too-many-at-once", "Too many of your requests are waiting for this operation. Send fewer at once.");
    }

    private ProblemHttpResult Unavailable(HttpContext context, Exception exception)
    {
        LogUnavailable(logger, exception);
        context.Response.Headers.RetryAfter = RetryAfter;
        return Problems.Of(503, "unavailable", "The service cannot answer right now. Try again shortly.");
    }

    /// <summary>The log names the key; the client cannot do anything about it, and a repetition may reach a process that has it.</summary>
    private ProblemHttpResult KeyMissing(HttpContext context, Exception exception)
    {
        LogKeyMissing(logger, exception);
        context.Response.Headers.RetryAfter = RetryAfterKey;
        return Problems.Of(
            503,
            "encryption-key-missing",
            "Some of this data is encrypted with a key that the server does not have. It is readable again once the key is restored."
        );
    }

    private ProblemHttpResult Unexpected(Exception exception)
    {
        LogUnexpected(logger, exception);
        return Problems.Of(500, "unexpected", "Something went wrong on our side.");
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Answered 503: the database or another service is unavailable, too many requests wait for it, or a newer version wrote the data"
    )]
    private static partial void LogUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Answered 503: an encryption key is missing")]
    private static partial void LogKeyMissing(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "A request failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
