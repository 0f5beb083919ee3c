using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Calendar;

/// <summary>A calendar with reminders and birthdays, to which calendar programs subscribe with a private URL.</summary>
public static class CalendarEndpoints
{
    /// <summary>
    /// The path that calendar programs read, with the token. They send no access token, so the OpenAPI document does not list it.
    /// </summary>
    internal const string FeedPath = "/calendar.ics";

    private const int MaxToken = 100;

    public static IServiceCollection AddCalendar(this IServiceCollection services) =>
        services.AddSingleton<CalendarFeeds>().AddJson(CalendarJson.Default);

    public static RouteGroupBuilder MapCalendar(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/calendar").WithTags("Messages").KeepOutOfCaches();
        group
            .MapPost("", Create)
            .WithName("CreateCalendarFeed")
            .WithSummary("Create a private calendar URL")
            .WithDescription(
                """
                An iCalendar file (RFC 5545) with reminders and birthdays, for calendar programs to subscribe to. Anybody who has the URL
                can read titles, names and times, and nothing else. The previous URL stops working.
                """
            );
        group
            .MapGet("", Find)
            .WithName("GetCalendarFeed")
            .WithSummary("Read whether there is a calendar URL")
            .WithDescription("When it was created. The URL itself is shown only then. 404 if there is none.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapDelete("", Revoke)
            .WithName("RevokeCalendarFeed")
            .WithSummary("Revoke the calendar URL")
            .WithDescription("It stops working at once. If there is none, nothing happens.");
        return group;
    }

    /// <summary>Maps the calendar URL.</summary>
    public static void MapCalendarFeed(this IEndpointRouteBuilder app) =>
        app.MapGroup(FeedPath)
            .ExcludeFromDescription()
            .RequireRateLimit(RateLimit.Authentication)
            .AnswerHead()
            .MapGet("", Read)
            .WithName("ReadCalendarFeed");

    private static async Task<Ok<NewCalendarFeed>> Create(CurrentUser user, CalendarFeeds feeds, CancellationToken cancellationToken) =>
        TypedResults.Ok(await feeds.Create(user.Id, cancellationToken));

    private static async Task<Results<Ok<CalendarFeed>, ProblemHttpResult>> Find(
        CurrentUser user,
        CalendarFeeds feeds,
        CancellationToken cancellationToken
    ) => await feeds.Find(user.Id, cancellationToken) is { } feed ? TypedResults.Ok(feed) : Problems.NotFound;

    private static async Task<NoContent> Revoke(CurrentUser user, CalendarFeeds feeds, CancellationToken cancellationToken)
    {
        await feeds.Revoke(user.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Read(
        string? token,
        CalendarFeeds feeds,
        CancellationToken cancellationToken
    )
    {
        if (token is not { Length: > 0 and <= MaxToken } || await feeds.Read(token, cancellationToken) is not { } file)
            return Problems.NotFound;
        var bytes = Encoding.UTF8.GetBytes(file);
        // If If-None-Match has this tag, the framework answers 304.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
        return TypedResults.File(bytes, "text/calendar; charset=utf-8", entityTag: tag);
    }
}
