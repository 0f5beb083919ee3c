using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.UpcomingDates;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.UpcomingDates;

public sealed class UpcomingDateTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("2026-02-25", 10, "Anna 2026-03-01 26, Bert 2026-03-01 26, Carl 2026-03-02 -")]
    [InlineData("2028-02-25", 10, "Anna 2028-02-29 28, Bert 2028-03-01 28, Carl 2028-03-02 -")]
    [InlineData("2026-03-01", 0, "Anna 2026-03-01 26, Bert 2026-03-01 26")]
    [InlineData("2026-03-02", 0, "Carl 2026-03-02 -")]
    [InlineData("2026-03-03", 0, "")]
    [InlineData("2026-12-20", 20, "Dora 2027-01-05 1")]
    [InlineData("2025-12-20", 20, "Dora 2026-01-05 0")]
    [InlineData("2024-12-20", 20, "")]
    [InlineData("2026-03-02", 365, "Carl 2026-03-02 -, Dora 2027-01-05 1, Anna 2027-03-01 27, Bert 2027-03-01 27")]
    public async Task Dates_are_ordered_by_day_with_the_number_of_years_on_that_day(string today, int days, string expected)
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Bert","birthday":"2000-03-01"}""");
        await person.Client.Create("""{"name":"Anna","birthday":"2000-02-29"}""");
        await person.Client.Create("""{"name":"Carl","dates":[{"kind":"birthday","date":"--03-02"}]}""");
        await person.Client.Create(
            """{"name":"Dora","dates":[{"kind":"anniversary","date":"2026-01-05"},{"kind":"other","date":"2001-03"},{"kind":"other","date":"1999"}]}"""
        );
        var gone = await person.Client.Create("""{"name":"Gone","birthday":"2000-03-01"}""");
        await person.Client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);

        Assert.Equal(expected, await Listed(person, $"{today}T12:00:00Z", days));
    }

    [Theory]
    [InlineData("Pacific/Auckland", "2026-06-30T13:00:00Z", "Anna 2026-07-01 26")]
    [InlineData("UTC", "2026-06-30T13:00:00Z", "")]
    [InlineData("America/Los_Angeles", "2026-07-02T03:00:00Z", "Anna 2026-07-01 26")]
    [InlineData("UTC", "2026-07-02T03:00:00Z", "")]
    public async Task Today_is_the_date_in_the_accounts_time_zone(string zone, string now, string expected)
    {
        var person = await app.NewPerson();
        await person.Client.Write(HttpMethod.Patch, "/v1/me", json: $$"""{"timeZone":"{{zone}}"}""").Expect(HttpStatusCode.OK);
        await person.Client.Create("""{"name":"Anna","birthday":"2000-07-01"}""");

        Assert.Equal(expected, await Listed(person, now, 0));
    }

    [Fact]
    public async Task Pages_of_any_size_give_each_date_once_and_the_kind_filters()
    {
        var person = await app.NewPerson();
        var longest = new string('漢', ContactLimits.Name - 3);
        // Several contacts with a name of maximum length have the same day, and so do several dates of one contact.
        for (var i = 0; i < 4; i++)
            await person.Client.Create(
                $$"""
                {"name":"{{longest}} {{i % 2}}","birthday":"1990-05-06","dates":[{"kind":"anniversary","label":"Wedding","date":"--05-06"},
                 {"kind":"other","label":"Shop","date":"2001-05-07"}]}
                """
            );

        var all = await person.Client.Pages("/v1/dates/upcoming?days=365");
        var paged = await person.Client.Pages("/v1/dates/upcoming?days=365&limit=1");
        var weddings = await person.Client.Pages("/v1/dates/upcoming?days=365&limit=3&kind=anniversary");

        Assert.Equal(12, all.Count);
        Assert.Equal(all.Select(date => date.GetRawText()), paged.Select(date => date.GetRawText()));
        Assert.Equal(["Wedding", "Wedding", "Wedding", "Wedding"], weddings.Select(date => date.Text("label")));
    }

    [Theory]
    [InlineData("days=366", "days")]
    [InlineData("days=-1", "days")]
    [InlineData("kind=name-day", "kind")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=e30", "cursor")]
    public async Task An_invalid_parameter_is_named_in_the_refusal(string query, string parameter)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.Get($"/v1/dates/upcoming?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == parameter);
    }

    private async Task<string> Listed(Person person, string now, int days)
    {
        var list = new UpcomingDateList(app.Database, new FixedClock(DateTimeOffset.Parse(now, provider: null)));
        var page = await list.Page(person.Id, days, kind: null, after: null, limit: 100, default);
        Assert.Null(page.Next);
        return string.Join(
            ", ",
            page.Items.Select(date => $"{date.ContactName} {date.On:yyyy-MM-dd} {(date.Years is { } years ? $"{years}" : "-")}")
        );
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
