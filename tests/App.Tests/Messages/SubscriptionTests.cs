using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Digests;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Messages;

/// <summary>Recurring mails (reminders and the weekly digest): who gets them, and how to unsubscribe.</summary>
public sealed class SubscriptionTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_reminder_that_comes_due_is_mailed_once_to_a_verified_address_without_its_note()
    {
        await using var world = await MailWorld.Create(app);
        var (person, unverified) = (await Verified(), await app.NewPerson());
        var contact = await person.Client.Create("""{"name":"Anna <b>","privateNotes":"planted-value-private"}""");
        await AddReminder(person, $"{contact.Path}/reminders", "planted-value-note");
        await AddReminder(unverified, "/v1/reminders", "x");

        await DeliverReminders(world);
        await world.Deliver();
        await DeliverReminders(world);
        await world.Deliver();

        var request = Assert.Single(world.Provider.Requests);
        var mail = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(person.Email, mail.GetProperty("to")[0].GetString());
        Assert.Equal("Reminder: Call", mail.GetProperty("subject").GetString());
        Assert.Contains("About Anna <b>. Due", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Europe/Brussels", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_click_stops_the_reminders_but_not_the_digest_and_opening_the_link_stops_nothing()
    {
        await using var world = await MailWorld.Create(app);
        var person = await Verified();
        await Change(person, """{"mailDigest":true}""");
        await AddReminder(person, "/v1/reminders", "x");
        await DeliverReminders(world);
        await world.Deliver();
        var headers = JsonDocument.Parse(Assert.Single(world.Provider.Requests).Body).RootElement.GetProperty("headers");
        var link = new Uri(headers.GetProperty("List-Unsubscribe").GetString()!.Trim('<', '>'));
        using var client = world.Client();

        var looked = await client.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative)).Expect(HttpStatusCode.Found);
        Assert.StartsWith("https://app.example.com/unsubscribe#token=", looked.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal((true, true), await Preferences(person));
        // RFC 8058, 3.2.
        // A mail program that lost the answer asks again.
        for (var i = 0; i < 2; i++)
        {
            using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            await client.PostAsync(new Uri(link.PathAndQuery, UriKind.Relative), oneClick).Expect(HttpStatusCode.NoContent);
            Assert.Equal((false, true), await Preferences(person));
        }

        await AddReminder(person, "/v1/reminders", "x");
        await DeliverReminders(world);
        await world.Deliver();
        Assert.Single(world.Provider.Requests);
        foreach (var token in new[] { "", "nonsense", new string('x', 1000) })
            await client
                .PostAsync(new Uri($"/unsubscribe?token={token}", UriKind.Relative), content: null)
                .ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("2027-03-01T08:00:00Z", "02-29 Leap", "02-29 Whole leap", "03-05 Anna")]
    [InlineData("2028-02-28T08:00:00Z", "02-28 Bert", "02-29 Leap", "02-29 Whole leap", "03-05 Anna")]
    [InlineData("2027-02-22T08:00:00Z", "02-28 Bert")]
    public async Task The_digest_has_birthdays_without_a_year_and_those_of_29_February(string now, params string[] lines)
    {
        var clock = new MovableClock();
        clock.Advance(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture) - clock.GetUtcNow());
        await using var world = await MailWorld.Create(app, clock: clock);
        var person = await Verified();
        await Change(person, """{"mailDigest":true}""");
        await app.Database.Execute($"update message_preferences set digest_at = {clock.GetUtcNow()} where owner_id = {person.Id}", default);
        await person.Client.Create("""{"name":"Anna","dates":[{"kind":"birthday","date":"--03-05"}]}""");
        await person.Client.Create("""{"name":"Leap","dates":[{"kind":"birthday","date":"--02-29"}]}""");
        await person.Client.Create("""{"name":"Whole leap","birthday":"2000-02-29"}""");
        await person.Client.Create("""{"name":"Bert","birthday":"1990-02-28"}""");
        await person.Client.Create("""{"name":"Month only","dates":[{"kind":"birthday","date":"--03"}]}""");

        var work = ActivatorUtilities.CreateInstance<DigestWork>(world.Services);
        while (await work.DoNext(default)) { }
        await world.Deliver();

        // The clock is ahead for the people of other tests too.
        var mail = Assert.Single(world.Provider.Requests, request => request.Text.Contains(person.Email, StringComparison.Ordinal));
        var text = JsonDocument.Parse(mail.Body).RootElement.GetProperty("text").GetString()!;
        var listed = text.Split('\n')
            .SkipWhile(line => line != "Birthdays")
            .Skip(1)
            .TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal));
        Assert.Equal(lines, listed.Select(line => line[2..]));
    }

    [Fact]
    public async Task On_Monday_morning_one_digest_lists_the_weeks_entries()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, clock: clock);
        var person = await Verified();
        await Change(person, """{"mailDigest":true}""");
        var due = MessagePreferenceStore.NextDigest(clock.GetUtcNow(), "Europe/Brussels");
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, birthday) values
                (gen_random_uuid(), {person.Id}, 'Born Soon', {DateOnly.FromDateTime(due.UtcDateTime.AddDays(2).AddYears(-30))}),
                (gen_random_uuid(), {person.Id}, 'Born Later', {DateOnly.FromDateTime(due.UtcDateTime.AddDays(9).AddYears(-30))})
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminders (id, owner_id, title, starts_at, time_zone, next_at, occurrence_at)
            values (gen_random_uuid(), {person.Id}, 'Call Bert', {due.AddDays(1)}, 'UTC', {due.AddDays(1)}, {due.AddDays(1)})
            """,
            default
        );
        var work = ActivatorUtilities.CreateInstance<DigestWork>(world.Services);

        while (await work.DoNext(default)) { }
        await world.Deliver();
        Assert.Empty(world.Provider.Requests);
        clock.Advance(due - clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await Task.WhenAll(Work(), Work(), Work());
        await world.Deliver();

        var mail = JsonDocument.Parse(Assert.Single(world.Provider.Requests).Body).RootElement;
        var text = mail.GetProperty("text").GetString()!;
        Assert.Contains("Born Soon", text, StringComparison.Ordinal);
        Assert.Contains("Call Bert", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Born Later", text, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.GetProperty("headers").GetProperty("List-Unsubscribe-Post").GetString());

        async Task Work()
        {
            while (await work.DoNext(default)) { }
        }
    }

    [Theory]
    [InlineData("2026-03-27T12:00:00Z", "Europe/Brussels", "2026-03-30T06:00:00Z")]
    [InlineData("2026-11-30T06:59:59Z", "Europe/Brussels", "2026-11-30T07:00:00Z")]
    [InlineData("2026-11-30T07:00:00Z", "Europe/Brussels", "2026-12-07T07:00:00Z")]
    [InlineData("2026-11-29T23:00:00Z", "Pacific/Kiritimati", "2026-12-06T18:00:00Z")]
    [InlineData("2026-11-28T00:00:00Z", "No/Zone", "2026-11-30T08:00:00Z")]
    public void A_digest_is_due_on_Monday_at_eight_in_the_accounts_time_zone(string after, string zone, string due) =>
        Assert.Equal(
            DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            MessagePreferenceStore.NextDigest(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), zone)
        );

    [Fact]
    public async Task After_a_spam_report_mails_are_sent_again_only_on_request()
    {
        var person = await Verified();
        await app.Database.Execute(
            $"insert into mail_suppressions (owner_id, address, reason) values ({person.Id}, {person.Email}, 'complained')",
            default
        );

        await Change(person, """{"mailReminders":true}""");

        var preferences = await (await person.Client.Get("/v1/me/messages")).ReadJson();
        Assert.Equal(JsonValueKind.Null, preferences.GetProperty("mailProblem").ValueKind);
    }

    [Fact]
    public async Task Without_mail_a_subscription_can_be_turned_off_but_not_on()
    {
        var person = await app.NewPerson();
        await using var without = app.With(new() { [AppVariables.MailFrom] = null }, _ => { });
        using var client = without.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;

        await client
            .Write(HttpMethod.Patch, "/v1/me/messages", json: """{"mailDigest":true}""")
            .ExpectProblem(HttpStatusCode.NotFound, "mail-not-configured");
        await client.Write(HttpMethod.Patch, "/v1/me/messages", json: """{"mailReminders":false}""").Expect(HttpStatusCode.OK);
        var preferences = await (await client.Get("/v1/me/messages")).ReadJson();
        Assert.False(preferences.GetProperty("mailAvailable").GetBoolean());
    }

    private async Task<Person> Verified()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"update users set email_verified_at = now(), time_zone = 'Europe/Brussels' where id = {person.Id}",
            default
        );
        return person;
    }

    private async Task AddReminder(Person person, string path, string note)
    {
        var created = await person
            .Client.PostJson(path, $$"""{"title":"Call","note":"{{note}}","startsAt":"{{DateTimeOffset.UtcNow.AddHours(1):O}}"}""")
            .Expect(HttpStatusCode.Created);
        var id = (await created.ReadJson()).GetProperty("id").GetGuid();
        await app.Database.Execute($"update reminders set next_at = now() - interval '1 minute' where id = {id}", default);
    }

    private static async Task DeliverReminders(MailWorld world)
    {
        var messages = ActivatorUtilities.CreateInstance<ReminderMessages>(world.Services);
        var work = ActivatorUtilities.CreateInstance<ReminderDeliveries>(world.Services, messages);
        while (await work.DoNext(default)) { }
    }

    private static Task<HttpResponseMessage> Change(Person person, string json) =>
        person.Client.Write(HttpMethod.Patch, "/v1/me/messages", json: json).Expect(HttpStatusCode.OK);

    private static async Task<(bool, bool)> Preferences(Person person)
    {
        var preferences = await (await person.Client.Get("/v1/me/messages").Expect(HttpStatusCode.OK)).ReadJson();
        return (preferences.GetProperty("mailReminders").GetBoolean(), preferences.GetProperty("mailDigest").GetBoolean());
    }
}
