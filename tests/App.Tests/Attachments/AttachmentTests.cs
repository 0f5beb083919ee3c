using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Features.Attachments;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Attachments;

/// <summary>Files of contacts and interactions.</summary>
public sealed class AttachmentTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly HttpClient Browser = new();

    [Fact]
    public async Task An_attachment_is_downloaded_unchanged_under_its_name()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/attachments";
        var bytes = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();

        var added = await Add(person, path, "Angebot für Ærø \"1\".pdf", bytes, "application/pdf");
        var url = await Read(person, $"{path}/{added.Text("id")}/content");
        using var read = await Browser.GetAsync(new Uri(url.Text("url")));

        Assert.Equal(
            ("Angebot für Ærø \"1\".pdf", "application/pdf", 300_000),
            (added.Text("fileName"), added.Text("contentType"), added.GetProperty("size").GetInt32())
        );
        Assert.Equal(bytes, await read.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", read.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("Angebot für Ærø \"1\".pdf", read.Content.Headers.ContentDisposition?.FileNameStar);
    }

    [Fact]
    public async Task An_HTML_page_is_only_offered_as_a_download()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/attachments";

        var added = await Add(person, path, "page.html", "<script>alert(1)</script>"u8.ToArray(), "text/html");
        using var read = await Browser.GetAsync(new Uri((await Read(person, $"{path}/{added.Text("id")}/content")).Text("url")));

        Assert.Equal("attachment", read.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task Attachments_are_listed_newest_first_in_pages_and_by_interaction()
    {
        var person = await app.NewPerson();
        var contact = $"/v1/contacts/{await app.AddContact(person)}";
        using var met = await person
            .Client.PostJson(contact + "/interactions", """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"Met"}""")
            .Expect(HttpStatusCode.Created);
        var interaction = (await met.ReadJson()).Text("id");
        for (var i = 0; i < 5; i++)
            await Add(person, contact + "/attachments", $"{i}.txt", [1], interaction: i % 2 == 0 ? interaction : null);

        var all = await person.Client.Pages(contact + "/attachments?limit=2");
        var its = await person.Client.Pages($"{contact}/attachments?interactionId={interaction}");

        Assert.Equal(["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"], all.Select(one => one.Text("fileName")));
        Assert.Equal(["4.txt", "2.txt", "0.txt"], its.Select(one => one.Text("fileName")));
    }

    [Fact]
    public async Task Deleting_an_interaction_deletes_its_files_and_a_merge_moves_those_of_the_contact()
    {
        var person = await app.NewPerson();
        var (kept, other) = (await app.AddContact(person), await app.AddContact(person));
        using var met = await person
            .Client.PostJson(
                $"/v1/contacts/{other}/interactions",
                """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"Met"}"""
            )
            .Expect(HttpStatusCode.Created);
        var interaction = (await met.ReadJson()).Text("id");
        await Add(person, $"/v1/contacts/{other}/attachments", "of the contact.txt", [1]);
        await Add(person, $"/v1/contacts/{other}/attachments", "of the interaction.txt", [1], interaction: interaction);

        await person
            .Client.Write(HttpMethod.Post, $"/v1/contacts/{kept}/merge", "*", $$"""{"otherId":"{{other}}"}""")
            .Expect(HttpStatusCode.OK);
        Assert.Equal(2, (await person.Client.Pages($"/v1/contacts/{kept}/attachments")).Count);
        await person
            .Client.Write(HttpMethod.Delete, $"/v1/contacts/{kept}/interactions/{interaction}", "*")
            .Expect(HttpStatusCode.NoContent);

        var left = Assert.Single(await person.Client.Pages($"/v1/contacts/{kept}/attachments"));
        Assert.Equal("of the contact.txt", left.Text("fileName"));
        Assert.Equal(
            1,
            await app.Database.FirstOrDefault(
                $"select count(*) from stored_objects where owner_id = {person.Id}",
                row => row.GetInt64(0),
                default
            )
        );
    }

    [Theory]
    [InlineData("a%2Fb.txt")]
    [InlineData("a%5Cb.txt")]
    [InlineData("a%0Ab.txt")]
    [InlineData("%20")]
    public async Task An_invalid_file_name_is_refused(string name)
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/attachments?fileName={name}";

        var problem = await person
            .Client.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent([1]))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.True(problem.GetProperty("errors").TryGetProperty("fileName", out _));
    }

    [Fact]
    public async Task Files_that_are_too_large_or_empty_or_for_a_missing_contact_are_refused()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/attachments?fileName=a";

        Task<HttpResponseMessage> Send(string to, byte[] bytes) =>
            person.Client.PostAsync(new Uri(to, UriKind.Relative), new ByteArrayContent(bytes));

        await Send(path, new byte[AttachmentEndpoints.MaxBytes + 1]).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await Send(path, []).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        await Send($"/v1/contacts/{Guid.NewGuid()}/attachments?fileName=a", [1]).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Send($"{path}&interactionId={Guid.NewGuid()}", [1]).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Send(path, new byte[AttachmentEndpoints.MaxBytes]).Expect(HttpStatusCode.Created);
    }

    private static async Task<JsonElement> Add(
        Person person,
        string path,
        string name,
        byte[] bytes,
        string? type = null,
        string? interaction = null
    )
    {
        using var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var query = $"?fileName={Uri.EscapeDataString(name)}" + (interaction is null ? "" : $"&interactionId={interaction}");
        return await (
            await person.Client.PostAsync(new Uri(path + query, UriKind.Relative), content).Expect(HttpStatusCode.Created)
        ).ReadJson();
    }

    private static async Task<JsonElement> Read(Person person, string path) =>
        await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson();
}
