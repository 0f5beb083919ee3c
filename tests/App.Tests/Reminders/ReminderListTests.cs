using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Reminders;

public sealed class ReminderListTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("", "completed,delivered,overdue,snoozed,open")]
    [InlineData("state=open", "delivered,overdue,snoozed,open")]
    [InlineData("state=overdue", "delivered,overdue")]
    [InlineData("state=completed", "completed")]
    [InlineData("state=snoozed", "snoozed")]
    [InlineData("state=delivered", "completed,delivered")]
    [InlineData("from=2100-01-01T00:00:00Z&to=2110-01-01T00:00:00Z", "snoozed,open")]
    [InlineData("contact=anna", "overdue")]
    [InlineData("contact=anna&state=completed", "")]
    public async Task Reminders_are_listed_by_state_and_time(string query, string titles)
    {
        var person = await app.NewPerson();
        var anna = await person.Client.Create("""{"name":"Anna"}""");
        var gone = await person.Client.Create("""{"name":"Gone"}""");
        await Add(person, "completed", null, next: null, occurrence: null, completed: "2020-01-01Z", delivered: "2019-12-31Z");
        await Add(person, "delivered", null, next: null, occurrence: null, completed: null, delivered: "2020-06-01Z");
        await Add(person, "overdue", anna.Id, next: "2021-01-01Z", occurrence: "2021-01-01Z", completed: null, delivered: null);
        await Add(person, "snoozed", null, next: "2101-01-01Z", occurrence: "2100-01-01Z", completed: null, delivered: null);
        await Add(person, "open", null, next: "2102-01-01Z", occurrence: "2102-01-01Z", completed: null, delivered: null);
        await Add(person, "hidden", gone.Id, next: "2103-01-01Z", occurrence: "2103-01-01Z", completed: null, delivered: null);
        await person.Client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);
        query = query.Replace("anna", $"{anna.Id}", StringComparison.Ordinal);

        foreach (var limit in new[] { 1, 2, 100 })
            Assert.Equal(
                titles,
                string.Join(',', (await person.Client.Pages($"/v1/reminders?limit={limit}&{query}")).Select(one => one.Text("title")))
            );
        Assert.Empty(await (await app.NewPerson()).Client.Pages($"/v1/reminders?{query}"));
    }

    [Theory]
    [InlineData("state=done", "state")]
    [InlineData("from=now", "from")]
    [InlineData("contact=7", "contact")]
    [InlineData("cursor=e30", "cursor")]
    public async Task An_invalid_filter_is_named_in_the_refusal(string query, string parameter)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.Get($"/v1/reminders?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == parameter);
    }

    private async Task Add(
        Person person,
        string title,
        Guid? contact,
        string? next,
        string? occurrence,
        string? completed,
        string? delivered
    )
    {
        var id = Guid.CreateVersion7();
        await app.Database.Execute(
            $"""
            insert into reminders (id, owner_id, contact_id, title, starts_at, time_zone, next_at, occurrence_at, status, completed_at)
            values ({id}, {person.Id}, {contact}, {title}, '2020-06-01Z', 'UTC', {next}::timestamptz, {occurrence}::timestamptz,
                {(completed is null ? "active" : "completed")}, {completed}::timestamptz)
            """,
            default
        );
        if (delivered is not null)
            await app.Database.Execute(
                $"""
                insert into reminder_deliveries (owner_id, reminder_id, occurrence_at, due_at, completed_at)
                values ({person.Id}, {id}, {delivered}::timestamptz, {delivered}::timestamptz, {completed}::timestamptz)
                """,
                default
            );
    }
}
