using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Search;

/// <summary>Search in contacts and interactions.</summary>
public static class SearchEndpoints
{
    private const int MaxQuery = 200;

    public static IServiceCollection AddSearch(this IServiceCollection services, AppOptions options) =>
        services
            .AddEmbedder(options, OpenAiEmbedder.OfSearch)
            .AddSingleton<SemanticIndex>()
            .AddSingleton<SearchStore>()
            .AddJson(SearchJson.Default);

    /// <summary>The services with which the worker updates the vectors.</summary>
    public static IServiceCollection AddSearchWork(this IServiceCollection services, AppOptions options) =>
        services.AddEmbedder(options, OpenAiEmbedder.OfWorker).AddWorkSource<SemanticIndex>();

    private static IServiceCollection AddEmbedder(this IServiceCollection services, AppOptions options, OutsideServiceOptions service)
    {
        if (options.OpenAiApiKey is not null)
            services.AddOutsideService(service);
        return services.AddSingleton<IEmbedder>(all => new OpenAiEmbedder(
            all.GetKeyedService<OutsideService>(OpenAiEmbedder.ServiceName),
            options.OpenAiApiKey
        ));
    }

    public static RouteGroupBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/search").WithTags("Search");
        group
            .MapGet("", Search)
            .WithName("Search")
            .WithSummary("Search contacts and interactions")
            .WithDescription(
                """
                One list, best first. The search covers names, nicknames, companies, departments, job titles, e-mail addresses, websites,
                profiles, tags, notes and interactions. Case, accents, apostrophes and the alphabet do not matter: Muller and Mueller find
                Müller, Mikhail finds Михаил. The last word may be incomplete. "quoted words" must be adjacent, -word must not occur, or
                means either. If exact matches do not fill the page, names with one wrong letter and similar names follow. Of words that
                occur in more than 1,000 contacts or 1,000 interactions, the most recently changed ones are ranked. Encrypted data (phone
                numbers, postal addresses, private notes) is not searched.
                """
            )
            .WithExample(
                response: """
                {"items":[{"kind":"interaction","id":"0198d0a0-4444-7000-8000-000000000001","contactId":"0198d0a0-1111-7000-8000-000000000001","name":"Anna Muster",
                 "title":"Talked about the lighthouse","snippet":"He knows a keeper of «bees»","occurredAt":"2026-11-01T09:30:00+00:00","score":0.032}],"ways":["fullText","trigram"]}
                """
            );
        return group;
    }

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> Search(
        [Description("The text to search for."), Required, StringLength(MaxQuery, MinimumLength = 1)] string q,
        CurrentUser user,
        SearchStore store,
        CancellationToken cancellationToken,
        [Description("Maximum number of hits."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        if (string.IsNullOrWhiteSpace(q))
            return Problems.Invalid("q", "must not be empty");
        if (q.Any(char.IsControl))
            return Problems.Invalid("q", "must not contain control characters");
        return TypedResults.Ok(await store.Search(user.Id, q.Trim(), limit, cancellationToken));
    }
}
