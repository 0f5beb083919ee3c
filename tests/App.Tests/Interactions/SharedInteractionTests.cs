using System.Net;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Interactions;

/// <summary>An interaction with several contacts belongs to each of them.</summary>
public sealed class SharedInteractionTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Every_participant_has_it_among_their_interactions()
    {
        var (client, anna, bert, carl) = await Three();

        var created = await Add(client, anna, "Lunch", 1, bert, carl, anna, bert);

        Assert.Equal($"{anna.Id}", created.Text("contactId"));
        Assert.Equal(Sorted(bert, carl), created.Texts("otherContactIds"));
        foreach (var contact in new[] { anna, bert, carl })
        {
            var listed = Assert.Single(await client.Pages($"{contact.Path}/interactions?limit=1"));
            Assert.Equal(created.GetRawText(), listed.GetRawText());
            Assert.Equal(created.GetRawText(), (await Read(client, contact, created)).GetRawText());
            Assert.Equal("2025-01-01T10:00:00+00:00", (await client.Fetch(contact.Id)).Json.Text("lastInteractionAt"));
            Assert.Single(await client.Pages($"/v1/interactions?contact={contact.Id}"));
        }
        var entry = Assert.Single(await client.Pages("/v1/interactions"));
        Assert.Equal(("Anna", 2), (entry.Text("contactName"), entry.GetProperty("otherContactNames").GetArrayLength()));
    }

    [Fact]
    public async Task The_timeline_filters_by_the_tags_of_all_participants_and_lists_it_once()
    {
        var (client, anna, bert, carl) = await Three();
        await client.Patch(bert, """{"tags":["friend"]}""").Expect(HttpStatusCode.OK);
        await client.Patch(carl, """{"tags":["friend"]}""").Expect(HttpStatusCode.OK);
        await Add(client, anna, "All", 1, bert, carl);
        await Add(client, anna, "Alone", 2);
        await Add(client, carl, "Carl", 3);

        var found = await client.Pages("/v1/interactions?tag=friend&limit=1");

        Assert.Equal(["Carl", "All"], found.Select(entry => entry.GetProperty("interaction").Text("summary")));
    }

    [Fact]
    public async Task Replacing_sets_the_participants_and_updates_every_last_interaction()
    {
        var (client, anna, bert, carl) = await Three();
        var created = await Add(client, anna, "Lunch", 5, bert);
        await Add(client, bert, "Earlier", 1);

        // Edited through the path of another contact than the first: removes Anna, adds Carl and changes the date.
        var changed = await Replace(client, bert, created, "\"1\"", 6, carl).Expect(HttpStatusCode.OK);

        var read = await changed.ReadJson();
        Assert.Equal(($"{bert.Id}", $"{carl.Id}"), (read.Text("contactId"), Assert.Single(read.Texts("otherContactIds"))));
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        await client.Get($"{anna.Path}/interactions/{created.Text("id")}").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(["-", "6", "6"], await Days(anna, bert, carl));

        await Replace(client, bert, created, "\"1\"", 6, carl).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await client.WriteIfMatch(HttpMethod.Delete, Path(carl, created), "\"2\"").Expect(HttpStatusCode.NoContent);
        Assert.Equal(["-", "1", "-"], await Days(anna, bert, carl));
        Assert.Empty(await client.Pages($"{carl.Path}/interactions"));
    }

    [Fact]
    public async Task A_deleted_participant_is_hidden_but_kept_and_its_own_interactions_are_hidden()
    {
        var (client, anna, bert, carl) = await Three();
        var created = await Add(client, anna, "Lighthouse", 1, bert);
        await client.WriteIfMatch(HttpMethod.Delete, anna.Path, "*").Expect(HttpStatusCode.NoContent);

        var read = await Read(client, bert, created);
        Assert.Equal(($"{bert.Id}", 0), (read.Text("contactId"), read.GetProperty("otherContactIds").GetArrayLength()));
        Assert.Equal("Bert", Assert.Single(await client.Pages("/v1/interactions")).Text("contactName"));
        Assert.Equal(bert.Id, (await Found(client, "lighthouse"))[0].GetProperty("contactId").GetGuid());
        // Replaced while a contact is deleted: the deleted contact remains in it.
        await Replace(client, bert, created, "*", 2, carl).Expect(HttpStatusCode.OK);
        foreach (var contact in new[] { bert, carl })
            await client.WriteIfMatch(HttpMethod.Delete, contact.Path, "*").Expect(HttpStatusCode.NoContent);
        Assert.Empty(await client.Pages("/v1/interactions"));
        Assert.Empty(await Found(client, "again"));

        await client.WriteIfMatch(HttpMethod.Post, anna.Path + "/restore", "*").Expect(HttpStatusCode.OK);
        await client.WriteIfMatch(HttpMethod.Post, carl.Path + "/restore", "*").Expect(HttpStatusCode.OK);

        var restored = await Read(client, anna, created);
        Assert.Equal(($"{anna.Id}", $"{carl.Id}"), (restored.Text("contactId"), Assert.Single(restored.Texts("otherContactIds"))));
        Assert.Equal("2025-01-02T10:00:00+00:00", (await client.Fetch(anna.Id)).Json.Text("lastInteractionAt"));
    }

    [Fact]
    public async Task A_merge_moves_shared_interactions_without_duplicate_participants()
    {
        var (client, anna, bert, carl) = await Three();
        await Add(client, bert, "First of it", 1, carl);
        await Add(client, carl, "One of the others", 2, bert);
        await Add(client, anna, "Both", 3, bert);
        await Add(client, bert, "Both, the other first", 4, anna, carl);

        var merged = await (
            await client
                .WriteIfMatch(HttpMethod.Post, anna.Path + "/merge", "*", $$"""{"otherId":"{{bert.Id}}"}""")
                .Expect(HttpStatusCode.OK)
        ).ReadJson();

        Assert.Equal(4, merged.GetProperty("movedInteractions").GetInt32());
        var all = await client.Pages($"{anna.Path}/interactions");
        Assert.Equal(
            ["Both, the other first: Anna,Carl", "Both: Anna", "One of the others: Carl,Anna", "First of it: Anna,Carl"],
            all.Select(one => $"{one.Text("summary")}: {Names(one, (anna, "Anna"), (bert, "Bert"), (carl, "Carl"))}")
        );
        Assert.Equal(["4", "4"], await Days(anna, carl));
        Assert.Equal(0, await Shares(bert));
    }

    /// <summary>During a rollout, versions without shared interactions run beside this one.</summary>
    [Fact]
    public async Task Writes_of_an_older_version_keep_the_other_participants_correct()
    {
        var (client, anna, bert, carl) = await Three();
        var created = await Add(client, anna, "Lunch", 10, bert);
        var owner = await app.Database.FirstOrDefault(
            $"select owner_id from contacts where id = {bert.Id}",
            row => row.GetGuid(0),
            default
        );
        Task Follow(Known contact) =>
            app.Database.Execute(
                $"""
                update contacts set last_interaction_at = newest.at, version = version + 1, updated_at = now()
                from (select max(occurred_at) as at from interactions where owner_id = {owner} and contact_id = {contact.Id}) newest
                where owner_id = {owner} and id = {contact.Id} and last_interaction_at is distinct from newest.at
                """,
                default
            );

        // Adds an interaction of Bert alone, earlier than the shared one.
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary)
            values ({Guid.CreateVersion7()}, {owner}, {bert.Id}, 'call', '2025-01-02T10:00:00Z', 'Older version')
            """,
            default
        );
        await Follow(bert);
        Assert.Equal(["10", "10", "-"], await Days(anna, bert, carl));

        // Changes the time of the shared interaction.
        var id = created.GetProperty("id").GetGuid();
        await app.Database.Execute($"update interactions set occurred_at = '2025-01-07T10:00:00Z' where id = {id}", default);
        await Follow(anna);
        Assert.Equal(["7", "7", "-"], await Days(anna, bert, carl));

        // Merges Bert into Carl.
        await app.Database.Execute($"update interactions set contact_id = {carl.Id} where contact_id = {bert.Id}", default);
        await app.Database.Execute($"update contacts set deleted_at = now(), merged_into = {carl.Id} where id = {bert.Id}", default);
        Assert.Equal([$"{carl.Id}"], (await Read(client, anna, created)).Texts("otherContactIds"));
        Assert.Equal(["7", "7"], await Days(anna, carl));

        // Deletes the interaction.
        await app.Database.Execute($"delete from interactions where id = {id}", default);
        await Follow(anna);
        Assert.Equal(["-", "2"], await Days(anna, carl));
    }

    [Fact]
    public async Task Another_accounts_or_a_deleted_contact_cannot_be_a_participant()
    {
        var (client, anna, bert, _) = await Three();
        var (_, foreign, _, _) = await Three();
        var created = await Add(client, anna, "Lunch", 1);
        await client.WriteIfMatch(HttpMethod.Delete, bert.Path, "*").Expect(HttpStatusCode.NoContent);

        foreach (var other in new[] { bert, foreign, anna with { Id = Guid.CreateVersion7() } })
        {
            await client.PostJson(anna.Path + "/interactions", Body("x", 2, other)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await Replace(client, anna, created, "*", 2, other).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }

        Assert.Equal(created.GetRawText(), Assert.Single(await client.Pages(anna.Path + "/interactions")).GetRawText());
    }

    [Fact]
    public async Task At_most_fifty_participants_are_accepted()
    {
        var person = await app.NewPerson();
        var anna = await person.Client.Create("""{"name":"Anna"}""");
        var others = new List<Known>();
        for (var i = 0; i <= InteractionWrite.MaxOthers; i++)
            others.Add(anna with { Id = await app.AddContact(person) });

        var created = await Add(person.Client, anna, "All", 1, [.. others.Take(InteractionWrite.MaxOthers)]);
        var problem = await person
            .Client.PostJson(anna.Path + "/interactions", Body("x", 1, [.. others]))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(InteractionWrite.MaxOthers, created.Texts("otherContactIds").Count);
        Assert.True(problem.GetProperty("errors").TryGetProperty("otherContactIds", out _));
    }

    [Fact]
    public async Task Concurrent_writes_with_the_same_participants_all_succeed_and_the_last_interactions_are_right()
    {
        var (client, anna, bert, carl) = await Three();
        Known[][] orders =
        [
            [anna, bert, carl],
            [carl, bert, anna],
            [bert, anna, carl],
        ];

        await Task.WhenAll(Enumerable.Range(0, 18).Select(i => Add(client, orders[i % 3][0], "x", 10 + i, [.. orders[i % 3][1..]])));

        Assert.Equal(["27", "27", "27"], await Days(anna, bert, carl));
    }

    [Fact]
    public async Task Concurrent_changes_of_participants_leave_every_last_interaction_right()
    {
        var (client, anna, bert, carl) = await Three();
        var interaction = await Add(client, anna, "x", 1, bert, carl);
        (Known Contact, Known[] Others)[] changes = [(bert, [carl]), (carl, [anna]), (anna, [bert]), (carl, []), (bert, [anna, carl])];

        for (var round = 0; round < 6; round++)
        {
            var answers = await Task.WhenAll(
                changes.Select(
                    (change, i) => Replace(client, change.Contact, interaction, "*", 2 + round * changes.Length + i % 3, change.Others)
                )
            );

            // A contact that was removed from it in the meantime does not find it.
            Assert.All(answers, answer =>
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{answer.StatusCode}")
            );
            Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            foreach (var contact in new[] { anna, bert, carl })
            {
                var list = (await client.Pages(contact.Path + "/interactions")).Select(one => one.Text("occurredAt")[8..10].TrimStart('0'));
                Assert.Equal(list.FirstOrDefault("-"), Assert.Single(await Days(contact)));
            }
        }
    }

    [Fact]
    public async Task The_export_names_every_participant_and_erasing_the_account_leaves_nothing()
    {
        var (client, anna, bert, _) = await Three();
        await Add(client, anna, "Lunch", 1, bert);
        await client.WriteIfMatch(HttpMethod.Delete, bert.Path, "*").Expect(HttpStatusCode.NoContent);

        var export = await (await client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal([$"{bert.Id}"], export.GetProperty("interactions")[0].Texts("otherContactIds"));

        await client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        Assert.Equal(0, await Shares(bert));
    }

    private Task<int> Shares(Known contact) =>
        app.Database.FirstOrDefault(
            $"select count(*)::int from interaction_contacts where contact_id = {contact.Id}",
            row => row.GetInt32(0),
            default
        );

    private async Task<(HttpClient Client, Known Anna, Known Bert, Known Carl)> Three()
    {
        var client = (await app.NewPerson()).Client;
        return (
            client,
            await client.Create("""{"name":"Anna"}"""),
            await client.Create("""{"name":"Bert"}"""),
            await client.Create("""{"name":"Carl"}""")
        );
    }

    private static string Body(string summary, int day, params Known[] others) =>
        $$"""
            {"kind":"meeting","occurredAt":"2025-01-{{day:00}}T10:00:00Z","summary":"{{summary}}",
             "otherContactIds":[{{string.Join(',', others.Select(other => $"\"{other.Id}\""))}}]}
            """;

    private static async Task<JsonElement> Add(HttpClient client, Known contact, string summary, int day, params Known[] others) =>
        await (await client.PostJson(contact.Path + "/interactions", Body(summary, day, others)).Expect(HttpStatusCode.Created)).ReadJson();

    private static string Path(Known contact, JsonElement interaction) => $"{contact.Path}/interactions/{interaction.Text("id")}";

    private static async Task<JsonElement> Read(HttpClient client, Known contact, JsonElement interaction) =>
        await (await client.Get(Path(contact, interaction)).Expect(HttpStatusCode.OK)).ReadJson();

    private static Task<HttpResponseMessage> Replace(
        HttpClient client,
        Known contact,
        JsonElement interaction,
        string etag,
        int day,
        params Known[] others
    ) => client.WriteIfMatch(HttpMethod.Put, Path(contact, interaction), etag, Body("Again", day, others));

    private static async Task<List<JsonElement>> Found(HttpClient client, string text) =>
        [.. (await (await client.Get($"/v1/search?q={text}").Expect(HttpStatusCode.OK)).ReadJson()).GetProperty("items").EnumerateArray()];

    private static List<string> Sorted(params Known[] contacts) =>
        [.. contacts.Select(contact => $"{contact.Id}").Order(StringComparer.Ordinal)];

    private static string Names(JsonElement interaction, params (Known Contact, string Name)[] names) =>
        string.Join(
            ',',
            interaction
                .Texts("otherContactIds")
                .Prepend(interaction.Text("contactId"))
                .Select(id => names.Single(one => $"{one.Contact.Id}" == id).Name)
        );

    /// <summary>The day of each contact's last interaction.</summary>
    private async Task<List<string>> Days(params Known[] contacts)
    {
        var days = new List<string>();
        foreach (var contact in contacts)
            days.Add((await app.LastInteraction(contact.Id))?.Day.ToString(provider: null) ?? "-");
        return days;
    }
}
