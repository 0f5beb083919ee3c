using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Import;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Storage;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.Photos;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Import;

/// <summary>A picture in a card becomes the contact's photo, or the preview says why it does not.</summary>
public sealed class ImportPhotoTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly HttpClient Browser = new();

    /// <summary>As programs write them: folded, unfolded, of each version.</summary>
    [Theory]
    [InlineData("2.1", "PHOTO;ENCODING=BASE64;JPEG:", "baseline.jpg", "image/jpeg")]
    [InlineData("2.1", "PHOTO;JPEG;BASE64:", "progressive.jpg", "image/jpeg")]
    [InlineData("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:", "baseline.jpg", "image/jpeg")]
    [InlineData("3.0", "item1.photo;type=PNG;encoding=B:", "plain.png", "image/png")]
    [InlineData("4.0", "PHOTO:data:image/webp;base64,", "alpha.webp", "image/webp")]
    [InlineData("3.0", "PHOTO;VALUE=uri:data:image/jpeg\\;base64\\,", "baseline.jpg", "image/jpeg")]
    // What it is, its bytes say.
    [InlineData("4.0", "PHOTO;MEDIATYPE=image/gif:data:image/gif;base64,", "plain.png", "image/png")]
    public async Task A_picture_in_a_card_becomes_the_contacts_photo(string version, string property, string sample, string type)
    {
        foreach (var folded in new[] { true, false })
        {
            var person = await app.NewPerson();
            var text = property + Convert.ToBase64String(TestImages.Sample(sample));
            var card = Card(version, folded ? string.Join("\r\n ", text.Chunk(74).Select(line => new string(line))) + "\r\n" : text);

            var import = await Uploaded(person.Client, card);
            var row = Assert.Single(await person.Client.Pages($"{Path(import)}/rows"));
            var done = await Confirmed(person.Client, import);

            Assert.Equal(1, import.GetProperty("photoCount").GetInt32());
            Assert.Equal(
                (type, 64),
                (row.GetProperty("photo").Text("contentType"), row.GetProperty("photo").GetProperty("width").GetInt32())
            );
            Assert.Equal(0, row.GetProperty("changes").GetArrayLength());
            Assert.Equal((1, 1, 0), Counts(done));
            var photo = await Photo(person, await Only(person));
            using var read = await Browser.GetAsync(new Uri(photo!.Value.Text("url")!));
            Assert.Equal(type, read.Content.Headers.ContentType?.MediaType);
            // As an uploaded one: without places, times and texts.
            Assert.Equal(Picture.Read(TestImages.Sample(sample)).Content.ToArray(), await read.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_picture_of_the_largest_size_is_kept_and_one_byte_more_is_named()
    {
        var person = await app.NewPerson();
        var largest = Jpeg(ImportLimits.PhotoBytes);
        Assert.Equal(ImportLimits.PhotoBytes, largest.Length);

        var kept = await Uploaded(person.Client, Card("3.0", Base64(largest)));
        await Refused(Base64(Jpeg(ImportLimits.PhotoBytes + 1)), "1024 KiB");
        await Refused(Base64(Jpeg(6 * 1024 * 1024)), "1024 KiB");
        await Refused(string.Join("\n ", Base64(Jpeg(6 * 1024 * 1024)).Chunk(74).Select(line => new string(line))), "1024 KiB");

        Assert.Equal((1, 1, 0), Counts(await Confirmed(person.Client, kept)));
        Assert.Equal(largest.Length, (await Photo(person, await Only(person)))!.Value.GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task What_is_no_picture_is_named_with_the_reason_and_the_person_comes_in()
    {
        await Refused("PHOTO;ENCODING=b;TYPE=JPEG:" + Convert.ToBase64String("not a picture"u8), "JPEG, PNG or WebP");
        await Refused(Base64(TestImages.Sample("picture.gif")), "GIF");
        await Refused(Base64(TestImages.Png(60_000, 60_000)), "pixels");
        await Refused(Base64(TestImages.Sample("baseline.jpg")[..1000]), "truncated");
        await Refused("PHOTO;ENCODING=b:%%%%", "base64");
        await Refused("PHOTO;ENCODING=b:", "JPEG, PNG or WebP");
        await Refused("PHOTO:data:image/jpeg,%FF%D8", "base64");
        await Refused(Base64(TestImages.Sample("plain.png")) + "\n" + Base64(TestImages.Sample("baseline.jpg")), "one photo", photos: 1);
        await Refused("LOGO;ENCODING=b:" + Convert.ToBase64String(TestImages.Sample("plain.png")), "these are not imported");
    }

    [Fact]
    public async Task An_address_of_a_picture_is_kept_and_not_asked_for()
    {
        var person = await app.NewPerson();
        var before = app.Storage.Requests;

        var import = await Uploaded(person.Client, Card("4.0", $"PHOTO:{app.Storage.Endpoint}planted.jpg"));
        await Confirmed(person.Client, import);

        Assert.Equal(before, app.Storage.Requests);
        var field = Assert.Single((await person.Client.Fetch(await Only(person))).Json.GetProperty("customFields").EnumerateArray());
        Assert.Equal(("PHOTO", $"{app.Storage.Endpoint}planted.jpg"), (field.Text("label"), field.Text("value")));
    }

    [Fact]
    public async Task Where_no_storage_is_configured_a_picture_is_named()
    {
        var person = await app.NewPerson();
        await using var backend = app.With(
            new() { [AppVariables.StorageAccessKeyId] = null, [AppVariables.StorageSecretAccessKey] = null },
            _ => { }
        );
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;

        var import = await Uploaded(client, Card("3.0", Base64(TestImages.Sample("baseline.jpg"))));

        var change = Assert.Single(Assert.Single(await client.Pages($"{Path(import)}/rows")).GetProperty("changes").EnumerateArray());
        Assert.Equal(("photo", "notImported"), (change.Text("field"), change.Text("result")));
        Assert.Contains("no object storage is configured", change.Text("reason"), StringComparison.Ordinal);
        Assert.Equal(0, import.GetProperty("photoCount").GetInt32());
    }

    [Fact]
    public async Task An_account_that_keeps_as_much_as_it_may_is_told_in_the_preview_and_when_it_is_full_only_then_in_the_result()
    {
        var person = await app.NewPerson();
        var card = Card("3.0", Base64(TestImages.Sample("baseline.jpg")));
        var early = await Uploaded(person.Client, card);
        await app.Database.Execute(
            $"""
            insert into stored_objects (id, owner_id, bucket, key, content_type, size_bytes, is_stored)
            values (gen_random_uuid(), {person.Id}, 'uploads', md5(gen_random_uuid()::text), 'image/png', {StoredObjects.MaxBytesPerOwner}, true)
            """,
            default
        );

        var late = await Uploaded(person.Client, card);

        var change = Assert.Single(Assert.Single(await person.Client.Pages($"{Path(late)}/rows")).GetProperty("changes").EnumerateArray());
        Assert.Contains("at its limit", change.Text("reason"), StringComparison.Ordinal);
        Assert.Equal((0, 1), (late.GetProperty("photoCount").GetInt32(), late.GetProperty("changeCount").GetInt32()));
        Assert.Equal((1, 0, 1), Counts(await Confirmed(person.Client, early)));
    }

    [Fact]
    public async Task A_row_that_is_left_out_brings_no_photo_and_one_that_updates_brings_its_own()
    {
        var person = await app.NewPerson();
        var card = Card("3.0", "UID:planted-1\r\n" + Base64(TestImages.Sample("baseline.jpg")));
        await Confirmed(person.Client, await Uploaded(person.Client, card));
        var contact = await Only(person);
        var first = (await Photo(person, contact))!.Value.Text("contentType");

        var skipped = await Confirmed(person.Client, await Uploaded(person.Client, card));
        var updated = await Confirmed(
            person.Client,
            await Uploaded(person.Client, Card("3.0", "UID:planted-1\r\n" + Base64(TestImages.Sample("plain.png")))),
            "?onMatch=update"
        );

        Assert.Equal(("image/jpeg", (0, 0, 0), (1, 1, 0)), (first, Counts(skipped), Counts(updated)));
        Assert.Equal(contact, await Only(person));
        Assert.Equal("image/png", (await Photo(person, contact))!.Value.Text("contentType"));
    }

    [Fact]
    public async Task A_mended_row_keeps_its_picture_and_a_discarded_upload_leaves_none()
    {
        var person = await app.NewPerson();
        var card = Card("3.0", Base64(TestImages.Sample("baseline.jpg")));
        var discarded = await Uploaded(person.Client, card);
        await person.Client.Write(HttpMethod.Delete, Path(discarded)).Expect(HttpStatusCode.NoContent);
        Assert.Equal(0, await Waiting(person));
        var import = await Uploaded(person.Client, card);

        var row = await (
            await person
                .Client.Write(HttpMethod.Patch, Path(import) + "/rows", json: """{"line":1,"contact":{"name":"Mended"}}""")
                .Expect(HttpStatusCode.OK)
        ).ReadJson();

        Assert.Equal("image/jpeg", row.GetProperty("photo").Text("contentType"));
        Assert.Equal((1, 1, 0), Counts(await Confirmed(person.Client, import)));
        Assert.NotNull(await Photo(person, await Only(person)));
    }

    [Fact]
    public async Task A_picture_waits_for_a_storage_that_does_not_answer_and_for_a_worker_that_was_killed()
    {
        await using var storage = await LoopbackStorage.Start();
        var person = await app.NewPerson();
        await using var backend = app.With(storage.Variables, _ => { });
        var import = await Uploaded(person.Client, Card("3.0", Base64(TestImages.Sample("baseline.jpg"))));
        storage.Fault = async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.CompleteAsync();
            return true;
        };

        var away = await Confirmed(person.Client, import, services: backend.Services);
        storage.Fault = null;
        // Claimed by a worker that never comes back.
        await MakeDue(person);
        await app.Database.InTransaction(session => ImportPhotos.Claim(session, default), default);
        await Work(backend.Services);
        Assert.Equal(1, await Waiting(person));
        await MakeDue(person);
        // With its circuit closed.
        await using var restarted = app.With(storage.Variables, _ => { });
        await Work(restarted.Services);

        Assert.Equal(("done", (1, 0, 0)), (away.Text("status"), Counts(away)));
        Assert.Equal((1, 1, 0), Counts(await (await person.Client.Get(Path(import))).ReadJson()));
        Assert.Equal(0, await Waiting(person));
        Assert.NotNull(await Photo(person, await Only(person)));
        Assert.Single(storage.Objects);
    }

    [Fact]
    public async Task A_contact_that_is_gone_meanwhile_has_no_photo_and_leaves_no_object()
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, Card("3.0", Base64(TestImages.Sample("baseline.jpg"))));
        await Confirm(person.Client, import);
        await app.DoJobs<ImportJob>();
        await person.Client.WriteIfMatch(HttpMethod.Delete, $"/v1/contacts/{await Only(person)}", "*").Expect(HttpStatusCode.NoContent);

        await Work(app.Services);

        Assert.Equal((1, 0, 1), Counts(await (await person.Client.Get(Path(import))).ReadJson()));
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"select count(*)::int from stored_objects where owner_id = {person.Id}",
                row => row.GetInt32(0),
                default
            )
        );
    }

    [Fact]
    public async Task An_account_that_is_erased_while_pictures_wait_leaves_none()
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, Card("3.0", Base64(TestImages.Sample("baseline.jpg"))));
        await Confirm(person.Client, import);
        await app.DoJobs<ImportJob>();

        await person.Client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        await Work(app.Services);

        Assert.Equal(0, await Waiting(person));
    }

    /// <summary>15 MB of cards. What is done for each is counted: it does not depend on the machine.</summary>
    [Fact]
    public async Task Ten_thousand_cards_with_pictures_are_imported_with_a_few_statements_for_each_hundred()
    {
        var person = await app.NewPerson();
        var picture = Convert.ToBase64String(Jpeg(1_000));
        var file = string.Concat(
            Enumerable.Range(0, 10_000).Select(i => $"BEGIN:VCARD\nVERSION:3.0\nFN:Person {i}\nPHOTO;ENCODING=b:{picture}\nEND:VCARD\n")
        );
        Assert.InRange(file.Length, 14_000_000, ImportLimits.FileBytes);
        var import = await Uploaded(person.Client, file);
        await Confirm(person.Client, import);
        using var statements = new StatementCount();

        await app.DoJobs<ImportJob>();

        Assert.InRange(statements.Value, 300, 500);
        Assert.Equal(10_000, import.GetProperty("photoCount").GetInt32());
        Assert.Equal(10_000, await Waiting(person));
        // The worker takes them a few at a time.
        var (_, claimed) = (await app.Database.InTransaction(session => ImportPhotos.Claim(session, default), default))!.Value;
        Assert.InRange(claimed.Count, 1, 16);
        await app.Database.Execute($"delete from import_photos where owner_id = {person.Id}", default);
    }

    /// <summary>The person comes in, the picture does not, and the preview says why.</summary>
    private async Task Refused(string property, string reason, int photos = 0)
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, Card("3.0", property));

        var row = Assert.Single(await person.Client.Pages($"{Path(import)}/rows"));
        Assert.Equal(photos, import.GetProperty("photoCount").GetInt32());
        Assert.Equal("Anna", row.GetProperty("contact").Text("name"));
        var change = Assert.Single(row.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            (property.StartsWith("LOGO", StringComparison.Ordinal) ? "LOGO" : "photo", "notImported"),
            (change.Text("field"), change.Text("result"))
        );
        Assert.Contains(reason, change.Text("reason"), StringComparison.Ordinal);
    }

    /// <summary>A picture of so many bytes.</summary>
    private static byte[] Jpeg(int size)
    {
        var small = TestImages.Jpeg(8, 6);
        return [.. small[..^2], .. new byte[size - small.Length], .. small[^2..]];
    }

    private static string Base64(byte[] bytes) => "PHOTO;ENCODING=b:" + Convert.ToBase64String(bytes);

    private static string Card(string version, string property) =>
        $"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Anna\r\n{property}\r\nEND:VCARD\r\n";

    private static string Path(JsonElement import) => $"/v1/contacts/import/{import.Text("id")}";

    private static (int All, int Kept, int Lost) Counts(JsonElement import) =>
        (
            import.GetProperty("photoCount").GetInt32(),
            import.GetProperty("keptPhotoCount").GetInt32(),
            import.GetProperty("lostPhotoCount").GetInt32()
        );

    private static async Task<JsonElement> Uploaded(HttpClient client, string file)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/vcard");
        using var answer = await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content).Expect(HttpStatusCode.Created);
        return await answer.ReadJson();
    }

    private static Task<HttpResponseMessage> Confirm(HttpClient client, JsonElement import, string query = "") =>
        client.PostJson($"{Path(import)}/confirm{query}", "").Expect(HttpStatusCode.Accepted);

    private async Task<JsonElement> Confirmed(HttpClient client, JsonElement import, string query = "", IServiceProvider? services = null)
    {
        await Confirm(client, import, query);
        await app.DoJobs<ImportJob>();
        await Work(services ?? app.Services);
        return await (await client.Get(Path(import))).ReadJson();
    }

    private static async Task Work(IServiceProvider services)
    {
        var work = ActivatorUtilities.CreateInstance<ImportPhotoWork>(services);
        while (await work.DoNext(default)) { }
    }

    private Task<int> MakeDue(Person person) =>
        app.Database.Execute($"update import_photos set run_at = now() where owner_id = {person.Id}", default);

    private Task<int> Waiting(Person person) =>
        app.Database.FirstOrDefault(
            $"select count(*)::int from import_photos where owner_id = {person.Id}",
            row => row.GetInt32(0),
            default
        );

    private static async Task<Guid> Only(Person person) =>
        Assert.Single(await person.Client.Pages("/v1/contacts")).GetProperty("id").GetGuid();

    private static async Task<JsonElement?> Photo(Person person, Guid contact)
    {
        using var answer = await person.Client.Get($"/v1/contacts/{contact}/photo");
        return answer.StatusCode == HttpStatusCode.OK ? await answer.ReadJson() : null;
    }
}
