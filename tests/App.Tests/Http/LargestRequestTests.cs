using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>
/// Every operation of the OpenAPI document over the real server, with the most that it may be given and the most that it may answer: it
/// answers, in time, with a whole document.
/// </summary>
public sealed class LargestRequestTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_operation_answers_its_largest_legal_body()
    {
        var accepted = 0;
        await ForEach(
            async (world, operation, schema, bodies, client) =>
            {
                if (schema is null)
                    return;
                var body = bodies.Legal(schema);
                using var answer = await Send(client, world, operation, body);
                await Whole(operation, answer);
                // What is not accepted is refused for what the world is like, not for the body.
                Assert.True(
                    (int)answer.StatusCode is < 300 or 401 or 403 or 404 or 409 or 410 or 412
                        || (operation.NeedsSecret && answer.StatusCode == HttpStatusCode.BadRequest),
                    $"{operation} with {body.Length} characters: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
                );
                if (answer.IsSuccessStatusCode)
                    accepted++;
            }
        );
        Assert.True(accepted >= 14, $"Only {accepted} bodies were accepted: the test shows less than it should.");
    }

    [Fact]
    public async Task Every_operation_answers_its_longest_list_of_errors()
    {
        var errors = 0;
        await ForEach(
            async (world, operation, schema, bodies, client) =>
            {
                if (
                    schema
                    is null
                        or "BulkDeleteRequest"
                        or "Cadence"
                        or "ExportRequest"
                        or "MergeRequest"
                        or "MergeTagRequest"
                        or "SnoozeRequest"
                        or "MessagePreferencesChange"
                        or "WhatsAppChannelChange"
                )
                    return;
                using var answer = await Send(client, world, operation, bodies.Wrong(schema));
                var text = await Whole(operation, answer);
                Assert.True(
                    answer.StatusCode == HttpStatusCode.BadRequest,
                    $"{operation}: {(int)answer.StatusCode} {text[..Math.Min(500, text.Length)]}"
                );
                errors += JsonNode.Parse(text)!["errors"]?.AsObject().Count ?? 0;
            }
        );
        Assert.True(errors > 100, $"Only {errors} fields were refused: the lists are short.");
    }

    [Fact]
    public async Task Every_read_operation_answers_its_largest_page()
    {
        long largest = 0;
        var read = 0;
        await ForEach(
            async (world, operation, _, _, client) =>
            {
                if (operation.Method != HttpMethod.Get || operation.Path.Contains("/auth/", StringComparison.Ordinal))
                    return;
                var request = operation.Request(of => world.Things[of], of => world.Things[of], "Anna");
                if (operation.Query.Contains("limit"))
                    request.RequestUri = new Uri(
                        $"{request.RequestUri}{(request.RequestUri!.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100",
                        UriKind.Relative
                    );
                using var answer = await client.SendAsync(request);
                var text = await Whole(operation, answer);
                Assert.True(answer.IsSuccessStatusCode, $"{operation}: {(int)answer.StatusCode} {text[..Math.Min(500, text.Length)]}");
                largest = Math.Max(largest, text.Length);
                read++;
            }
        );
        Assert.True(read >= 18, $"Only {read} operations were read.");
        Assert.True(largest > 5_000_000, $"The largest answer had {largest} characters: the test shows less than it should.");
    }

    private async Task ForEach(Func<World, ApiOperation, string?, LargestBodies, HttpClient, Task> ask)
    {
        await using var backend = app.Listen();
        var world = await Large();
        var document = JsonNode.Parse(await app.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var operations = await ApiOperation.All(app);
        // What removes comes last, and each operation is asked although one before it failed: the message names all.
        foreach (
            var operation in operations
                .OrderBy(operation => operation.Method == HttpMethod.Delete)
                .ThenBy(operation => operation.Path.EndsWith("/merge", StringComparison.Ordinal))
        )
        {
            var content = document["paths"]![operation.Path]![operation.Method.Method.ToLowerInvariant()]!
                ["requestBody"]
                ?["content"]?.AsObject()
                .First()
                .Value;
            var schema = content?["schema"]?["$ref"]?.GetValue<string>().Split('/')[^1];
            if (schema == "JsonElement")
                schema = "ContactFields";
            using var client = backend.Client(operation.EndsTheSession ? await app.NewPerson() : world.Person, Limit);
            var start = Stopwatch.GetTimestamp();
            try
            {
                await ask(world, operation, schema, new LargestBodies(document, of => world.Things[of]), client);
            }
            catch (TaskCanceledException)
            {
                Assert.Fail($"{operation} did not answer in {Limit.TotalSeconds} seconds");
            }
            catch (HttpRequestException exception)
            {
                Assert.Fail($"{operation} broke off after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s: {exception.Message}");
            }
        }
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, World world, ApiOperation operation, string body)
    {
        var request = operation.Request(of => world.Things[of], of => world.Things[of], "Anna");
        request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(operation.BodyType).MediaType!);
        return client.SendAsync(request);
    }

    /// <summary>The whole answer; JSON where it says so, a problem where it refuses.</summary>
    private static async Task<string> Whole(ApiOperation operation, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 500, $"{operation}: {(int)answer.StatusCode} {text}");
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            JsonDocument.Parse(text).Dispose();
        if ((int)answer.StatusCode >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return text;
    }

    /// <summary>A person with one of everything, and with more than a page of the largest of everything that is listed.</summary>
    private async Task<World> Large()
    {
        var world = await World.Create(app);
        var (owner, contact) = (world.Person.Id, world.Things["contacts"]);
        var wide = new string('漢', 20_000);
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, emails, company, job_title, notes)
            select gen_random_uuid(), {owner}, left('Anna ' || n || {wide}, 200),
                (select array_agg(m || 'x' || repeat('e', 230) || '@example.com') from generate_series(1, 20) as m), left({wide}, 200), left({wide}, 200), left({wide}, 20000)
            from generate_series(1, 120) as n
            """,
            default
        );
        await app.Database.Execute(
            $"insert into tags (id, owner_id, name) select gen_random_uuid(), {owner}, left(n || {wide}, 50) from generate_series(1, 120) as n",
            default
        );
        await app.Database.Execute(
            $"""
            insert into contact_tags (owner_id, contact_id, tag_id)
            select {owner}, c.id, t.id from contacts c, (select id from tags where owner_id = {owner} limit 50) t where c.owner_id = {owner}
            on conflict do nothing
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
            select gen_random_uuid(), {owner}, {contact}, 'note', now() - n * interval '1 hour', left('Anna ' || {wide}, 500), left({wide}, 20000)
            from generate_series(1, 120) as n
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminders (id, owner_id, contact_id, title, note, starts_at, time_zone, next_at, occurrence_at)
            select gen_random_uuid(), {owner}, {contact}, left({wide}, 200), left({wide}, 5000), now() + n * interval '1 hour', 'UTC',
                now() + n * interval '1 hour', now() + n * interval '1 hour'
            from generate_series(1, 120) as n
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminder_deliveries (owner_id, reminder_id, occurrence_at, due_at)
            select owner_id, id, now(), now() from reminders where owner_id = {owner} on conflict do nothing
            """,
            default
        );
        return world;
    }
}
