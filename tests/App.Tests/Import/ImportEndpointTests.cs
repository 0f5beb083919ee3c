using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Import;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Import;

public sealed class ImportEndpointTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Ten_thousand_rows_with_errors_on_known_lines_are_previewed_and_the_rest_imported()
    {
        var person = await app.NewPerson();
        HashSet<int> bad = [2, 77, 5000, 10_001];
        var csv =
            "name,email,tags\n"
            + string.Concat(
                Enumerable
                    .Range(2, 10_000)
                    .Select(line =>
                        bad.Contains(line)
                            ? $"Person {line},a@example.com,,too many\n"
                            : $"Person {line},p{line}@example.com,{(line % 1000 == 0 ? "some" : "")}\n"
                    )
            );

        var import = await Uploaded(person.Client, csv);
        var errors = await person.Client.Pages($"{Path(import)}/rows?errorsOnly=true&limit=3");

        Assert.Equal((10_000, 4), (import.GetProperty("rowCount").GetInt32(), import.GetProperty("errorCount").GetInt32()));
        Assert.Equal(bad.Order(), errors.Select(row => row.GetProperty("line").GetInt32()));
        Assert.All(errors, row => Assert.Equal("row", row.GetProperty("errors")[0].Text("field")));
        await Confirm(person.Client, import).ExpectProblem(HttpStatusCode.Conflict, "import-has-errors");
        Assert.Equal(0, await Contacts(person));

        await Confirm(person.Client, import, "?skipErrors=true").Expect(HttpStatusCode.Accepted);
        Assert.Equal(0, await Contacts(person));
        await Work();

        var done = await (await person.Client.Get(Path(import))).ReadJson();
        Assert.Equal(("done", 9_996), (done.Text("status"), done.GetProperty("importedCount").GetInt32()));
        Assert.Equal(9_996, await Contacts(person));
        Assert.Equal(9, (await person.Client.Pages("/v1/contacts?tag=some")).Count);
        Assert.Empty(await person.Client.Pages($"{Path(import)}/rows"));
    }

    [Fact]
    public async Task A_job_that_fails_halfway_imports_nothing_and_its_retry_imports_everything_once()
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, "name\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"Person {i}\n")));
        await Confirm(person.Client, import).Expect(HttpStatusCode.Accepted);
        // Confirming again, as a client does that lost the answer, is confirming once.
        await Confirm(person.Client, import).Expect(HttpStatusCode.Accepted);
        var cipher = await app.Database.FirstOrDefault(
            $"select contact_cipher from import_rows where owner_id = {person.Id} and line = 690",
            row => row.GetFieldValue<byte[]>(0),
            default
        );
        await app.Database.Execute($"update import_rows set contact_cipher = '\\x00' where owner_id = {person.Id} and line = 690", default);

        await Work();
        Assert.Equal(0, await Contacts(person));
        await app.Database.Execute(
            $"update import_rows set contact_cipher = {cipher} where owner_id = {person.Id} and line = 690",
            default
        );
        await app.Database.Execute($"update jobs set run_at = now() where owner_id = {person.Id}", default);
        await Work();

        Assert.Equal(700, await Contacts(person));
    }

    [Fact]
    public async Task A_vCard_becomes_a_contact_with_its_private_parts_encrypted()
    {
        var person = await app.NewPerson();
        const string Card =
            "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Muster\nTEL:+49 30 555001\nNOTE:planted-value-1\nCLASS:PRIVATE\nX-OTHER:1\nEND:VCARD\n";

        var import = await Uploaded(person.Client, Card, "text/vcard", "?fileName=cards.vcf");
        var stored = await app.Database.Query(
            $"select encode(contact_cipher, 'escape') from import_rows where owner_id = {person.Id}",
            row => row.GetString(0),
            default
        );
        await Confirm(person.Client, import).Expect(HttpStatusCode.Accepted);
        await Work();

        Assert.Equal(("vcard", "cards.vcf"), (import.Text("format"), import.Text("fileName")));
        Assert.Equal("utf-8", import.Text("encoding"));
        Assert.DoesNotContain("planted", Assert.Single(stored), StringComparison.Ordinal);
        var contact = await person.Client.Fetch(Assert.Single(await person.Client.Pages("/v1/contacts")).GetProperty("id").GetGuid());
        Assert.Equal("planted-value-1", contact.Json.Text("privateNotes"));
        Assert.Equal("X-OTHER", contact.Json.GetProperty("customFields")[0].Text("label"));
    }

    [Fact]
    public async Task A_preview_shows_the_contact_made_from_a_row()
    {
        var person = await app.NewPerson();

        var import = await Uploaded(person.Client, "name,phone,favourite\nAnna,+49 30 1234,yes\n");

        var row = Assert.Single(await person.Client.Pages($"{Path(import)}/rows"));
        Assert.Equal("Anna", row.GetProperty("contact").Text("name"));
        Assert.Equal("+49 30 1234", row.GetProperty("contact").GetProperty("phones")[0].Text("number"));
        Assert.Equal("favourite", row.GetProperty("contact").GetProperty("customFields")[0].Text("label"));
    }

    [Fact]
    public async Task An_upload_can_be_deleted_until_it_is_confirmed()
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, "name\nAnna\n");

        await person.Client.DeleteAsync(new Uri(Path(import), UriKind.Relative)).Expect(HttpStatusCode.NoContent);

        await person.Client.Get(Path(import)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Confirm(person.Client, import).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Another_accounts_import_is_not_found()
    {
        var import = await Uploaded((await app.NewPerson()).Client, "name\nAnna\n");
        var other = (await app.NewPerson()).Client;

        await other.Get(Path(import)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Get(Path(import) + "/rows").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Confirm(other, import).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.DeleteAsync(new Uri(Path(import), UriKind.Relative)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("text/csv", "", HttpStatusCode.UnprocessableEntity, "unreadable-import")]
    [InlineData("text/vcard", "nonsense", HttpStatusCode.UnprocessableEntity, "unreadable-import")]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task A_body_that_is_not_a_contact_file_is_refused(string type, string body, HttpStatusCode status, string code) =>
        await Upload((await app.NewPerson()).Client, body, type).ExpectProblem(status, code);

    [Fact]
    public async Task Nothing_can_be_imported_if_every_row_has_errors()
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, "name,email\nAnna,a@example.com,too many\n");

        await Confirm(person.Client, import, "?skipErrors=true").ExpectProblem(HttpStatusCode.Conflict, "nothing-to-import");
    }

    [Fact]
    public async Task No_file_causes_a_server_error()
    {
        var client = (await app.NewPerson()).Client;

        Gen.Select(
                Gen.OneOf(
                    Gen.String[0, 200],
                    Gen.String[0, 100].Select(s => $"name,email,birthday\n{s}"),
                    Gen.String[0, 100].Select(s => $"BEGIN:VCARD\nVERSION:4.0\nFN:{s}\nEND:VCARD")
                ),
                Gen.Bool
            )
            .Sample(
                (file, isCsv) =>
                {
                    var status = (int)Upload(client, file, isCsv ? "text/csv" : "text/vcard").GetAwaiter().GetResult().StatusCode;
                    Assert.True(status is 201 or 422, $"{status}");
                },
                iter: 200,
                threads: 2
            );
    }

    [Theory]
    [InlineData("""{"name":"Anna","pronouns":"she"}""")]
    [InlineData("""{"name":"Anna","phones":[{"number":"+49 30 555001","pronouns":"she"}]}""")]
    [InlineData("""{"name":"Anna","birthday":{"year":2000}}""")]
    public async Task An_import_that_a_newer_version_wrote_waits_for_a_newer_worker_and_loses_no_field(string newer)
    {
        var person = await app.NewPerson();
        var import = await Uploaded(person.Client, "name\nAnna\nBert\n");
        await Confirm(person.Client, import).Expect(HttpStatusCode.Accepted);
        var cipher = await Row(person);
        var written = app.Services.GetRequiredService<FieldEncryption>().Encrypt(newer, person.Id, "import_rows.contact");
        await SetRow(person, written);

        for (var time = 0; time < 7; time++)
        {
            await app.Database.Execute($"update jobs set run_at = now() where owner_id = {person.Id}", default);
            await Work();
        }

        Assert.Equal("confirmed", (await (await person.Client.Get(Path(import))).ReadJson()).Text("status"));
        Assert.Equal(0, await Contacts(person));
        Assert.Equal(written, await Row(person));
        await person.Client.Get($"{Path(import)}/rows").ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");

        // As a worker sees it that knows the fields.
        await SetRow(person, cipher);
        await app.Database.Execute($"update jobs set run_at = now() where owner_id = {person.Id}", default);
        await Work();
        Assert.Equal(2, await Contacts(person));
    }

    private Task<byte[]?> Row(Person person) =>
        app.Database.FirstOrDefault(
            $"select contact_cipher from import_rows where owner_id = {person.Id} and line = 3",
            row => row.Bytes(0),
            default
        );

    private Task<int> SetRow(Person person, byte[]? cipher) =>
        app.Database.Execute($"update import_rows set contact_cipher = {cipher} where owner_id = {person.Id} and line = 3", default);

    private static string Path(JsonElement import) => $"/v1/contacts/import/{import.Text("id")}";

    private static Task<HttpResponseMessage> Confirm(HttpClient client, JsonElement import, string query = "") =>
        client.PostJson($"{Path(import)}/confirm{query}", "");

    /// <summary>Excel in Russia and Japan saves "CSV" in these code pages; the values are names of towns.</summary>
    [Theory]
    [InlineData("windows-1251", "Москва")]
    [InlineData("shift_jis", "東京")]
    [InlineData("utf-16le", "東京")]
    public async Task A_file_in_another_code_page_is_read_by_the_charset_that_the_request_names_and_refused_without(
        string charset,
        string town
    )
    {
        var person = await app.NewPerson();
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.Unicode;
        var (table, card) = ($"name,email\r\n{town},\r\n", $"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{town}\r\nEND:VCARD\r\n");

        foreach (var (type, text) in new[] { ("text/csv", table), ("text/vcard", card) })
        {
            await Send(type, encoding.GetBytes(text)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "unreadable-import");
            Assert.Equal(0, await Imports(person));

            var import = await (
                await Send($"{type}; charset={charset}", encoding.GetBytes(text)).Expect(HttpStatusCode.Created)
            ).ReadJson();

            Assert.Equal(encoding.WebName, import.Text("encoding"));
            var row = Assert.Single(await person.Client.Pages($"{Path(import)}/rows"));
            Assert.Equal(town, row.GetProperty("contact").Text("name"));
            Assert.Empty(row.GetProperty("changes").EnumerateArray());
            await person.Client.Write(HttpMethod.Delete, Path(import)).Expect(HttpStatusCode.NoContent);
        }

        Task<HttpResponseMessage> Send(string type, byte[] file)
        {
            var content = new ByteArrayContent(file);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            return person.Client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_in_the_charset_that_the_request_names_is_refused()
    {
        var person = await app.NewPerson();
        // 0x81 begins a character of two bytes, which a line end does not continue.
        var content = new ByteArrayContent([.. "name\r\nA"u8, 0x81, .. "\r\n"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/csv; charset=shift_jis");

        var sent = person.Client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content);

        var problem = await sent.ExpectProblem(HttpStatusCode.UnprocessableEntity, "unreadable-import");
        Assert.Contains("shift_jis", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(0, await Imports(person));
    }

    private Task<long> Imports(Person person) =>
        app.Database.FirstOrDefault(
            $"""
            select (select count(*) from imports where owner_id = {person.Id})
                + (select count(*) from import_rows where owner_id = {person.Id})
            """,
            row => row.GetInt64(0),
            default
        );

    private static async Task<JsonElement> Uploaded(HttpClient client, string file, string type = "text/csv", string query = "") =>
        await (await Upload(client, file, type, query).Expect(HttpStatusCode.Created)).ReadJson();

    private static Task<HttpResponseMessage> Upload(HttpClient client, string file, string type, string query = "")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return client.PostAsync(new Uri("/v1/contacts/import" + query, UriKind.Relative), content);
    }

    private Task<long> Contacts(Person person) =>
        app.Database.FirstOrDefault($"select count(*) from contacts where owner_id = {person.Id}", row => row.GetInt64(0), default);

    private Task Work() => app.DoJobs<ImportJob>();
}
