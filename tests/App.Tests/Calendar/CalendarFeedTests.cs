using System.Globalization;
using System.Net;
using System.Text;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using PmCrm.App.Features.Calendar;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using Parsed = Ical.Net.Calendar;

namespace PmCrm.App.Tests.Calendar;

/// <summary>The calendar feed, parsed with Ical.Net as a calendar program would parse it.</summary>
public sealed class CalendarFeedTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Reminders_and_birthdays_are_events_with_their_titles_and_without_their_notes()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create(
            """{"name":"Anna, \"the\" Muster; x\\y","birthday":"1990-03-05","notes":"planted-value-1","privateNotes":"planted-value-2"}"""
        );
        await person
            .Client.PostJson(
                contact.Path + "/reminders",
                """{"title":"Call","note":"planted-value-3","startsAt":"2027-03-01T09:00:00","timeZone":"Europe/Brussels","rrule":"FREQ=WEEKLY;UNTIL=20270420"}"""
            )
            .Expect(HttpStatusCode.Created);
        await person
            .Client.PostJson("/v1/reminders", """{"title":"Once","startsAt":"2027-05-01T10:00:00Z","timeZone":"UTC"}""")
            .Expect(HttpStatusCode.Created);

        var text = await Read(await Url(person));
        Assert.DoesNotContain("planted-value", text, StringComparison.Ordinal);
        var events = Parsed.Load(text)!.Events;

        Assert.Equal(3, events.Count);
        var birthday = events.Single(one => one.Uid!.Contains("birthday", StringComparison.Ordinal));
        Assert.Equal("Birthday: Anna, \"the\" Muster; x\\y", birthday.Summary);
        Assert.True(birthday.IsAllDay);
        Assert.Equal(["2027-03-05", "2028-03-05"], Days(birthday, 2027, 2029));
        // A meeting at nine stays at nine when the clocks change on 28 March; the last day is included.
        var series = events.Single(one => one.Summary!.StartsWith("Call (Anna", StringComparison.Ordinal));
        Assert.Equal(
            [
                "2027-03-01T08:00",
                "2027-03-08T08:00",
                "2027-03-15T08:00",
                "2027-03-22T08:00",
                "2027-03-29T07:00",
                "2027-04-05T07:00",
                "2027-04-12T07:00",
                "2027-04-19T07:00",
            ],
            Moments(series, 2027, 2028)
        );
        var once = events.Single(one => one.Summary == "Once");
        Assert.Equal(["2027-05-01T10:00"], Moments(once, 2027, 2028));
    }

    [Fact]
    public async Task A_person_born_on_29_February_has_a_birthday_every_year()
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Leap","birthday":"2000-02-29"}""");

        var born = Parsed.Load(await Read(await Url(person)))!.Events.Single();

        Assert.Equal(["2027-02-28", "2028-02-29"], Days(born, 2027, 2029));
    }

    [Fact]
    public async Task A_birthday_without_a_year_is_in_the_calendar()
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Anna","dates":[{"kind":"birthday","date":"--03-05"}]}""");
        await person.Client.Create("""{"name":"Leap","dates":[{"kind":"birthday","date":"--02-29"}]}""");
        await person.Client.Create(
            """{"name":"No day","dates":[{"kind":"birthday","date":"1990-03"},{"kind":"anniversary","date":"--03-06"}]}"""
        );

        var events = Parsed.Load(await Read(await Url(person)))!.Events;

        Assert.Equal(["Birthday: Anna", "Birthday: Leap"], events.Select(one => one.Summary).Order());
        Assert.Equal(["2027-03-05", "2028-03-05"], Days(events.Single(one => one.Summary == "Birthday: Anna"), 2027, 2029));
        Assert.Equal(["2027-02-28", "2028-02-29"], Days(events.Single(one => one.Summary == "Birthday: Leap"), 2027, 2029));
    }

    [Fact]
    public async Task A_program_may_ask_for_the_headers_of_the_calendar_alone()
    {
        var url = await Url(await app.NewPerson());
        using var client = app.Anonymous;
        var get = await client.GetAsync(url).Expect(HttpStatusCode.OK);

        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url)).Expect(HttpStatusCode.OK);

        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
    }

    [Theory]
    [InlineData("Europe/Brussels")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    public void The_clock_changes_of_a_zone_match_those_of_dotnet(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var lines = new CalendarLines();
        CalendarZone.Write(lines, zone, new DateTime(2016, 1, 1), new DateTime(2030, 1, 1));
        var read = Parsed.Load($"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines}END:VCALENDAR\r\n")!.TimeZones.Single();

        // An observance applies from its start, given in the local time before the change, until the next one.
        var observances = read
            .TimeZoneInfos.Select(one => (At: one.DtStart!.Value - one.OffsetFrom!.Offset, one.OffsetTo!.Offset))
            .OrderBy(one => one.At)
            .ToList();
        for (var at = new DateTime(2016, 1, 2, 0, 30, 0, DateTimeKind.Utc); at.Year < 2030; at = at.AddHours(7))
            Assert.Equal(zone.GetUtcOffset(at), observances.Last(one => one.At <= at).Offset);
    }

    [Fact]
    public void Lines_are_folded_at_75_octets_between_characters_and_texts_come_back_whole()
    {
        var summary = string.Concat(Enumerable.Repeat("Zoë's 🎂; a, b\\c\n", 20)) + "\u0007end\ttab";
        var now = DateTimeOffset.UtcNow;

        var text = CalendarWriter.Write([new(Guid.NewGuid(), summary, Contact: null, now, "UTC", Rrule: null, now)], [], now);

        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\ufffd', text);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.Equal(
            summary.Replace("\u0007", "", StringComparison.Ordinal).Replace('\t', ' '),
            Parsed.Load(text)!.Events.Single().Summary!.Replace("\r\n", "\n", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_unchanged_calendar_is_not_sent_again()
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Anna","birthday":"1990-03-05"}""");
        var url = await Url(person);
        using var client = app.Anonymous;
        var first = await client.GetAsync(url).Expect(HttpStatusCode.OK);
        Assert.Equal("text/calendar", first.Content.Headers.ContentType?.MediaType);
        Assert.False(first.Headers.ETag!.IsWeak);

        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag);
        await client.SendAsync(again).Expect(HttpStatusCode.NotModified);
        await person.Client.Create("""{"name":"Bert","birthday":"1991-03-05"}""");
        using var changed = new HttpRequestMessage(HttpMethod.Get, url);
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag);
        await client.SendAsync(changed).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_replaced_revoked_or_guessed_URL_is_not_found()
    {
        var (person, other) = (await app.NewPerson(), await app.NewPerson());
        var others = await Url(other);
        var first = await Url(person);
        var second = await Url(person);
        using var client = app.Anonymous;

        await client.GetAsync(first).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await client.GetAsync(second).Expect(HttpStatusCode.OK);
        await person.Client.Write(HttpMethod.Delete, "/v1/me/calendar").Expect(HttpStatusCode.NoContent);
        await client.GetAsync(second).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.Get("/v1/me/calendar").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await client.GetAsync(others).Expect(HttpStatusCode.OK);
        foreach (var token in new[] { "", "x", new string('x', 5000) })
            await client.Get($"/calendar.ics?token={token}").ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Deleted_and_completed_items_are_not_in_the_calendar()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Anna","birthday":"1990-03-05"}""");
        await person
            .Client.PostJson(contact.Path + "/reminders", """{"title":"Call","startsAt":"2027-03-01T09:00:00Z"}""")
            .Expect(HttpStatusCode.Created);
        await person.Client.WriteIfMatch(HttpMethod.Delete, contact.Path, "*").Expect(HttpStatusCode.NoContent);

        Assert.Empty(Parsed.Load(await Read(await Url(person)))!.Events);
    }

    private static async Task<Uri> Url(Person person)
    {
        var made = await (await person.Client.PostJson("/v1/me/calendar", "").Expect(HttpStatusCode.OK)).ReadJson();
        return new Uri(new Uri(made.GetProperty("url").GetString()!).PathAndQuery, UriKind.Relative);
    }

    private async Task<string> Read(Uri url)
    {
        using var client = app.Anonymous;
        return await (await client.GetAsync(url).Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Days(CalendarEvent one, int from, int until) =>
        Occurrences(one, from, until).Select(start => start.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static IEnumerable<string> Moments(CalendarEvent one, int from, int until) =>
        Occurrences(one, from, until).Select(start => start.AsUtc.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));

    private static IEnumerable<CalDateTime> Occurrences(CalendarEvent one, int from, int until) =>
        one.GetOccurrences(new CalDateTime(from, 1, 1))
            .Select(occurrence => occurrence.Period.StartTime)
            .TakeWhile(start => start.Value.Year < until);
}
