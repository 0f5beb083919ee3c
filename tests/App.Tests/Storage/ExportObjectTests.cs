using System.Net;
using System.Text;
using PmCrm.App.Data;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Storage;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Storage;

/// <summary>Exports that the worker writes to object storage.</summary>
public sealed class ExportObjectTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(700)]
    public async Task An_export_of_any_size_is_read_back_completely_from_the_storage(int contacts)
    {
        var person = await WithContacts(contacts);

        var (path, size) = await Export(person);
        using var file = await person.Client.Get(path + "/content").Expect(HttpStatusCode.OK);
        var text = await file.Content.ReadAsStringAsync();

        Assert.Equal(size, Encoding.UTF8.GetByteCount(text));
        Assert.Equal(contacts, text.Split("BEGIN:VCARD").Length - 1);
        Assert.Equal(0, await Count(Sql.Of($"export_parts where owner_id = {person.Id}")));
        Assert.Equal(1, await Count(Sql.Of($"stored_objects where owner_id = {person.Id} and is_stored")));
        if (contacts >= 700)
            Assert.True(app.Storage.MaxPartsInOneObject >= 2, "The largest export was one part: the test shows less than it should.");
        Assert.Equal(0, app.Storage.UnfinishedUploads);
    }

    [Fact]
    public async Task The_storage_contains_no_plaintext()
    {
        var person = await WithContacts(1);

        await Export(person);

        var key = await Key(person);
        var kept = app.Storage.Objects[$"{LoopbackStorage.Exports}/{key}"].Content;
        Assert.True(kept.AsSpan().IndexOf("VCARD"u8) < 0 && kept.AsSpan().IndexOf("Person"u8) < 0);
    }

    [Fact]
    public async Task A_newer_export_replaces_the_previous_one()
    {
        var person = await WithContacts(1);

        await Export(person);
        var first = await Key(person);
        await Export(person);

        Assert.NotEqual(first, await Key(person));
        Assert.Equal(1, await Count(Sql.Of($"object_deletions where key = {first}")));
    }

    [Fact]
    public async Task A_storage_that_refuses_a_part_leaves_the_export_queued_and_no_upload_behind()
    {
        await using var storage = await LoopbackStorage.Start();
        await using var backend = app.With(storage.Variables, _ => { });
        var person = await WithContacts(700);
        await person.Client.PostJson("/v1/me/exports", """{"format":"vcard"}""").Expect(HttpStatusCode.Accepted);
        storage.Fault = context =>
        {
            var isSecondPart = context.Request.Query["partNumber"] == "2";
            if (isSecondPart)
                context.Response.StatusCode = 400;
            return Task.FromResult(isSecondPart);
        };

        var job = Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<ExportJob>(backend.Services);
        await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            app.Database.InTransaction(
                async session =>
                {
                    var id = await session.FirstOrDefault(
                        $"select id from exports where owner_id = {person.Id}",
                        row => row.GetGuid(0),
                        default
                    );
                    await job.Run(new(Guid.NewGuid(), ExportJob.JobKind, person.Id, id, 1), session, default);
                },
                default
            )
        );

        Assert.Equal(0, storage.UnfinishedUploads);
        Assert.Empty(storage.Objects);
        Assert.Equal(1, await Count(Sql.Of($"exports where owner_id = {person.Id} and status = 'queued'")));
        Assert.Equal(0, await Count(Sql.Of($"stored_objects where owner_id = {person.Id}")));
    }

    private async Task<(string Path, long Size)> Export(Person person)
    {
        using var asked = await person.Client.PostJson("/v1/me/exports", """{"format":"vcard"}""").Expect(HttpStatusCode.Accepted);
        var path = asked.Headers.Location!.ToString();
        await app.DoJobs<ExportJob>(inObjectStorage: true);
        using var done = await person.Client.Get(path).Expect(HttpStatusCode.OK);
        var export = await done.ReadJson();
        Assert.Equal("done", export.Text("status"));
        return (path, export.GetProperty("size").GetInt64());
    }

    private async Task<string> Key(Person person) =>
        (
            await app.Database.FirstOrDefault(
                $"select key from stored_objects where owner_id = {person.Id}",
                row => row.GetString(0),
                default
            )
        )!;

    private Task<long> Count(Sql from) => app.Database.FirstOrDefault($"select count(*) from {from}", row => row.GetInt64(0), default);

    private async Task<Person> WithContacts(int count)
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes)
            select gen_random_uuid(), {person.Id}, 'Person ' || n, left(repeat('abcdefgh xyz ', 2000), 19000) from generate_series(1, {count}) as n
            """,
            default
        );
        return person;
    }
}
