using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;
using PmCrm.App.Security;

namespace PmCrm.App.Features.ApiTokens;

/// <summary>API tokens for scripts: create, list, remove. An API token cannot manage API tokens.</summary>
public static class ApiTokenEndpoints
{
    private const string TokenExample = """
        {"id":"0198d0a0-7777-7000-8000-000000000001","name":"backup script","scopes":["export"],"createdAt":"2026-10-01T12:00:00+00:00",
         "expiresAt":"2026-12-30T12:00:00+00:00","lastUsedAt":null}
        """;

    public static IServiceCollection AddApiTokens(this IServiceCollection services) =>
        services.AddSingleton<ApiTokenStore>().AddJson(ApiTokenJson.Default);

    public static RouteGroupBuilder MapApiTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/tokens").WithTags("Account security").KeepOutOfCaches();
        group
            .MapGet("", List)
            .WithName("ListApiTokens")
            .WithSummary("List the account's API tokens")
            .WithDescription("Their names, scopes and times; the token itself is shown only when it is created.")
            .WithExample(response: $$"""{"items":[{{TokenExample}}]}""");
        group
            .MapPost("", Create)
            .WithName("CreateApiToken")
            .WithSummary("Create an API token")
            .WithDescription(
                """
                For scripts. It is sent like an access token, and may do what its scopes allow; it cannot manage the account. Needs a
                sign-in within the last 15 minutes. At most 50 per account.
                """
            )
            .RequireRecentProof()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(
                """{"name":"backup script","scopes":["export"],"expiresInDays":90}""",
                $$"""{"token":"(the token)","details":{{TokenExample}}}"""
            );

        var one = group.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Find)
            .WithName("GetApiToken")
            .WithSummary("Read an API token's details")
            .WithDescription("When it was last used, and when it expires.")
            .WithExample(response: TokenExample);
        one.MapDelete("", Delete).WithName("DeleteApiToken").WithSummary("Remove an API token").WithDescription("It no longer works.");
        return group;
    }

    private static async Task<Ok<ApiTokenList>> List(CurrentUser user, ApiTokenStore tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ApiTokenList(await tokens.All(user.Id, cancellationToken)));

    private static async Task<Results<Created<CreatedApiToken>, ProblemHttpResult>> Create(
        CreateApiTokenRequest request,
        CurrentUser user,
        ApiTokenStore tokens,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problems.Invalid("name", "must not be blank");
        for (var i = 0; i < request.Scopes.Count; i++)
            if (!ApiScopes.All.Contains(request.Scopes[i]))
                return Problems.Invalid($"scopes[{i}]", $"must be one of {string.Join(", ", ApiScopes.All)}");
        return await tokens.Create(user.Id, request, cancellationToken) is { } created
            ? TypedResults.Created($"/v1/me/tokens/{created.Details.Id}", created)
            : Problems.Of(
                409,
                "too-many-tokens",
                $"An account can have at most {ApiTokenStore.MaxPerAccount} API tokens. Remove one that is not used."
            );
    }

    private static async Task<Results<Ok<ApiTokenView>, ProblemHttpResult>> Find(
        Guid id,
        CurrentUser user,
        ApiTokenStore tokens,
        CancellationToken cancellationToken
    ) => await tokens.Find(user.Id, id, cancellationToken) is { } token ? TypedResults.Ok(token) : Problems.NotFound;

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id,
        CurrentUser user,
        ApiTokenStore tokens,
        CancellationToken cancellationToken
    ) => await tokens.Delete(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;
}
