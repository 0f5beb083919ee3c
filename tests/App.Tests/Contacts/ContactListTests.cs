using System.Net;
using System.Text;
using CsCheck;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

public sealed class ContactListTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Sorting_by_name_ignores_case()
    {
        var client = (await app.NewPerson()).Client;
        foreach (var name in new[] { "berta", "Anna", "Carl", "anna", "Ärmel" })
            await client.Create($$"""{"name":"{{name}}"}""");

        var names = (await client.Pages("/v1/contacts?limit=2")).Select(c => c.Text("name"));

        Assert.Equal(["Anna", "anna", "berta", "Carl", "Ärmel"], names);
    }

    [Fact]
    public async Task Sorting_by_last_interaction_puts_the_latest_first_and_none_last()
    {
        var person = await app.NewPerson();
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
            ids.Add((await person.Client.Create($$"""{"name":"Person {{i}}"}""")).Id);
        foreach (var (index, day) in new[] { (3, 1), (1, 5), (5, 5), (6, 3) })
        {
            var time = new DateTimeOffset(2026, 1, day, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560);
            await app.Database.Execute(
                $"update contacts set last_interaction_at = {time} where owner_id = {person.Id} and id = {ids[index]}",
                default
            );
        }

        foreach (var limit in new[] { 1, 2, 3, 10 })
        {
            var order = (await person.Client.Pages($"/v1/contacts?sort=lastInteraction&limit={limit}")).Select(c =>
                ids.IndexOf(c.GetProperty("id").GetGuid())
            );
            Assert.Equal([1, 5, 6, 3, 0, 2, 4], order);
        }
    }

    [Fact]
    public async Task Filters_are_by_tag_and_by_time()
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna","tags":["Friend"]}""");
        var bert = await client.Create("""{"name":"Bert","tags":["friend","work"]}""");
        var carl = await client.Create("""{"name":"Carl"}""");
        var since = Uri.EscapeDataString(bert.Json.Text("updatedAt"));

        Assert.Equal(["Anna", "Bert"], (await client.Pages("/v1/contacts?tag=FRIEND")).Select(c => c.Text("name")));
        Assert.Equal(["Bert"], (await client.Pages("/v1/contacts?tag=work")).Select(c => c.Text("name")));
        Assert.Empty(await client.Pages("/v1/contacts?tag=nobody"));
        Assert.Equal(["Bert", "Carl"], (await client.Pages($"/v1/contacts?updatedSince={since}")).Select(c => c.Text("name")));
        Assert.Equal(carl.Etag, (await client.Pages($"/v1/contacts?updatedSince={since}"))[^1].Text("etag"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("lastInteraction")]
    public async Task Pages_neither_skip_nor_repeat_rows_during_concurrent_writes(string sort)
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, last_interaction_at)
            select gen_random_uuid(), {person.Id}, 'Stays ' || (i % 40), case when i % 3 > 0 then timestamptz '2026-01-01' + (i % 25) * interval '1 day' end
            from generate_series(1, 200) as i
            """,
            default
        );
        var random = new Random(1);
        var passing = new List<Known>();

        var seen = await person.Client.Pages($"/v1/contacts?sort={sort}&limit=7", async () =>
        {
            // New rows before, at and after the reader's position, and deleted rows.
            passing.Add(await person.Client.Create($$"""{"name":"Stays {{random.Next(40)}} passing"}"""));
            await app.Database.Execute(
                $"""
                update contacts set last_interaction_at = timestamptz '2026-01-01' + {random.Next(25)} * interval '1 day'
                where owner_id = {person.Id} and id = {passing[^1].Id}
                """,
                default
            );
            if (passing.Count % 2 == 0)
                await person.Client.WriteIfMatch(HttpMethod.Delete, passing[^2].Path, "*").Expect(HttpStatusCode.NoContent);
        });

        var ids = seen.Select(c => c.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(200, seen.Count(c => !c.Text("name").EndsWith("passing", StringComparison.Ordinal)));
        Assert.True(passing.Count > 20, "Nothing was written meanwhile: the test shows nothing.");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("sort=age", "sort")]
    [InlineData("cursor=!!!", "cursor")]
    [InlineData("cursor=e30", "cursor")]
    [InlineData("tag=", "tag")]
    [InlineData("tag=%00", "tag")]
    public async Task A_parameter_out_of_range_is_named_in_the_refusal(string query, string parameter)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.Get($"/v1/contacts?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == parameter);
    }

    [Fact]
    public async Task A_cursor_of_another_sort_order_is_refused()
    {
        var client = (await app.NewPerson()).Client;
        for (var i = 0; i < 3; i++)
            await client.Create($$"""{"name":"Person {{i}}"}""");
        var page = await (await client.Get("/v1/contacts?limit=1")).ReadJson();

        await client
            .Get($"/v1/contacts?sort=lastInteraction&cursor={page.Text("next")}")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task No_query_string_causes_a_server_error()
    {
        var client = (await app.NewPerson()).Client;

        Gen.Select(
                Choice.Of("cursor", "limit", "tag", "sort", "updatedSince", "deleted"),
                Gen.OneOf(
                    Gen.String[0, 30],
                    Gen.Long.Select(n => $"{n}"),
                    Gen.DateTimeOffset.Select(t => t.ToString("O", null)),
                    Gen.String[0, 30]
                        .Select(text =>
                            Convert
                                .ToBase64String(
                                    Encoding.UTF8.GetBytes($$"""{"Order":"contacts:name","Key":"{{text}}","Id":"{{Guid.Empty}}"}""")
                                )
                                .TrimEnd('=')
                        )
                )
            )
            .Sample(
                (name, value) =>
                {
                    var status = (int)client.Get($"/v1/contacts?{name}={Uri.EscapeDataString(value)}").GetAwaiter().GetResult().StatusCode;
                    Assert.True(status is 200 or 400, $"{status} for {name}");
                },
                iter: 300,
                threads: 2
            );
    }
}
