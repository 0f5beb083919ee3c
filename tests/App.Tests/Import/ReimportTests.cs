using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Import;

/// <summary>Importing a file again, correcting rows before the import, and importing exported contacts.</summary>
public sealed class ReimportTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Two = "name,email,phone,company\nExample One,one@example.com,+49 30 555001,\nExample Two,,+49 30 555002,\n";

    [Fact]
    public async Task A_file_that_is_imported_again_makes_no_second_contact()
    {
        var client = (await app.NewPerson()).Client;
        await Import(client, Two);

        var again = await Uploaded(client, Two);
        var rows = await client.Pages($"{Path(again)}/rows?matchesOnly=true");

        Assert.Equal(2, again.GetProperty("matchCount").GetInt32());
        Assert.Equal(["email", "phone"], rows.Select(row => row.GetProperty("match").Text("by")));
        Assert.Equal(["Example One", "Example Two"], rows.Select(row => row.GetProperty("match").Text("name")));
        var done = await Confirmed(client, again, "");
        Assert.Equal((0, 0, 2), Counts(done));
        Assert.Equal(2, (await client.Pages("/v1/contacts")).Count);
    }

    [Fact]
    public async Task An_update_takes_over_what_the_file_says_and_keeps_what_it_does_not_say()
    {
        var client = (await app.NewPerson()).Client;
        var known = await client.Create(
            """{"name":"Example One","emails":["one@example.com"],"company":"Old","jobTitle":"Baker","notes":"Known since school","tags":["friend"]}"""
        );
        var import = await Uploaded(client, "name,email,company,phone,notes\nExample One,ONE@example.com,New,+49 30 555003,Likes tea\n");

        Assert.Equal((0, 1, 0), Counts(await Confirmed(client, import, "?onMatch=update")));

        var contact = (await client.Fetch(known.Id)).Json;
        Assert.Equal(
            ("New", "Baker", "Known since school\n\nLikes tea"),
            (contact.Text("company"), contact.Text("jobTitle"), contact.Text("notes"))
        );
        Assert.Equal("+49 30 555003", contact.GetProperty("phones")[0].Text("number"));
        Assert.Equal(["friend"], contact.Texts("tags"));
        // Importing the same file again changes nothing.
        var again = await Uploaded(client, "name,email,company,phone,notes\nExample One,ONE@example.com,New,+49 30 555003,Likes tea\n");
        await Confirmed(client, again, "?onMatch=update");
        Assert.Equal("Known since school\n\nLikes tea", (await client.Fetch(known.Id)).Json.Text("notes"));
    }

    [Fact]
    public async Task Each_row_may_be_created_updated_or_skipped()
    {
        var client = (await app.NewPerson()).Client;
        await Import(client, Two);
        var import = await Uploaded(client, Two + "Example Three,,,\n");
        await Change(client, import, """{"line":2,"action":"create"}""").Expect(HttpStatusCode.OK);
        await Change(client, import, """{"line":3,"action":"update"}""").Expect(HttpStatusCode.OK);
        await Change(client, import, """{"line":4,"action":"skip"}""").Expect(HttpStatusCode.OK);

        Assert.Equal((1, 1, 1), Counts(await Confirmed(client, import, "")));
        Assert.Equal(3, (await client.Pages("/v1/contacts")).Count);
        await Change(client, import, """{"line":2,"action":"skip"}""").ExpectProblem(HttpStatusCode.Conflict, "import-confirmed");
    }

    [Fact]
    public async Task A_shared_address_or_a_name_with_another_address_is_no_match()
    {
        var client = (await app.NewPerson()).Client;
        await Import(client, "name,email\nExample One,office@example.com\nExample Two,two@example.com\n");

        var import = await Uploaded(client, "name,email\nAnother Person,office@example.com\nExample Two,other@example.com\nExample Two,\n");

        var rows = await client.Pages($"{Path(import)}/rows");
        Assert.Equal(
            [null, null, "name"],
            rows.Select(row => row.GetProperty("match") is { ValueKind: JsonValueKind.Object } match ? match.Text("by") : null)
        );
    }

    [Fact]
    public async Task A_row_is_mended_in_the_preview()
    {
        var client = (await app.NewPerson()).Client;
        var import = await Uploaded(client, "name,email\nExample One,nonsense\nExample Two,two@example.com,too many\n");
        Assert.Equal((1, 1), (import.GetProperty("errorCount").GetInt32(), import.GetProperty("changeCount").GetInt32()));
        var changed = Assert.Single(await client.Pages($"{Path(import)}/rows?changesOnly=true"));
        Assert.Equal(
            ("nonsense", "customField"),
            (changed.GetProperty("changes")[0].Text("value"), changed.GetProperty("changes")[0].Text("result"))
        );

        await Change(client, import, """{"line":2,"contact":{"name":"Example One","emails":["nonsense"]}}""")
            .Expect(HttpStatusCode.BadRequest);
        await Change(client, import, """{"line":9,"contact":{"name":"Nobody"}}""").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Change(client, import, """{"line":2,"contact":{"name":"Example One","emails":["one@example.com"]}}""")
            .Expect(HttpStatusCode.OK);
        await Change(client, import, """{"line":3,"contact":{"name":"Example Two","emails":["two@example.com"]}}""")
            .Expect(HttpStatusCode.OK);

        var mended = await (await client.Get(Path(import))).ReadJson();
        Assert.Equal((0, 0), (mended.GetProperty("errorCount").GetInt32(), mended.GetProperty("changeCount").GetInt32()));
        Assert.Equal((2, 0, 0), Counts(await Confirmed(client, import, "")));
        Assert.Equal(
            ["one@example.com", "two@example.com"],
            (await client.Pages("/v1/contacts")).Select(contact => contact.Texts("emails")[0])
        );
    }

    [Theory]
    [InlineData("vcard", "text/vcard")]
    [InlineData("vcard3", "text/vcard")]
    [InlineData("csv", "text/csv")]
    public async Task What_an_account_exports_another_imports_as_it_was(string format, string type)
    {
        var (from, to) = ((await app.NewPerson()).Client, (await app.NewPerson()).Client);
        await from.Create(
            """
            {"name":"=Example One","emails":["one@example.com"],"emailLabels":[{"address":"one@example.com","label":"Büro"}],
             "dates":[{"kind":"birthday","date":"--02-29"}],"customFields":[{"label":"A","value":"b\nc"}],"tags":["a;b","c"],"privateNotes":"secret"}
            """
        );
        var direct = await from.Get($"/v1/me/export?format={format}").Expect(HttpStatusCode.OK);
        Assert.Equal(type, direct.Content.Headers.ContentType?.MediaType);
        var file = await direct.Content.ReadAsStringAsync();
        var requested = await (
            await from.PostJson("/v1/me/exports", $$"""{"format":"{{format}}"}""").Expect(HttpStatusCode.Accepted)
        ).ReadJson();
        await app.DoJobs<ExportJob>();
        await app.DoJobs<ContactFileJob>();
        var written = await from.Get($"/v1/me/exports/{requested.Text("id")}/content").Expect(HttpStatusCode.OK);
        Assert.Equal(file, await written.Content.ReadAsStringAsync());

        // The account that exported the file recognizes each contact.
        Assert.Equal(1, (await Uploaded(from, file, type)).GetProperty("matchCount").GetInt32());
        await Confirmed(to, await Uploaded(to, file, type), "");

        Assert.Equal(await Only(from), await Only(to));
    }

    /// <summary>
    /// What is promised for ten thousand rows is ten seconds. A machine that is busy is slower at both sizes, so the two are compared: work
    /// that grew with rows times contacts would take a hundred times as long.
    /// </summary>
    [Fact]
    public async Task The_preview_of_ten_times_as_many_rows_against_ten_times_as_many_contacts_takes_ten_times_as_long()
    {
        var (_, few) = await Preview(1_000);
        var (_, fewAgain) = await Preview(1_000);

        var (import, many) = await Preview(10_000);
        var (_, manyAgain) = await Preview(10_000);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"preview of 10,000 rows against 10,000 contacts: {many.TotalSeconds:0.0} s, a tenth of both: {few.TotalSeconds:0.00} and {fewAgain.TotalSeconds:0.00} s"
        );
        Assert.Equal(10_000, import.GetProperty("matchCount").GetInt32());
        // The faster of two: other work of the machine may delay either.
        Assert.True(
            TimeSpan.FromTicks(Math.Min(many.Ticks, manyAgain.Ticks)) < 40 * TimeSpan.FromTicks(Math.Min(few.Ticks, fewAgain.Ticks)),
            $"{many}, {manyAgain}, a tenth of both: {few}, {fewAgain}"
        );
    }

    /// <summary>Imports a file with that many rows and previews it again: every row is compared with the existing contacts.</summary>
    private async Task<(JsonElement Import, TimeSpan Took)> Preview(int rows)
    {
        var client = (await app.NewPerson()).Client;
        var file =
            "name,email,phone,favourite\n"
            + string.Concat(Enumerable.Range(0, rows).Select(i => $"Person {i},p{i}@example.com,+49 30 {100_000 + i},blue\n"));
        await Import(client, file);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var import = await Uploaded(client, file);
        return (import, System.Diagnostics.Stopwatch.GetElapsedTime(start));
    }

    /// <summary>
    /// The longest that a person waits after confirming. The bound on time is a guard against a plan that takes minutes; what each row may
    /// cost is counted.
    /// </summary>
    [Fact]
    public async Task Ten_thousand_rows_are_confirmed_with_five_statements_for_each_hundred()
    {
        var person = await app.NewPerson();
        var file =
            "name,email,phone,street,city,tags\n"
            + string.Concat(
                Enumerable
                    .Range(0, 10_000)
                    .Select(i => $"Person {i},p{i}@example.com,+49 30 {100_000 + i},Street {i},City {i % 50},tag{i % 7};tag{i % 11}\n")
            );
        var import = await Uploaded(person.Client, file);
        await person.Client.PostJson($"{Path(import)}/confirm", "").Expect(HttpStatusCode.Accepted);
        using var statements = new StatementCount();
        var start = System.Diagnostics.Stopwatch.GetTimestamp();

        await app.DoJobs<ImportJob>();

        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"confirming 10,000 rows: {took.TotalSeconds:0.0} s, {statements.Value} statements"
        );
        var done = await (await person.Client.Get(Path(import))).ReadJson();
        Assert.Equal(("done", (10_000, 0, 0)), (done.Text("status"), Counts(done)));
        // Five for each hundred rows: the rows, the contacts, their tags twice, and who has them.
        Assert.InRange(statements.Value, 500, 600);
        Assert.True(took < TimeSpan.FromMinutes(2), $"{took}");
    }

    private static string Path(JsonElement import) => $"/v1/contacts/import/{import.Text("id")}";

    private static (int Created, int Updated, int Skipped) Counts(JsonElement import) =>
        (
            import.GetProperty("importedCount").GetInt32(),
            import.GetProperty("updatedCount").GetInt32(),
            import.GetProperty("skippedCount").GetInt32()
        );

    private static async Task<string> Only(HttpClient client)
    {
        var contact = await client.Fetch(Assert.Single(await client.Pages("/v1/contacts")).GetProperty("id").GetGuid());
        string[] others = ["id", "createdAt", "updatedAt", "lastInteractionAt"];
        return string.Join(
            '\n',
            contact.Json.EnumerateObject().Where(field => !others.Contains(field.Name)).Select(field => field.ToString())
        );
    }

    private static Task<HttpResponseMessage> Change(HttpClient client, JsonElement import, string json) =>
        client.Write(HttpMethod.Patch, $"{Path(import)}/rows", null, json);

    private async Task Import(HttpClient client, string file) => await Confirmed(client, await Uploaded(client, file), "");

    private async Task<JsonElement> Confirmed(HttpClient client, JsonElement import, string query)
    {
        await client.PostJson($"{Path(import)}/confirm{query}", "").Expect(HttpStatusCode.Accepted);
        await app.DoJobs<ImportJob>();
        var done = await (await client.Get(Path(import))).ReadJson();
        Assert.Equal("done", done.Text("status"));
        return done;
    }

    private static async Task<JsonElement> Uploaded(HttpClient client, string file, string type = "text/csv")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var response = await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content).Expect(HttpStatusCode.Created);
        return await response.ReadJson();
    }
}
