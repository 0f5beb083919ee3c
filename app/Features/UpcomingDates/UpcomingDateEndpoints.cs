using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.UpcomingDates;

/// <summary>Birthdays and other dates that recur every year.</summary>
public static class UpcomingDateEndpoints
{
    private const int DefaultDays = 30;

    /// <summary>A year: it includes every date.</summary>
    private const int MaxDays = 365;

    public static IServiceCollection AddUpcomingDates(this IServiceCollection services) =>
        services.AddSingleton<UpcomingDateList>().AddJson(UpcomingDateJson.Default);

    public static RouteGroupBuilder MapUpcomingDates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/dates").WithTags("Contacts");
        group
            .MapGet("/upcoming", List)
            .WithName("ListUpcomingDates")
            .WithSummary("List upcoming birthdays and other yearly dates")
            .WithDescription(
                """
                The nearest first, by the calendar of the account's time zone, each date once. Dates with an unknown day or month are left
                out, and so are deleted contacts. Pages by keyset: follow next until it is null, with the same days and kind.
                """
            )
            .WithExample(
                response: """
                {"items":[{"contactId":"0198d0a0-1111-7000-8000-000000000001","contactName":"Anna Muster","kind":"birthday","label":null,
                 "date":"1990-12-31","on":"2026-12-31","daysAhead":12,"years":36}],"next":null}
                """
            );
        return group;
    }

    private static async Task<Results<Ok<Page<UpcomingDate>>, ProblemHttpResult>> List(
        CurrentUser user,
        UpcomingDateList dates,
        CancellationToken cancellationToken,
        [Description("Number of days ahead; 0 is only today."), Range(0, MaxDays)] int days = DefaultDays,
        [Description("Only dates of this kind."), OneOf("birthday", "anniversary", "other")] string? kind = null,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of dates in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        UpcomingDate? after = null;
        if (cursor is not null && !UpcomingDateList.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        ContactDateKind? only = kind switch
        {
            null => null,
            "birthday" => ContactDateKind.Birthday,
            "anniversary" => ContactDateKind.Anniversary,
            _ => ContactDateKind.Other,
        };
        return TypedResults.Ok(await dates.Page(user.Id, days, only, after, limit, cancellationToken));
    }
}
