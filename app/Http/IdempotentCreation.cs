using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PmCrm.App.Data;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PmCrm.App.Http;

/// <summary>Marks an endpoint that honors an Idempotency-Key. Every other endpoint refuses one.</summary>
public sealed class HonorsIdempotencyKey
{
    internal static readonly HonorsIdempotencyKey Instance = new();

    private HonorsIdempotencyKey() { }
}

public static class IdempotencyExtensions
{
    /// <summary>Declares that the endpoint honors an Idempotency-Key, in its metadata and in the OpenAPI document.</summary>
    public static RouteHandlerBuilder WithIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(HonorsIdempotencyKey.Instance).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>
/// Refuses an Idempotency-Key at endpoints that do not honor it: otherwise a client that relies on it would repeat a request that is not
/// safe to repeat.
/// </summary>
public sealed class IdempotencyKeyGuard(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        var isHonored =
            !context.Request.Headers.ContainsKey(IdempotencyKeys.Header)
            || HttpMethods.IsGet(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method)
            || context.GetEndpoint()?.Metadata.GetMetadata<HonorsIdempotencyKey>() is not null;
        return isHonored
            ? next(context)
            : Problems.Invalid(IdempotencyKeys.Header, "is not accepted by this operation; leave the header out").ExecuteAsync(context);
    }
}

/// <summary>The result of a creation or a change: the value, or the problem.</summary>
/// <param name="Location">The path of the created resource; null for a change.</param>
/// <param name="Version">The version for its ETag; null if it has none.</param>
public sealed record Creation<T>(T? Value, string? Location, long? Version, ProblemHttpResult? Problem)
    where T : class
{
    public static implicit operator Creation<T>(ProblemHttpResult problem) => new(null, null, null, problem);
}

/// <summary>Does work in one transaction, at most once per Idempotency-Key.</summary>
public sealed class IdempotentCreation(Database db, IdempotencyKeys keys, IOptions<JsonOptions> json)
{
    /// <summary>Creates something and answers 201.</summary>
    /// <param name="body">The request's parsed body: the same key with another body is refused.</param>
    /// <param name="create">Does the work. It may run again if PostgreSQL aborted its transaction because of a deadlock.</param>
    public async Task<Results<Created<T>, ContentHttpResult, ProblemHttpResult>> Create<TBody, T>(
        HttpContext context,
        Guid owner,
        TBody body,
        Func<TransactionSession, Task<Creation<T>>> create,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var done = await Run(context, owner, body, StatusCodes.Status201Created, create, cancellationToken);
        return done.Answer is { } answer ? answer
            : done.Made is { Problem: null } made ? TypedResults.Created(made.Location, made.Value)
            : done.Made!.Problem!;
    }

    /// <summary>Changes something and answers 200.</summary>
    /// <inheritdoc cref="Create"/>
    public async Task<Results<Ok<T>, ContentHttpResult, ProblemHttpResult>> Change<TBody, T>(
        HttpContext context,
        Guid owner,
        TBody body,
        Func<TransactionSession, Task<Creation<T>>> change,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var done = await Run(context, owner, body, StatusCodes.Status200OK, change, cancellationToken);
        return done.Answer is { } answer ? answer
            : done.Made is { Problem: null } made ? TypedResults.Ok(made.Value)
            : done.Made!.Problem!;
    }

    /// <returns>The stored answer if there is one for the key; otherwise the result of the work, which may be a refusal.</returns>
    private async Task<(Creation<T>? Made, ContentHttpResult? Answer)> Run<TBody, T>(
        HttpContext context,
        Guid owner,
        TBody body,
        int status,
        Func<TransactionSession, Task<Creation<T>>> work,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (context.Request.Headers[IdempotencyKeys.Header] is not { Count: > 0 } header)
        {
            var made = await db.InTransaction(work, cancellationToken);
            if (made is { Problem: null, Version: { } version })
                context.Response.SetEntityTag(version);
            return (made, null);
        }
        if (!IdempotencyKeys.IsValid(header))
            return (
                Problems.Invalid(IdempotencyKeys.Header, $"must be 1 to {IdempotencyKeys.MaxLength} visible ASCII characters, sent once"),
                null
            );

        var hash = IdempotencyKeys.Hash(
            $"{context.Request.Method} {context.Request.Path.Value}",
            JsonSerializer.SerializeToUtf8Bytes(body, TypeOf<TBody>())
        );
        var (state, refused) = await db.InTransaction(
            session => Once(session, owner, header.ToString(), hash, status, work, cancellationToken),
            cancellationToken
        );
        if (refused is not null)
            return (refused, null);
        if (!state.IsSameRequest)
            return (
                Problems.Of(
                    422,
                    "idempotency-key-reused",
                    "This Idempotency-Key was already used for another request. Use a new key for each request."
                ),
                null
            );
        if (!state.IsNew)
            context.Response.Headers[IdempotencyKeys.ReplayHeader] = "true";
        if (state.Answer!.Location is { } location)
            context.Response.Headers.Location = location;
        if (state.Answer.Etag is { } etag)
            context.Response.Headers.ETag = etag;
        return (null, TypedResults.Text(state.Answer.Body, "application/json", Encoding.UTF8, state.Answer.Status));
    }

    private async Task<(KeyState State, ProblemHttpResult? Refused)> Once<T>(
        TransactionSession session,
        Guid owner,
        string key,
        byte[] hash,
        int status,
        Func<TransactionSession, Task<Creation<T>>> work,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var known = await keys.Begin(session, owner, key, hash, cancellationToken);
        if (!known.IsNew)
            return (known, null);
        var made = await work(session);
        if (made.Problem is { } problem)
        {
            // A refusal changed nothing: the key stays free for the corrected request.
            await keys.Release(session, owner, key, cancellationToken);
            return (known, problem);
        }
        var answer = new StoredAnswer(
            status,
            made.Location,
            made.Version is { } version ? EntityTags.Of(version) : null,
            JsonSerializer.Serialize(made.Value!, TypeOf<T>())
        );
        await keys.Complete(session, owner, key, answer, cancellationToken);
        return (known with { Answer = answer }, null);
    }

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)json.Value.SerializerOptions.GetTypeInfo(typeof(T));
}
