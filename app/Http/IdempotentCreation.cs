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
    /// <summary>States that the endpoint honors an Idempotency-Key, in its metadata and in the API's document.</summary>
    public static RouteHandlerBuilder WithIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(HonorsIdempotencyKey.Instance).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>
/// Refuses an Idempotency-Key where it is not honored: a client that relies on it would repeat a request that is not safe to repeat.
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

/// <summary>What a creation came to: the value, or why there is none.</summary>
/// <param name="Location">The path of what was created.</param>
/// <param name="Version">What its ETag is made of; null for one without.</param>
public sealed record Creation<T>(T? Value, string? Location, long? Version, ProblemHttpResult? Problem)
    where T : class
{
    public static implicit operator Creation<T>(ProblemHttpResult problem) => new(null, null, null, problem);
}

/// <summary>Creates something in one transaction, at most once for an Idempotency-Key.</summary>
public sealed class IdempotentCreation(Database db, IdempotencyKeys keys, IOptions<JsonOptions> json)
{
    /// <param name="body">The request's body as it was read: the same key with another body is refused.</param>
    /// <param name="create">Does the work. It may run again where PostgreSQL ended its transaction for a deadlock.</param>
    public async Task<Results<Created<T>, ContentHttpResult, ProblemHttpResult>> Create<TBody, T>(
        HttpContext context,
        Guid owner,
        TBody body,
        Func<TransactionSession, Task<Creation<T>>> create,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (context.Request.Headers[IdempotencyKeys.Header] is not { Count: > 0 } header)
        {
            var created = await db.InTransaction(create, cancellationToken);
            if (created.Problem is { } problem)
                return problem;
            if (created.Version is { } version)
                context.Response.SetEntityTag(version);
            return TypedResults.Created(created.Location, created.Value);
        }
        if (!IdempotencyKeys.IsValid(header))
            return Problems.Invalid(
                IdempotencyKeys.Header,
                $"must be 1 to {IdempotencyKeys.MaxLength} visible ASCII characters, sent once"
            );

        var hash = IdempotencyKeys.Hash(
            $"{context.Request.Method} {context.Request.Path.Value}",
            JsonSerializer.SerializeToUtf8Bytes(body, TypeOf<TBody>())
        );
        var (state, refused) = await db.InTransaction(
            session => Once(session, owner, header.ToString(), hash, create, cancellationToken),
            cancellationToken
        );
        if (refused is not null)
            return refused;
        if (!state.IsSameRequest)
            return Problems.Of(
                422,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request. Use a new key for each request."
            );
        if (!state.IsNew)
            context.Response.Headers[IdempotencyKeys.ReplayHeader] = "true";
        context.Response.Headers.Location = state.Answer!.Location;
        if (state.Answer.Etag is { } etag)
            context.Response.Headers.ETag = etag;
        return TypedResults.Text(state.Answer.Body, "application/json", Encoding.UTF8, state.Answer.Status);
    }

    private async Task<(KeyState State, ProblemHttpResult? Refused)> Once<T>(
        TransactionSession session,
        Guid owner,
        string key,
        byte[] hash,
        Func<TransactionSession, Task<Creation<T>>> create,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var known = await keys.Begin(session, owner, key, hash, cancellationToken);
        if (!known.IsNew)
            return (known, null);
        var created = await create(session);
        if (created.Problem is { } problem)
        {
            // A refusal created nothing: the key stays free for the corrected request.
            await keys.Release(session, owner, key, cancellationToken);
            return (known, problem);
        }
        var answer = new StoredAnswer(
            StatusCodes.Status201Created,
            created.Location,
            created.Version is { } version ? EntityTags.Of(version) : null,
            JsonSerializer.Serialize(created.Value!, TypeOf<T>())
        );
        await keys.Complete(session, owner, key, answer, cancellationToken);
        return (known with { Answer = answer }, null);
    }

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)json.Value.SerializerOptions.GetTypeInfo(typeof(T));
}
