using System.Net;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

/// <summary>Requests that wait in the database: abandoned by the client, too many, or blocked by each other.</summary>
public sealed class DatabasePressureTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_request_that_its_client_abandons_is_cancelled_down_to_the_query()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");
        await using var connection = await Hold(contact.Id);
        using var hangUp = new CancellationTokenSource();

        var request = Replace(client, contact, hangUp.Token);
        await WaitUntil(1);
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        // The row is still locked: only its cancellation can have ended the query.
        await WaitUntil(0);
    }

    [Fact]
    public async Task With_every_connection_in_use_a_request_waits_for_a_limited_time_and_then_answers_503()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Anna"}""");
        await using var backend = app.With(
            new() { [AppVariables.DatabaseUrl] = app.DatabaseUrl + "?connection_limit=1&connect_timeout=1" },
            _ => { }
        );
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        await client.Get(contact.Path).Expect(HttpStatusCode.OK);
        Task<HttpResponseMessage> waiting;

        await using (await Hold(contact.Id))
        {
            waiting = Replace(client, contact, default);
            await WaitUntil(1);

            var refused = client.Get(contact.Path);
            await refused.ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.True((await refused).Headers.RetryAfter!.Delta > TimeSpan.Zero);
            // A problem has the same headers as every other response.
            Assert.Equal("nosniff", Assert.Single((await refused).Headers.GetValues("X-Content-Type-Options")));
            Assert.True((await refused).Headers.Contains("Strict-Transport-Security"));
        }

        await waiting.Expect(HttpStatusCode.OK);
        await client.Get(contact.Path).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Concurrent_tags_merges_deletions_and_relationships_of_one_person_cause_no_server_error()
    {
        var client = (await app.NewPerson()).Client;
        string[] tags = ["a", "b", "c"];
        var contacts = new List<Known>();
        for (var i = 0; i < 5; i++)
            contacts.Add(await client.Create($$"""{"name":"Person {{i}}","tags":["a","b","c"]}"""));

        var statuses = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async worker =>
                {
                    var random = new Random(worker);
                    var seen = new List<HttpStatusCode>();
                    for (var i = 0; i < 45; i++)
                        seen.Add((await Something(client, random, tags, contacts)).StatusCode);
                    return seen;
                })
        );

        var counts = statuses.SelectMany(seen => seen).CountBy(status => (int)status).ToDictionary();
        Assert.True(counts.Keys.All(status => status is (>= 200 and < 300) or 404 or 409 or 412), string.Join(", ", counts));
        Assert.True(
            counts.Where(count => count.Key < 300).Sum(count => count.Value) > 100,
            "Hardly anything was done: the test shows nothing."
        );
    }

    [Fact]
    public async Task Erasing_an_account_during_its_requests_leaves_no_data_and_causes_no_server_error()
    {
        for (var round = 0; round < 5; round++)
        {
            var person = await app.NewPerson();
            var writers = Enumerable
                .Range(0, 6)
                .Select(async worker =>
                {
                    var seen = new List<HttpStatusCode>();
                    while (seen.Count < 200 && seen.LastOrDefault() != HttpStatusCode.Unauthorized)
                    {
                        var (path, body) =
                            worker % 2 == 0
                                ? ("/v1/contacts", """{"name":"Anna","tags":["x"]}""")
                                : ("/v1/reminders", $$"""{"title":"T","startsAt":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""");
                        seen.Add((await person.Client.PostJson(path, body)).StatusCode);
                    }
                    return seen;
                })
                .ToList();

            await person.Client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);

            foreach (var seen in await Task.WhenAll(writers))
                Assert.All(seen, status => Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Unauthorized, $"{status}"));
            Assert.Equal(
                0,
                await app.Database.FirstOrDefault(
                    $"select count(*) from contacts where owner_id = {person.Id}",
                    row => row.GetInt64(0),
                    default
                )
            );
        }
    }

    private static Task<HttpResponseMessage> Something(HttpClient client, Random random, string[] tags, List<Known> contacts)
    {
        var contact = contacts[random.Next(contacts.Count)];
        var other = contacts[random.Next(contacts.Count)];
        var tag = tags[random.Next(tags.Length)];
        var otherId = other == contact ? Guid.Empty : other.Id;
        return random.Next(9) switch
        {
            0 or 1 => client.PostJson("/v1/tags/assign", $$"""{"contactIds":["{{contact.Id}}","{{otherId}}"],"add":["{{tag}}"]}"""),
            2 => WithTag(client, tag, (id, _) =>
                client.WriteIfMatch(HttpMethod.Put, $"/v1/tags/{id}", null, $$"""{"name":"{{tag.ToUpperInvariant()}}"}""")
            ),
            3 or 4 => WithTag(client, tag, (id, into) => client.PostJson($"/v1/tags/{id}/merge", $$"""{"into":"{{into}}"}""")),
            5 => client.WriteIfMatch(
                HttpMethod.Put,
                contact.Path,
                "*",
                $$"""{"name":"Anna","tags":["{{tag}}","{{tags[random.Next(tags.Length)]}}2"]}"""
            ),
            6 => Deleted(client, contact),
            7 => client.PostJson(contact.Path + "/relationships", $$"""{"relatedContactId":"{{otherId}}","kind":"friend"}"""),
            _ => client.PostJson(contact.Path + "/merge?dryRun=true", $$"""{"otherId":"{{otherId}}"}"""),
        };
    }

    private static async Task<HttpResponseMessage> WithTag(HttpClient client, string name, Func<Guid, Guid, Task<HttpResponseMessage>> work)
    {
        var all = await client.Pages("/v1/tags");
        var tag = all.Find(one => one.Text("name").Equals(name, StringComparison.OrdinalIgnoreCase));
        var into = all.Find(one => !one.Text("name").Equals(name, StringComparison.OrdinalIgnoreCase));
        return tag.ValueKind == default || into.ValueKind == default
            ? await client.PostJson("/v1/contacts", $$"""{"name":"Filler","tags":["{{name}}"]}""")
            : await work(tag.GetProperty("id").GetGuid(), into.GetProperty("id").GetGuid());
    }

    private static async Task<HttpResponseMessage> Deleted(HttpClient client, Known contact)
    {
        await client.WriteIfMatch(HttpMethod.Delete, contact.Path, "*");
        return await client.WriteIfMatch(HttpMethod.Post, contact.Path + "/restore", "*");
    }

    private static async Task<HttpResponseMessage> Replace(HttpClient client, Known contact, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, contact.Path) { Content = Fixtures.Http.Json("""{"name":"Other"}""") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await client.SendAsync(request, cancellationToken);
    }

    /// <summary>Locks a contact's row, as a slow transaction does, until it is disposed.</summary>
    private async Task<Npgsql.NpgsqlConnection> Hold(Guid contact)
    {
        var connection = new Npgsql.NpgsqlConnection(PostgresUrl.Parse(app.DatabaseUrl).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("begin; select 1 from contacts where id = @id for update", connection);
        command.Parameters.AddWithValue("id", contact);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task WaitUntil(long waiting)
    {
        var name = app.DatabaseUrl.Split('/')[^1];
        using var limit = new CancellationTokenSource(Timeout);
        while (
            await app.Database.FirstOrDefault(
                $"select count(*) from pg_stat_activity where datname = {name} and wait_event_type = 'Lock' and state = 'active'",
                row => row.GetInt64(0),
                limit.Token
            ) != waiting
        )
            await Task.Delay(20, limit.Token);
    }
}
