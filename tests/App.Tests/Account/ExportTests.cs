using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using PmCrm.App.Data;
using PmCrm.App.Features.Exports;
using PmCrm.App.Jobs;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class ExportTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_worker_makes_a_requested_export_with_the_content_of_the_direct_one()
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Ada","privateNotes":"planted-value-1"}""");

        var asked = await person.Client.PostJson("/v1/me/exports", """{"format":"json"}""").Expect(HttpStatusCode.Accepted);
        var path = asked.Headers.Location!.OriginalString;
        var queued = await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson();
        await person.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.Conflict, "export-not-done");
        await Work();

        var done = await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson();
        using var file = await person.Client.Get(path + "/content").Expect(HttpStatusCode.OK);
        var text = await file.Content.ReadAsStringAsync();
        Assert.Equal(("queued", "done"), (queued.Text("status"), done.Text("status")));
        Assert.Equal("application/json", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("pmcrm-export.json", file.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(done.GetProperty("size").GetInt64(), file.Content.Headers.ContentLength);
        Assert.Contains("planted-value-1", text, StringComparison.Ordinal);
        Assert.Equal(Parts(await (await person.Client.Get("/v1/me/export")).Content.ReadAsStringAsync()), Parts(text));
    }

    [Fact]
    public async Task A_file_of_many_parts_is_reassembled_unchanged_and_is_encrypted_in_the_database()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes)
            select gen_random_uuid(), {person.Id}, 'Person ' || n, repeat('planted-value-1 ', 100) from generate_series(1, 800) as n
            """,
            default
        );

        var path = await Requested(person, "vcard");
        await Work();

        using var file = await person.Client.Get(path + "/content").Expect(HttpStatusCode.OK);
        Assert.Equal("text/vcard", file.Content.Headers.ContentType!.MediaType);
        var direct = await (await person.Client.Get("/v1/me/export?format=vcard")).Content.ReadAsStringAsync();
        Assert.Equal(Cards(direct), Cards(await file.Content.ReadAsStringAsync()));
        var parts = await app.Database.Query(
            $"select content_cipher from export_parts where owner_id = {person.Id} order by part",
            row => row.GetFieldValue<byte[]>(0),
            default
        );
        Assert.True(parts.Count > 3, "The file has hardly a part: the test shows nothing.");
        Assert.All(parts, part => Assert.DoesNotContain("planted", Encoding.Latin1.GetString(part), StringComparison.Ordinal));
        Assert.All(parts, part => Assert.InRange(part.Length, 1, ExportStore.PartSize + 100));
    }

    [Fact]
    public async Task Swapped_parts_cannot_be_decrypted()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes)
            select gen_random_uuid(), {person.Id}, 'Person ' || n, repeat('x', 10000) from generate_series(1, 60) as n
            """,
            default
        );
        var path = await Requested(person, "json");
        await Work();
        await app.Database.Execute(
            $"update export_parts set part = case part when 0 then 100 else part - 1 end where owner_id = {person.Id}",
            default
        );

        await Assert.ThrowsAnyAsync<Exception>(async () =>
            await (await person.Client.Get(path + "/content")).EnsureSuccessStatusCode().Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task A_repeated_request_while_an_export_is_queued_returns_the_same_export()
    {
        var person = await app.NewPerson();

        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Requested(person, "json")));
        var other = await Requested(person, "vcard");
        await Work();

        Assert.NotEqual(Assert.Single(paths.Distinct()), other);
        Assert.Equal(2, await Count($"select count(*) from jobs where owner_id = {person.Id} and kind = 'export'"));
    }

    [Fact]
    public async Task A_newer_export_replaces_the_older_one_of_the_same_format()
    {
        var person = await app.NewPerson();
        var (first, cards) = (await Requested(person, "json"), await Requested(person, "vcard"));
        await Work();

        var second = await Requested(person, "json");
        await person.Client.Get(first + "/content").Expect(HttpStatusCode.OK);
        await Work();

        Assert.NotEqual(first, second);
        await person.Client.Get(first).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.Get(second + "/content").Expect(HttpStatusCode.OK);
        await person.Client.Get(cards + "/content").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_export_loses_its_file_after_a_day_and_its_row_after_a_week()
    {
        var person = await app.NewPerson();
        var path = await Requested(person, "json");
        await Work();

        await Expire("1 second");
        await person.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.Gone, "export-expired");
        await CleanUp();
        Assert.Equal(0, await Count($"select count(*) from export_parts where owner_id = {person.Id}"));
        Assert.Equal("expired", (await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson()).Text("status"));
        await person.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.Gone, "export-expired");

        await Expire("8 days");
        await CleanUp();
        await person.Client.Get(path).ExpectProblem(HttpStatusCode.NotFound, "not-found");

        Task Expire(string ago) =>
            app.Database.Execute($"update exports set expires_at = now() - {ago}::interval where owner_id = {person.Id}", default);
    }

    [Fact]
    public async Task An_export_that_was_not_made_within_a_day_does_not_block_the_next()
    {
        var person = await app.NewPerson();
        var first = await Requested(person, "json");
        await app.Database.Execute($"update exports set expires_at = now() - interval '1 second' where owner_id = {person.Id}", default);

        var second = await Requested(person, "json");
        await Work();

        Assert.NotEqual(first, second);
        await person.Client.Get(second + "/content").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_failed_job_leaves_nothing_and_its_retry_makes_one_complete_file()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes)
            select gen_random_uuid(), {person.Id}, 'Person ' || lpad(n::text, 3, '0'), repeat('x', 10000) from generate_series(1, 60) as n
            """,
            default
        );
        // Cannot be decrypted; near the end of the list.
        await app.Database.Execute(
            $"update contacts set private_notes_cipher = '\\x00' where owner_id = {person.Id} and name = 'Person 060'",
            default
        );
        var path = await Requested(person, "vcard");

        await Work();
        Assert.Equal(0, await Count($"select count(*) from export_parts where owner_id = {person.Id}"));
        Assert.Equal("queued", (await (await person.Client.Get(path)).ReadJson()).Text("status"));
        await app.Database.Execute($"update contacts set private_notes_cipher = null where owner_id = {person.Id}", default);
        await app.Database.Execute($"update jobs set run_at = now() where owner_id = {person.Id}", default);
        await Work();

        using var file = await person.Client.Get(path + "/content").Expect(HttpStatusCode.OK);
        Assert.Equal(60, Cards(await file.Content.ReadAsStringAsync()).Count);
    }

    [Fact]
    public async Task An_export_that_cannot_be_made_is_reported_as_failed()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, private_notes_cipher) values ({Guid.CreateVersion7()}, {person.Id}, 'Ada', '\x00')
            """,
            default
        );
        var path = await Requested(person, "json");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await app.Database.Execute($"update jobs set run_at = now() where owner_id = {person.Id}", default);
            await Work();
        }

        Assert.Equal("failed", (await (await person.Client.Get(path)).ReadJson()).Text("status"));
        await person.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.Conflict, "export-failed");
        Assert.NotEqual(path, await Requested(person, "json"));
    }

    [Fact]
    public async Task Another_persons_export_is_not_found()
    {
        var (person, other) = (await app.NewPerson(), await app.NewPerson());
        var path = await Requested(person, "json");

        await other.Client.Get(path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Work();

        await other.Client.Get(path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Get(path + "/content").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await app.Anonymous.Get(path + "/content").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.NotEqual(path, await Requested(other, "json"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"format":"xml"}""")]
    [InlineData("""{"format":null}""")]
    [InlineData("""{"format":0}""")]
    [InlineData("""{"format":"json","to":"x"}""")]
    public async Task An_invalid_request_is_refused(string body) =>
        await (await app.NewPerson()).Client.PostJson("/v1/me/exports", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task The_parts_together_equal_the_written_data_for_any_sizes_of_writes() =>
        await Gen.Select(Gen.Byte.Array[0, 60].Array[0, 12], Gen.Int[1, 70])
            .SampleAsync(
                async (writes, size) =>
                {
                    var parts = new List<byte[]>();
                    await using var stream = new PartStream(size, (part, content) =>
                    {
                        Assert.Equal(parts.Count, part);
                        parts.Add(content.ToArray());
                        return Task.CompletedTask;
                    });
                    foreach (var write in writes)
                    {
                        await stream.WriteAsync(write);
                        await stream.FlushAsync();
                    }
                    await stream.Complete();

                    Assert.Equal(writes.SelectMany(write => write), parts.SelectMany(part => part));
                    Assert.Equal(parts.Sum(part => part.Length), stream.Size);
                    Assert.All(parts.SkipLast(1), part => Assert.Equal(size, part.Length));
                },
                iter: 300
            );

    private static async Task<string> Requested(Person person, string format)
    {
        using var asked = await person.Client.PostJson("/v1/me/exports", $$"""{"format":"{{format}}"}""").Expect(HttpStatusCode.Accepted);
        return asked.Headers.Location!.OriginalString;
    }

    private static List<string> Cards(string file) => [.. file.Split("END:VCARD").SkipLast(1).Select(card => card.Trim()).Order()];

    /// <summary>All properties of an export except its time.</summary>
    private static List<string> Parts(string export)
    {
        using var document = JsonDocument.Parse(export);
        return [.. document.RootElement.EnumerateObject().Where(part => part.Name != "exportedAt").Select(part => $"{part}")];
    }

    private Task<long> Count(Sql sql) => app.Database.FirstOrDefault(sql, row => row.GetInt64(0), default);

    private Task Work() => app.DoJobs<ExportJob>();

    private async Task CleanUp()
    {
        var cleanup = new Cleanup(app.Database);
        while (await cleanup.DoNext(default)) { }
    }
}
