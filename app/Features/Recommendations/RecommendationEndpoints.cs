using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>Recommended contacts, and cadences (how often to be in touch).</summary>
public static class RecommendationEndpoints
{
    private const int DefaultItems = 5;

    private const string Example = """
        {"items":[{"contactId":"0198d0a0-1111-7000-8000-000000000001","name":"Anna Muster","score":98,
         "reasons":[{"code":"overdue","text":"The last contact was 45 days ago; you want to be in touch every 30 days."}],
         "text":"It has been six weeks since you talked with Anna about the lighthouse."}],"writtenBy":"model"}
        """;

    public static IServiceCollection AddRecommendations(this IServiceCollection services, AppOptions options)
    {
        // If both are configured, only the first is used.
        if (options.AnthropicApiKey is not null)
            services.AddOutsideService(AnthropicModel.Service).AddSingleton<IWordingModel, AnthropicModel>();
        else if (options.OpenAiApiKey is not null)
            services.AddOutsideService(OpenAiModel.Service).AddSingleton<IWordingModel, OpenAiModel>();
        return services.AddSingleton<RecommendationWording>().AddCadenceExport();
    }

    /// <summary>The services that an export needs.</summary>
    public static IServiceCollection AddCadenceExport(this IServiceCollection services) =>
        services.AddSingleton<RecommendationStore>().AddJson(RecommendationJson.Default);

    public static RouteGroupBuilder MapRecommendations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/recommendations").WithTags("Recommendations");
        group
            .MapGet("", List)
            .WithName("ListRecommendations")
            .WithSummary("List the contacts to get in touch with, and why")
            .WithDescription(
                """
                Chosen by rules: exceeded cadences, birthdays within 14 days, open reminders, and contacts without a cadence after 180 days.
                If a language model is configured, it words the first 20 within 4 seconds; otherwise the text is the strongest reason. The
                model gets names, reasons and the summary of the latest interaction, but never private data, phone numbers or addresses.
                """
            )
            .WithExample(response: Example);
        group
            .MapGet("/overdue", Overdue)
            .WithName("ListOverdueContacts")
            .WithSummary("List contacts without contact for too long")
            .WithDescription(
                "Contacts whose cadence is exceeded or, with notContactedInDays, all without contact for that long. The longest first."
            );
        return group;
    }

    /// <summary>The cadence operations, on the paths of the contact or tag.</summary>
    public static RouteGroupBuilder MapCadences(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Recommendations").ProducesProblem(404);
        group
            .MapGet("/contacts/{contactId:guid}/cadence", OfContact)
            .WithName("GetContactCadence")
            .WithSummary("Read the cadence of a contact")
            .WithDescription("How often to be in touch: the contact's own cadence, without those of its tags.");
        group
            .MapPut("/contacts/{contactId:guid}/cadence", SetOfContact)
            .WithName("SetContactCadence")
            .WithSummary("Set the cadence of a contact")
            .WithDescription("Null removes it; then the shortest of its tags applies. The contact's ETag does not change.")
            .WithExample("""{"days":30}""");
        group
            .MapGet("/tags/{id:guid}/cadence", OfTag)
            .WithName("GetTagCadence")
            .WithSummary("Read the cadence of a tag")
            .WithDescription("How often to be in touch with contacts of this tag that have no cadence of their own.");
        group
            .MapPut("/tags/{id:guid}/cadence", SetOfTag)
            .WithName("SetTagCadence")
            .WithSummary("Set the cadence of a tag")
            .WithDescription("How often to be in touch with its contacts. Null removes it.")
            .WithExample("""{"days":90}""");
        return group;
    }

    private static async Task<Ok<RecommendationList>> List(
        CurrentUser user,
        RecommendationStore store,
        RecommendationWording wording,
        Metrics metrics,
        TimeProvider clock,
        HttpRequest request,
        CancellationToken cancellationToken,
        [Description("Maximum number of contacts."), Range(1, PageLimits.Max)] int limit = DefaultItems
    )
    {
        var start = Stopwatch.GetTimestamp();
        var found = await store.MostUrgent(user.Id, limit, clock.GetUtcNow(), cancellationToken);
        // Nobody reads the texts of an answer to HEAD, so no model is asked for them.
        if (HttpMethods.IsHead(request.Method))
            return TypedResults.Ok(new RecommendationList(found, "rules"));
        var (items, outcome) = await wording.Word(user.Id, found, cancellationToken);
        metrics.RecommendationLatency.Record(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant())
        );
        return TypedResults.Ok(
            new RecommendationList(items, outcome is WordingOutcome.Cached or WordingOutcome.Written ? "model" : "rules")
        );
    }

    private static async Task<Results<Ok<Page<OverdueContact>>, ProblemHttpResult>> Overdue(
        CurrentUser user,
        RecommendationStore store,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Description("All contacts without contact for more than this many days, whatever their cadence."), Range(1, Cadence.MaxDays)]
            int? notContactedInDays = null,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !RecommendationStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return TypedResults.Ok(await store.Overdue(user.Id, notContactedInDays, clock.GetUtcNow(), after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<Cadence>, ProblemHttpResult>> OfContact(
        Guid contactId,
        CurrentUser user,
        RecommendationStore store,
        CancellationToken cancellationToken
    ) => await store.OfContact(user.Id, contactId, cancellationToken) is { } cadence ? TypedResults.Ok(cadence) : Problems.NotFound;

    private static async Task<Results<Ok<Cadence>, ProblemHttpResult>> SetOfContact(
        Guid contactId,
        Cadence cadence,
        CurrentUser user,
        RecommendationStore store,
        CancellationToken cancellationToken
    ) => await store.SetOfContact(user.Id, contactId, cadence, cancellationToken) ? TypedResults.Ok(cadence) : Problems.NotFound;

    private static async Task<Results<Ok<Cadence>, ProblemHttpResult>> OfTag(
        Guid id,
        CurrentUser user,
        RecommendationStore store,
        CancellationToken cancellationToken
    ) => await store.OfTag(user.Id, id, cancellationToken) is { } cadence ? TypedResults.Ok(cadence) : Problems.NotFound;

    private static async Task<Results<Ok<Cadence>, ProblemHttpResult>> SetOfTag(
        Guid id,
        Cadence cadence,
        CurrentUser user,
        RecommendationStore store,
        CancellationToken cancellationToken
    ) => await store.SetOfTag(user.Id, id, cadence, cancellationToken) ? TypedResults.Ok(cadence) : Problems.NotFound;
}
