using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Data;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Storage;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Photos;

/// <summary>Photos of contacts, stored in an S3 server that checks every signature.</summary>
public sealed class PhotoTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly HttpClient Browser = new();

    [Theory]
    [InlineData("baseline.jpg", "image/jpeg")]
    [InlineData("plain.png", "image/png")]
    [InlineData("alpha.webp", "image/webp")]
    public async Task A_photos_URL_needs_no_token(string name, string type)
    {
        var person = await app.NewPerson();
        var path = await NewPhotoPath(person);

        var photo = await Put(person, path, TestImages.Sample(name), type);
        using var read = await Browser.GetAsync(new Uri(photo.Text("url")));

        Assert.Equal(
            (type, 64, 48),
            (photo.Text("contentType"), photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32())
        );
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(type, read.Content.Headers.ContentType?.MediaType);
        var kept = await read.Content.ReadAsByteArrayAsync();
        Assert.Equal(Picture.Read(TestImages.Sample(name)).Content.ToArray(), kept);
        Assert.Equal(kept.Length, photo.GetProperty("size").GetInt32());
        Assert.InRange(
            photo.GetProperty("expiresAt").GetDateTimeOffset(),
            DateTimeOffset.UtcNow.AddMinutes(4),
            DateTimeOffset.UtcNow.AddMinutes(6)
        );
    }

    [Fact]
    public async Task A_photos_URL_is_for_this_photo_only_and_contains_no_name()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        var first = (await Put(person, $"/v1/contacts/{contact}/photo", TestImages.Sample("plain.png"))).Text("url");
        var second = (await Put(person, await NewPhotoPath(person), TestImages.Sample("baseline.jpg"))).Text("url");

        var crossed = new UriBuilder(first) { Path = new Uri(second).AbsolutePath }.Uri;
        using var refused = await Browser.GetAsync(crossed);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        foreach (var id in new[] { person.Id, contact })
            Assert.DoesNotContain(id.ToString("N"), first.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_new_photo_replaces_the_old_one_whose_object_is_deleted()
    {
        var person = await app.NewPerson();
        var path = await NewPhotoPath(person);
        var first = await Put(person, path, TestImages.Sample("plain.png"));
        var second = await Put(person, path, TestImages.Sample("baseline.jpg"));

        await Work();

        Assert.Equal(HttpStatusCode.NotFound, (await Browser.GetAsync(new Uri(first.Text("url")))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser.GetAsync(new Uri(second.Text("url")))).StatusCode);
    }

    [Fact]
    public async Task A_deleted_photo_is_removed_from_contact_and_storage()
    {
        var person = await app.NewPerson();
        var path = await NewPhotoPath(person);
        var photo = await Put(person, path, TestImages.Sample("plain.png"));

        await person.Client.Write(HttpMethod.Delete, path).Expect(HttpStatusCode.NoContent);
        await Work();

        await person.Client.Get(path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await person.Client.Write(HttpMethod.Delete, path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.GetAsync(new Uri(photo.Text("url")))).StatusCode);
    }

    [Fact]
    public async Task Two_concurrent_replacements_of_a_photo_leave_one_object()
    {
        var person = await app.NewPerson();
        var path = await NewPhotoPath(person);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Put(person, path, TestImages.Sample("plain.png"))));
        await Work();

        Assert.Equal(1, await CountObjects(person));
    }

    [Fact]
    public async Task A_photo_of_16_MB_is_refused_with_the_limit()
    {
        var person = await app.NewPerson();
        var problem = await Send(person, await NewPhotoPath(person), new byte[16 * 1024 * 1024])
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        Assert.Equal("A photo can have at most 8 MiB (8388608 bytes).", problem.Text("detail"));
    }

    [Fact]
    public async Task A_client_that_sends_16_MB_to_the_real_server_sees_the_refusal()
    {
        var person = await app.NewPerson();
        await using var backend = app.Listen();
        using var client = backend.Client(person);

        await client
            .PutAsync(new Uri(await NewPhotoPath(person), UriKind.Relative), new ByteArrayContent(new byte[16 * 1024 * 1024]))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_large_body_of_unknown_length_is_refused_with_the_limit_by_the_real_server()
    {
        var person = await app.NewPerson();
        await using var backend = app.Listen();
        using var client = backend.Client(person);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(await NewPhotoPath(person), UriKind.Relative))
        {
            Content = new ByteArrayContent(new byte[PhotoEndpoints.MaxBytes + 1]),
        };
        request.Headers.TransferEncodingChunked = true;

        await client.SendAsync(request).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("", null, HttpStatusCode.UnprocessableEntity, "unusable-photo", "empty")]
    [InlineData("no picture", null, HttpStatusCode.UnprocessableEntity, "unusable-photo", "JPEG, PNG or WebP")]
    [InlineData("no picture", "text/html", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type", "image/jpeg")]
    [InlineData("no picture", "image/svg+xml", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type", "image/webp")]
    public async Task An_invalid_photo_is_refused_with_a_reason(string text, string? type, HttpStatusCode status, string code, string words)
    {
        var person = await app.NewPerson();

        var problem = await Send(person, await NewPhotoPath(person), System.Text.Encoding.UTF8.GetBytes(text), type)
            .ExpectProblem(status, code);

        Assert.Contains(words, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(0, await CountObjects(person));
    }

    [Fact]
    public async Task A_wrong_content_type_a_bomb_and_a_broken_picture_are_refused_with_a_reason()
    {
        var person = await app.NewPerson();
        var path = await NewPhotoPath(person);

        async Task Refused(byte[] bytes, string? type, string words) =>
            Assert.Contains(
                words,
                (await Send(person, path, bytes, type).ExpectProblem(HttpStatusCode.UnprocessableEntity, "unusable-photo")).Text("detail"),
                StringComparison.Ordinal
            );

        await Refused(TestImages.Sample("plain.png"), "image/jpeg", "Content-Type says image/jpeg, but the bytes are image/png");
        await Refused(TestImages.Png(30_000, 30_000), "image/png", "30000 x 30000 pixels");
        await Refused(TestImages.Sample("baseline.jpg")[..1000], null, "truncated");
        Assert.Equal(0, await CountObjects(person));
    }

    [Fact]
    public async Task Without_storage_photos_answer_404_and_everything_else_works()
    {
        await using var without = app.With(
            new() { [AppVariables.StorageAccessKeyId] = "", [AppVariables.StorageSecretAccessKey] = "" },
            _ => { }
        );
        var person = await app.NewPerson();
        using var client = without.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        var path = await NewPhotoPath(person);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put })
            await client.Write(method, path).ExpectProblem(HttpStatusCode.NotFound, "storage-not-configured");
        await client.Get("/v1/me/export").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_failing_storage_is_answered_with_503_and_leaves_nothing_behind()
    {
        await using var storage = await LoopbackStorage.Start();
        await using var backend = app.With(storage.Variables, _ => { });
        var person = await app.NewPerson();
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        var path = new Uri(await NewPhotoPath(person), UriKind.Relative);
        storage.Fault = context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(true);
        };

        using var refused = await client.PutAsync(path, new ByteArrayContent(TestImages.Sample("plain.png")));
        await Task.FromResult(refused).ExpectProblem(HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        // The request was retried before it failed.
        Assert.True(storage.Requests > 1);
        Assert.Equal(0, await CountObjects(person));

        storage.Fault = null;
        await client.PutAsync(path, new ByteArrayContent(TestImages.Sample("plain.png"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Erasing_the_account_deletes_its_objects_even_if_the_storage_is_down_at_first()
    {
        await using var storage = await LoopbackStorage.Start();
        await using var backend = app.With(storage.Variables, _ => { });
        var person = await app.NewPerson();
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        var contact = $"/v1/contacts/{await app.AddContact(person)}";
        await client
            .PutAsync(new Uri(contact + "/photo", UriKind.Relative), new ByteArrayContent(TestImages.Sample("plain.png")))
            .Expect(HttpStatusCode.OK);
        await client
            .PostAsync(new Uri(contact + "/attachments?fileName=a.txt", UriKind.Relative), new StringContent("secret"))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(2, storage.Objects.Count);

        await client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        storage.Fault = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        await Work(backend.Services);
        Assert.Equal(2, storage.Objects.Count);
        storage.Fault = null;
        await app.Database.Execute($"update object_deletions set run_at = now() where attempts > 0", default);
        // Another worker: the first one's circuit breaker stays open for a while.
        await using var other = app.With(storage.Variables, _ => { });
        await Work(other.Services);

        Assert.Empty(storage.Objects);
    }

    [Fact]
    public async Task An_upload_that_was_never_finished_is_deleted_after_an_hour_and_not_before()
    {
        var person = await app.NewPerson();
        var objects = app.Services.GetRequiredService<StoredObjects>();
        var storage = app.Services.GetRequiredService<ObjectStorage>();
        var orphan = (await objects.Reserve(person.Id, Bucket.Uploads, "image/png", 3, default))!;
        await storage.Put(orphan.Bucket, orphan.Key, new byte[] { 1, 2, 3 }, "image/png", default);
        var name = $"{LoopbackStorage.Uploads}/{orphan.Key}";

        await Work();
        Assert.True(app.Storage.Objects.ContainsKey(name));
        await app.Database.Execute($"update stored_objects set created_at = now() - interval '61 minutes' where id = {orphan.Id}", default);
        await Work();
        // An upload may still be running: its object is deleted only after no upload can be running any more.
        Assert.True(app.Storage.Objects.ContainsKey(name));
        await app.Database.Execute($"update object_deletions set run_at = now()", default);
        await Work();

        Assert.False(app.Storage.Objects.ContainsKey(name));
        Assert.Equal(0, await CountObjects(person));
    }

    [Fact]
    public async Task An_account_at_its_storage_limit_gets_a_problem()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into stored_objects (id, owner_id, bucket, key, content_type, size_bytes, is_stored)
            values (gen_random_uuid(), {person.Id}, 'uploads', md5(gen_random_uuid()::text), 'image/png', {StoredObjects.MaxBytesPerOwner}, true)
            """,
            default
        );

        await Send(person, await NewPhotoPath(person), TestImages.Sample("plain.png"))
            .ExpectProblem(HttpStatusCode.Conflict, "storage-full");
    }

    private Task Work() => Work(app.Services);

    private async Task Work(IServiceProvider services)
    {
        var deletions = new ObjectDeletions(
            app.Database,
            services.GetRequiredService<ObjectStorage>(),
            NullLogger<ObjectDeletions>.Instance
        );
        while (await deletions.DoNext(default)) { }
    }

    private Task<long> CountObjects(Person person) =>
        app.Database.FirstOrDefault($"select count(*) from stored_objects where owner_id = {person.Id}", row => row.GetInt64(0), default);

    private async Task<string> NewPhotoPath(Person person) => $"/v1/contacts/{await app.AddContact(person)}/photo";

    private static async Task<JsonElement> Put(Person person, string path, byte[] bytes, string? type = null) =>
        await (await Send(person, path, bytes, type).Expect(HttpStatusCode.OK)).ReadJson();

    private static async Task<HttpResponseMessage> Send(Person person, string path, byte[] bytes, string? type = null)
    {
        using var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await person.Client.PutAsync(new Uri(path, UriKind.Relative), content);
    }
}
