using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Merge;

public sealed class MergeEndpointTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Anna =
        """{"name":"Anna Muster","company":"Muster GmbH","emails":["a@example.com"],"privateNotes":"planted-value-1","tags":["x"]}""";
    private const string Other =
        """{"name":"A. Muster","company":"Example AG","emails":["b@example.com"],"phones":[{"number":"+49 30 1234"}],"privateNotes":"planted-value-2","tags":["y"]}""";

    [Fact]
    public async Task A_merge_keeps_all_data_of_both_contacts()
    {
        var person = await app.NewPerson();
        var (anna, other, third) = await Three(person);

        var response = await Merge(person.Client, anna, other, anna.Etag).Expect(HttpStatusCode.OK);

        var result = await response.ReadJson();
        var contact = (await person.Client.Fetch(anna.Id));
        Assert.Equal(contact.Etag, response.Headers.ETag!.ToString());
        Assert.Equal(contact.Json.GetRawText(), result.GetProperty("contact").GetRawText());
        Assert.Equal(["a@example.com", "b@example.com"], contact.Json.Texts("emails"));
        Assert.Equal(["x", "y"], contact.Json.Texts("tags"));
        Assert.Equal("+49 30 1234", contact.Json.GetProperty("phones")[0].Text("number"));
        Assert.Equal("planted-value-1\n\nplanted-value-2", contact.Json.Text("privateNotes"));
        Assert.Equal(
            "Also known as: A. Muster\n\nCompany: Example AG\n\nRelationship to Anna Muster: colleague",
            contact.Json.Text("notes")
        );
        Assert.Equal(
            new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            contact.Json.GetProperty("lastInteractionAt").GetDateTimeOffset()
        );
        Assert.Equal((1, 1, 1), (Count(result, "movedInteractions"), Count(result, "movedRelationships"), Count(result, "movedReminders")));
        foreach (
            var sql in new[]
            {
                Sql.Of($"select contact_id from interactions where owner_id = {person.Id}"),
                Sql.Of($"select contact_id from reminders where owner_id = {person.Id}"),
                Sql.Of($"select contact_id from relationships where owner_id = {person.Id} and related_contact_id = {third.Id}"),
                Sql.Of($"select related_contact_id from relationships where owner_id = {person.Id} and contact_id = {third.Id}"),
            }
        )
            Assert.Equal([anna.Id], await app.Database.Query(sql, row => row.GetGuid(0), default));
        await person.Client.Get(other.Path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.WriteIfMatch(HttpMethod.Post, other.Path + "/restore", "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_dry_run_reports_the_same_and_writes_nothing()
    {
        var person = await app.NewPerson();
        var (anna, other, _) = await Three(person);

        var dry = await (
            await person.Client.PostJson($"{anna.Path}/merge?dryRun=true", $$"""{"otherId":"{{other.Id}}"}""").Expect(HttpStatusCode.OK)
        ).ReadJson();

        Assert.Equal(anna.Json.GetRawText(), (await person.Client.Fetch(anna.Id)).Json.GetRawText());
        Assert.Equal(other.Json.GetRawText(), (await person.Client.Fetch(other.Id)).Json.GetRawText());
        var real = await (await Merge(person.Client, anna, other, anna.Etag).Expect(HttpStatusCode.OK)).ReadJson();
        foreach (var field in new[] { "conflicts", "movedInteractions", "movedRelationships", "movedReminders" })
            Assert.Equal(dry.GetProperty(field).GetRawText(), real.GetProperty(field).GetRawText());
        Assert.Equal(dry.GetProperty("contact").Text("notes"), real.GetProperty("contact").Text("notes"));
    }

    [Fact]
    public async Task A_merge_needs_the_version_it_was_based_on()
    {
        var person = await app.NewPerson();
        var (anna, other, _) = await Three(person);

        await Merge(person.Client, anna, other, null).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        await Merge(person.Client, anna, other, "\"99\"").ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await Merge(person.Client, anna, anna, anna.Etag).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Two_merges_of_one_pair_at_once_leave_one_contact_with_everything()
    {
        var person = await app.NewPerson();
        for (var round = 0; round < 5; round++)
        {
            var (anna, other) = (await person.Client.Create(Anna), await person.Client.Create(Other));

            var answers = await Task.WhenAll(Merge(person.Client, anna, other, anna.Etag), Merge(person.Client, other, anna, other.Etag));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode).Order());
            var left = await person.Client.Fetch(answers[0].StatusCode == HttpStatusCode.OK ? anna.Id : other.Id);
            Assert.Equal(2, left.Json.Texts("emails").Count);
        }
    }

    [Fact]
    public async Task A_merge_that_would_exceed_a_limit_is_refused_with_the_limit()
    {
        var client = (await app.NewPerson()).Client;
        static string Notes(char c) => $$"""{"name":"Anna","notes":"{{new string(c, 15_000)}}"}""";
        var (anna, other) = (await client.Create(Notes('a')), await client.Create(Notes('b')));

        var problem = await Merge(client, anna, other, anna.Etag).ExpectProblem(HttpStatusCode.Conflict, "merge-too-large");

        Assert.Contains("notes", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(other.Etag, (await client.Fetch(other.Id)).Etag);
    }

    [Fact]
    public async Task Another_accounts_contact_cannot_be_merged_in_either_direction()
    {
        var mine = (await app.NewPerson()).Client;
        var (anna, theirs) = (await mine.Create(Anna), await (await app.NewPerson()).Client.Create(Other));

        await Merge(mine, anna, theirs, anna.Etag).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Merge(mine, theirs, anna, "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static int Count(System.Text.Json.JsonElement result, string field) => result.GetProperty(field).GetInt32();

    private static Task<HttpResponseMessage> Merge(HttpClient client, Known into, Known other, string? etag) =>
        client.WriteIfMatch(HttpMethod.Post, into.Path + "/merge", etag, $$"""{"otherId":"{{other.Id}}"}""");

    /// <summary>
    /// Two contacts of one person, and a third that is related to the second; the second also has an interaction and a reminder.
    /// </summary>
    private async Task<(Known Anna, Known Other, Known Third)> Three(Person person)
    {
        var anna = await person.Client.Create(Anna);
        var other = await person.Client.Create(Other);
        var third = await person.Client.Create("""{"name":"Third"}""");
        foreach (var (one, two, kind, back) in new[] { (other, third, "parent", "child"), (other, anna, "colleague", "colleague") })
            await app.Database.Execute(
                $"""
                with pair as (select gen_random_uuid() as id)
                insert into relationships (id, pair_id, owner_id, contact_id, related_contact_id, kind)
                select gen_random_uuid(), pair.id, {person.Id}, {one.Id}::uuid, {two.Id}::uuid, {kind} from pair
                union all select gen_random_uuid(), pair.id, {person.Id}, {two.Id}, {one.Id}, {back} from pair
                """,
                default
            );
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary)
            values (gen_random_uuid(), {person.Id}, {other.Id}, 'call', '2026-03-01T00:00:00Z', 'Called')
            """,
            default
        );
        await app.Database.Execute(
            $"update contacts set last_interaction_at = '2026-03-01T00:00:00Z' where owner_id = {person.Id} and id = {other.Id}",
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminders (id, owner_id, contact_id, title, starts_at, time_zone)
            values (gen_random_uuid(), {person.Id}, {other.Id}, 'Call back', now(), 'UTC')
            """,
            default
        );
        return (anna, await person.Client.Fetch(other.Id), third);
    }
}
