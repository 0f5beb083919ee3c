using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Reminders;

public sealed class ReminderTests(AppFixture app) : IClassFixture<AppFixture>
{
    // A Monday far enough in the future that it is not reached during a test run.
    private static readonly DateTimeOffset Start = new(DateTime.UtcNow.Year + 2, 1, 4, 9, 0, 0, TimeSpan.Zero);

    private ReminderStore Store => app.Services.GetRequiredService<ReminderStore>();

    [Fact]
    public async Task A_reminder_about_a_contact_is_upcoming_until_it_is_completed()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);

        var created = await person.Client.PostJson($"/v1/contacts/{contact}/reminders", Body()).Expect(HttpStatusCode.Created);
        var location = created.Headers.Location!.ToString();
        Assert.Equal([Start], await Upcoming(person));
        Assert.Equal([Start], await Upcoming(person, $"/v1/contacts/{contact}/reminders"));

        var completed = await (
            await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK)
        ).ReadJson();
        Assert.Equal("completed", completed.GetProperty("status").GetString());
        Assert.Empty(await Upcoming(person));
        var again = await (await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(completed.GetProperty("completedAt").GetDateTimeOffset(), again.GetProperty("completedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Completing_a_recurring_reminder_early_skips_one_occurrence()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body("FREQ=WEEKLY;COUNT=2"));

        await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK);
        Assert.Equal([Start.AddDays(7)], await Upcoming(person));
        var last = await (await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal("completed", last.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Completing_a_due_reminder_keeps_the_next_occurrence()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body("FREQ=WEEKLY"));
        await Deliver(Start);

        await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK);

        Assert.Equal([Start.AddDays(7)], await Upcoming(person));
        var delivered = Assert.Single(await Delivered(person));
        Assert.Equal(Start, delivered.GetProperty("dueAt").GetDateTimeOffset());
        Assert.NotEqual(JsonValueKind.Null, delivered.GetProperty("completedAt").ValueKind);
    }

    [Fact]
    public async Task A_snoozed_due_reminder_is_delivered_again_and_the_series_continues()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body("FREQ=WEEKLY"));
        await Deliver(Start);
        var until = DateTimeOffset.UtcNow.AddDays(2);

        var snoozed = await (
            await person.Client.Write(HttpMethod.Post, location + "/snooze", "*", $$"""{"until":"{{until:O}}"}""").Expect(HttpStatusCode.OK)
        ).ReadJson();
        Assert.Equal(Start, snoozed.GetProperty("occurrenceAt").GetDateTimeOffset());
        await Deliver(until);

        Assert.Equal([Start.AddDays(7)], await Upcoming(person));
        var delivered = await Delivered(person);
        Assert.Equal(2, delivered.Count);
        Assert.All(delivered, one => Assert.Equal(Start, one.GetProperty("occurrenceAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Concurrent_workers_deliver_each_reminder_once()
    {
        var person = await app.NewPerson();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Add(person, Body())));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Deliver(Start)));

        Assert.Equal(40, (await Delivered(person)).Count);
        Assert.Empty(await Upcoming(person));
    }

    [Fact]
    public async Task A_delivery_that_does_not_commit_leaves_the_reminder_due()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body());

        await Assert.ThrowsAnyAsync<Exception>(() =>
            app.Database.InTransaction(
                async session =>
                {
                    await session.Execute($"select from reminders where owner_id = {person.Id} for update", default);
                    await Store.DeliverDue(Start, 10, default); // another worker meanwhile: passes over the locked row
                    throw new InvalidOperationException("killed");
                },
                default
            )
        );

        Assert.Empty(await Delivered(person));
        await Deliver(Start);
        Assert.Single(await Delivered(person));
        await person.Client.Get(location).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_series_keeps_the_wall_clock_time_of_its_zone()
    {
        var person = await app.NewPerson();
        var winter = new DateTimeOffset(Start.Year, 3, 1, 9, 0, 0, TimeSpan.FromHours(1));
        var location = await Add(person, Body("FREQ=MONTHLY", winter, "Europe/Brussels"));

        await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK);

        Assert.Equal([new DateTimeOffset(Start.Year, 4, 1, 9, 0, 0, TimeSpan.FromHours(2))], await Upcoming(person));
    }

    [Fact]
    public async Task A_series_that_began_in_the_past_waits_for_its_next_occurrence_and_is_not_delivered_for_the_past()
    {
        var person = await app.NewPerson();
        var begun = DateTimeOffset.UtcNow.AddYears(-5);

        var created = await person.Client.PostJson("/v1/reminders", Body("FREQ=DAILY", begun)).Expect(HttpStatusCode.Created);

        var next = (await created.ReadJson()).GetProperty("nextAt").GetDateTimeOffset();
        Assert.InRange(next, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    [Theory]
    [InlineData("""{"title":"","startsAt":"2028-01-03T09:00:00Z"}""", "title")]
    [InlineData("""{"title":"T"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"1900-01-03T09:00:00Z"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"2028-01-03T09:00:00Z","timeZone":"Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"title":"T","startsAt":"2028-01-03T09:00:00"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"2028-01-03","timeZone":"Europe/Brussels"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"0001-01-01T00:00:00","timeZone":"Europe/Brussels"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"9999-12-31T23:59:59","timeZone":"America/New_York"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"9999-12-31T23:59:59Z"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"2028-03-26T02:30:00","timeZone":"Europe/Brussels"}""", "startsAt")]
    [InlineData("""{"title":"T","startsAt":"2028-01-03T09:00:00Z","rrule":"FREQ=DAILY;UNTIL=20280102"}""", "rrule")]
    [InlineData("""{"title":"T","startsAt":"2028-01-03T09:00:00Z","rrule":"FREQ=HOURLY"}""", "rrule")]
    [InlineData("""{"title":"T","startsAt":"2028-01-04T09:00:00Z","rrule":"FREQ=WEEKLY;BYDAY=MO"}""", "startsAt")]
    public async Task An_invalid_reminder_is_refused_with_the_field_name(string body, string field)
    {
        var person = await app.NewPerson();

        var problem = await person.Client.PostJson("/v1/reminders", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Theory]
    [InlineData("2028-01-03T09:00:00", "2028-01-03T08:00:00Z")]
    [InlineData("2028-07-03T09:00", "2028-07-03T07:00:00Z")]
    // 02:30 occurs twice that night: the first one.
    [InlineData("2028-10-29T02:30:00", "2028-10-29T00:30:00Z")]
    [InlineData("2028-01-03T09:00:00-05:00", "2028-01-03T14:00:00Z")]
    public async Task A_time_without_an_offset_is_read_in_the_given_time_zone(string startsAt, string expected)
    {
        var person = await app.NewPerson();

        var created = await person
            .Client.PostJson("/v1/reminders", $$"""{"title":"T","startsAt":"{{startsAt}}","timeZone":"Europe/Brussels"}""")
            .Expect(HttpStatusCode.Created);

        Assert.Equal(DateTimeOffset.Parse(expected, null), (await created.ReadJson()).GetProperty("startsAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_unreadable_series_does_not_block_the_delivery_of_others()
    {
        var person = await app.NewPerson();
        var broken = await Add(person, Body("FREQ=DAILY"));
        var id = Guid.Parse(broken.Split('/')[^1]);
        await app.Database.Execute($"update reminders set time_zone = 'Gone/Zone' where id = {id}", default);
        await Add(person, Body());

        await Deliver(Start);

        Assert.Equal(2, (await Delivered(person)).Count);
    }

    [Fact]
    public async Task Snoozing_into_the_past_or_a_completed_reminder_is_refused()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body());

        await person
            .Client.Write(HttpMethod.Post, location + "/snooze", "*", """{"until":"2001-01-01T00:00:00Z"}""")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK);
        await person
            .Client.Write(HttpMethod.Post, location + "/snooze", "*", $$"""{"until":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""")
            .ExpectProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Another_accounts_reminders_are_not_found()
    {
        var (owner, other) = (await app.NewPerson(), await app.NewPerson());
        var location = await Add(owner, Body());
        var contact = await app.AddContact(owner);

        await other.Client.Get(location).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Write(HttpMethod.Put, location, "*", Body()).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Write(HttpMethod.Delete, location, "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Write(HttpMethod.Post, location + "/complete", "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other
            .Client.Write(HttpMethod.Post, location + "/snooze", "*", $$"""{"until":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""")
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.PostJson($"/v1/contacts/{contact}/reminders", Body()).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Empty(await Upcoming(other));
        Assert.Equal([Start], await Upcoming(owner));
    }

    [Fact]
    public async Task A_deleted_contacts_reminders_are_hidden_and_paused_until_it_is_restored()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        var path = $"/v1/contacts/{contact}";
        var added = await person.Client.PostJson(path + "/reminders", Body()).Expect(HttpStatusCode.Created);
        var location = added.Headers.Location!.ToString();
        await person.Client.Write(HttpMethod.Delete, path, "*").Expect(HttpStatusCode.NoContent);

        await Deliver(Start);

        Assert.Empty(await Upcoming(person));
        Assert.Empty(await Delivered(person));
        await person.Client.Get(location).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.Write(HttpMethod.Post, location + "/complete", "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.Get(path + "/reminders").ExpectProblem(HttpStatusCode.NotFound, "not-found");

        await person.Client.Write(HttpMethod.Post, path + "/restore", "*").Expect(HttpStatusCode.OK);
        await Deliver(Start);
        Assert.Single(await Delivered(person));
    }

    [Fact]
    public async Task A_changed_reminder_starts_again_and_a_stale_change_is_refused()
    {
        var person = await app.NewPerson();
        var location = await Add(person, Body());

        await person.Client.Write(HttpMethod.Put, location, "\"1\"", Body("FREQ=DAILY", Start.AddDays(1))).Expect(HttpStatusCode.OK);

        Assert.Equal([Start.AddDays(1)], await Upcoming(person));
        await person
            .Client.Write(HttpMethod.Put, location, "\"1\"", Body())
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await person.Client.Write(HttpMethod.Delete, location, "\"2\"").Expect(HttpStatusCode.NoContent);
    }

    private static string Body(string? rrule = null, DateTimeOffset? startsAt = null, string? timeZone = null) =>
        $$"""{"title":"Call","startsAt":"{{startsAt ?? Start:O}}","rrule":{{Text(rrule)}},"timeZone":{{Text(timeZone)}}}""";

    private static string Text(string? value) => value is null ? "null" : $"\"{value}\"";

    private static async Task<string> Add(Person person, string body) =>
        (await person.Client.PostJson("/v1/reminders", body).Expect(HttpStatusCode.Created)).Headers.Location!.ToString();

    private static async Task<List<DateTimeOffset>> Upcoming(Person person, string path = "/v1/reminders/upcoming")
    {
        var page = await (await person.Client.Get(path + "?limit=100").Expect(HttpStatusCode.OK)).ReadJson();
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("nextAt").GetDateTimeOffset())];
    }

    private static async Task<List<JsonElement>> Delivered(Person person)
    {
        var page = await (await person.Client.Get("/v1/reminders/delivered?limit=100").Expect(HttpStatusCode.OK)).ReadJson();
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    // As a worker at this time, until nothing is due: tests of this class share a database.
    private async Task Deliver(DateTimeOffset now)
    {
        while (await Store.DeliverDue(now, 10, default) > 0) { }
    }
}
