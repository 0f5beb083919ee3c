using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Timeline;

/// <summary>The interactions with all contacts.</summary>
public static class TimelineEndpoints
{
    private const string Order = "timeline";

    public static IServiceCollection AddTimeline(this IServiceCollection services) => services.AddJson(TimelineJson.Default);

    public static RouteGroupBuilder MapTimeline(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/interactions").WithTags("Interactions");
        group
            .MapGet("", List)
            .WithName("ListTimeline")
            .WithSummary("List the interactions with all contacts")
            .WithDescription(
                "Newest first. All given conditions must be met. Interactions whose participants are all deleted are left out. Pages by "
                    + "keyset: follow next until it is null."
            )
            .WithExample(
                response: """
                {"items":[{"interaction":{"id":"0198d0a0-4444-7000-8000-000000000001","contactId":"0198d0a0-1111-7000-8000-000000000001","kind":"call",
                 "occurredAt":"2026-11-01T09:30:00+00:00","summary":"Talked about the lighthouse","body":"He knows a keeper of bees.","durationMinutes":20,
                 "private":false,"createdAt":"2026-11-01T10:00:00+00:00","updatedAt":"2026-11-01T10:00:00+00:00",
                 "otherContactIds":["0198d0a0-1111-7000-8000-000000000002"],"bodyUnreadable":false},"contactName":"Anna Muster","otherContactNames":["Bert Beispiel"]}],"next":null}
                """
            );
        return group;
    }

    private static async Task<Results<Ok<Page<TimelineEntry>>, ProblemHttpResult>> List(
        CurrentUser user,
        InteractionStore store,
        CancellationToken cancellationToken,
        [Description("Only interactions of this kind."), OneOf("note", "call", "meeting", "email")] string? kind = null,
        [Description("Only interactions at or after this time.")] QueryTime? from = null,
        [Description("Only interactions before this time.")] QueryTime? to = null,
        [Description("Only interactions with the contact of this id.")] Guid? contact = null,
        [Description("Only interactions with contacts that have the tag of this name."), StringLength(ContactLimits.Tag, MinimumLength = 1)]
            string? tag = null,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of interactions in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !Cursor.TryParseTimed(cursor, Order, out after))
            return Problems.InvalidCursor;
        if (tag?.Contains('\0', StringComparison.Ordinal) == true)
            return Problems.Invalid("tag", "must not contain control characters");
        var rows = await store.Timeline(
            user.Id,
            new TimelineFilter(kind, from?.Moment, to?.Moment, contact, tag),
            after,
            limit + 1,
            cancellationToken
        );
        return TypedResults.Ok(
            Page.Of(rows.Select(row => new TimelineEntry(row.Interaction, row.Names[0], row.Names[1..])).ToList(), limit, last =>
                Cursor.At(Order, last.Interaction.OccurredAt, last.Interaction.Id)
            )
        );
    }
}
