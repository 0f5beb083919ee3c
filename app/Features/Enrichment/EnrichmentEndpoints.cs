using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Enrichment;

/// <summary>Data about a contact from other sources: request it, review it, and accept or reject it field by field.</summary>
public static partial class EnrichmentEndpoints
{
    /// <summary>Each lookup costs the operator a credit.</summary>
    private static readonly RateLimit Lookups = new("enrichment", 50, TimeSpan.FromDays(1), RateLimitBy.User);

    private const string Example = """
        {"id":"0198d0a0-7777-7000-8000-000000000001","contactId":"0198d0a0-1111-7000-8000-000000000001","field":"jobTitle","oldValue":"Engineer",
         "newValue":"Director","source":"apollo","foundAt":"2026-10-01T12:00:00+00:00","status":"open","decidedAt":null}
        """;

    public static IServiceCollection AddEnrichment(this IServiceCollection services, AppOptions options)
    {
        if (options.ApolloApiKey is not null)
            services.AddOutsideService(ApolloSource.Service).AddSingleton<IPersonSource, ApolloSource>();
        return services.AddEnrichmentExport();
    }

    /// <summary>The services that an export needs.</summary>
    public static IServiceCollection AddEnrichmentExport(this IServiceCollection services) =>
        services.AddSingleton<EnrichmentStore>().AddJson(EnrichmentJson.Default);

    public static RouteGroupBuilder MapEnrichment(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/enrichment").WithTags("Enrichment").ProducesProblem(404);
        group
            .MapPost("", Ask)
            .WithName("EnrichContact")
            .WithSummary("Ask what another source knows of a contact")
            .WithDescription(
                """
                Apollo is told the name, the first e-mail address and the company, and nothing else. What it knows differently becomes proposals, in the
                place of those that are open; the contact does not change. What was rejected is not proposed again. 50 a day.
                """
            )
            .WithMetadata(Lookups)
            .ProducesProblem(502)
            .WithExample(response: $$"""{"items":[{{Example}}],"next":null}""");
        group
            .MapGet("", List)
            .WithName("ListEnrichmentProposals")
            .WithSummary("List what was proposed for a contact")
            .WithDescription("Open and decided, the newest first: the record of what came from where.");
        group
            .MapPost("/{id:guid}/accept", Accept)
            .WithName("AcceptEnrichmentProposal")
            .WithSummary("Write a proposal into the contact")
            .WithDescription("409 where the contact's field has changed since, or the proposal was rejected.")
            .ProducesProblem(409)
            .WithExample(response: Example);
        group
            .MapPost("/{id:guid}/reject", Reject)
            .WithName("RejectEnrichmentProposal")
            .WithSummary("Reject a proposal")
            .WithDescription("It is remembered: the same value is not proposed for the contact again.")
            .ProducesProblem(409)
            .WithExample(response: Example);
        return group;
    }

    private static async Task<Results<Ok<Page<EnrichmentProposal>>, ProblemHttpResult>> Ask(
        Guid contactId,
        CurrentUser user,
        EnrichmentStore store,
        IEnumerable<IPersonSource> sources,
        HttpResponse response,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        if (sources.FirstOrDefault() is not { } source)
            return Problems.Of(404, "enrichment-not-configured", "This installation asks no other source about contacts.");
        if (await store.Contact(user.Id, contactId, cancellationToken) is not { } contact)
            return Problems.NotFound;
        FoundPerson? found;
        try
        {
            found = await source.Find(contact.Name, contact.Emails is [var first, ..] ? first : null, contact.Company, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            LogFailed(loggers.CreateLogger(typeof(EnrichmentEndpoints).FullName!), exception.Message);
            return Failed(exception, response);
        }
        return await store.Propose(user.Id, contactId, source.Name, found, cancellationToken) is { } proposals
            ? TypedResults.Ok(new Page<EnrichmentProposal>(proposals, null))
            : Problems.NotFound;
    }

    private static ProblemHttpResult Failed(HttpRequestException exception, HttpResponse response)
    {
        if (exception is not OutsideServiceException unanswered)
            return Problems.Of(502, "source-failed", "The source did not answer as it should. Try again later.");
        var seconds = Math.Max(10, (int)(unanswered.RetryAfter?.TotalSeconds ?? 0));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(503, "source-unavailable", "The source does not answer. Try again shortly.");
    }

    private static async Task<Results<Ok<Page<EnrichmentProposal>>, ProblemHttpResult>> List(
        Guid contactId,
        CurrentUser user,
        EnrichmentStore store,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !EnrichmentStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return await store.List(user.Id, contactId, after, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problems.NotFound;
    }

    private static async Task<Results<Ok<EnrichmentProposal>, ProblemHttpResult>> Accept(
        Guid contactId,
        Guid id,
        CurrentUser user,
        EnrichmentStore store,
        CancellationToken cancellationToken
    ) => Answer(await store.Accept(user.Id, contactId, id, cancellationToken));

    private static async Task<Results<Ok<EnrichmentProposal>, ProblemHttpResult>> Reject(
        Guid contactId,
        Guid id,
        CurrentUser user,
        EnrichmentStore store,
        CancellationToken cancellationToken
    ) => Answer(await store.Reject(user.Id, contactId, id, cancellationToken));

    private static Results<Ok<EnrichmentProposal>, ProblemHttpResult> Answer(
        (DecisionOutcome Outcome, EnrichmentProposal? Proposal) decision
    ) =>
        decision.Outcome switch
        {
            DecisionOutcome.Done => TypedResults.Ok(decision.Proposal!),
            DecisionOutcome.Decided => Problems.Of(409, "already-decided", $"The proposal was {decision.Proposal!.Status} before."),
            DecisionOutcome.ContactChanged => Problems.Of(
                409,
                "contact-changed",
                "The contact's field has changed since the proposal was made. Ask the source again."
            ),
            DecisionOutcome.DoesNotFit => Problems.Of(409, "does-not-fit", "The contact has as many of these as it may have."),
            _ => Problems.NotFound,
        };

    [LoggerMessage(LogLevel.Warning, "A contact was not enriched: {Failure}")]
    private static partial void LogFailed(ILogger logger, string failure);
}
