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
            .WithSummary("Look up a contact in another source")
            .WithDescription(
                """
                Sends Apollo the name, the first e-mail address and the company, and nothing else. Differences become proposals, which
                replace the open ones; the contact does not change. Rejected values are not proposed again. At most 50 lookups a day.
                """
            )
            .WithMetadata(Lookups)
            .ProducesProblem(502)
            .WithExample(response: $$"""{"items":[{{Example}}],"next":null}""");
        group
            .MapGet("", List)
            .WithName("ListEnrichmentProposals")
            .WithSummary("List the proposals for a contact")
            .WithDescription("Open and decided ones, newest first: the history of which values came from which source.");
        group
            .MapPost("/{id:guid}/accept", Accept)
            .WithName("AcceptEnrichmentProposal")
            .WithSummary("Accept a proposal")
            .WithDescription("Writes the value into the contact. 409 if the field has changed since, or the proposal was rejected.")
            .ProducesProblem(409)
            .WithExample(response: Example);
        group
            .MapPost("/{id:guid}/reject", Reject)
            .WithName("RejectEnrichmentProposal")
            .WithSummary("Reject a proposal")
            .WithDescription("The same value is not proposed for the contact again.")
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
            return Problems.Of(404, "enrichment-not-configured", "No source for contact data is set up here.");
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
            return Problems.Of(502, "source-failed", "The source sent an invalid answer. Try again later.");
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
            DecisionOutcome.Decided => Problems.Of(409, "already-decided", $"The proposal was already {decision.Proposal!.Status}."),
            DecisionOutcome.ContactChanged => Problems.Of(
                409,
                "contact-changed",
                "The contact's field has changed since the proposal was made. Look the contact up again."
            ),
            DecisionOutcome.DoesNotFit => Problems.Of(409, "does-not-fit", "The contact already has the maximum number of these values."),
            _ => Problems.NotFound,
        };

    [LoggerMessage(LogLevel.Warning, "Enrichment of a contact failed: {Failure}")]
    private static partial void LogFailed(ILogger logger, string failure);
}
