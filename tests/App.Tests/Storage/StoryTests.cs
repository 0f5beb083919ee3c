using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.Photos;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Storage;

/// <summary>
/// One person's use of the published binary, with backend and worker as processes and an S3 server that checks signatures.
/// </summary>
public sealed class StoryTests(PublishedApp published, Servers servers)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Somebody_imports_tags_adds_a_photo_is_recommended_whom_to_call_exports_and_leaves()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        await using var storage = await LoopbackStorage.Start();
        var database = await servers.CreateDatabase();
        var environment = TestEnvironment.Variables(database + "?connection_limit=10", servers.Redis.Url);
        foreach (var (name, value) in storage.Variables)
            environment[name] = value;
        environment[AppVariables.LogLevel] = "info";
        await using var backend = await published.Start("backend", environment);
        await using var worker = await published.Start("worker", environment);
        var client = backend.Client;
        await SignUp(client);

        // Import.
        using var file = new StringContent(
            $"name,email,birthday\nAnna Muster,anna@example.com,{DateTime.UtcNow.AddDays(3).AddYears(-30):yyyy-MM-dd}\nBert Beispiel,bert@example.com,\n",
            Encoding.UTF8,
            "text/csv"
        );
        using var uploaded = await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), file).Expect(HttpStatusCode.Created);
        var import = $"/v1/contacts/import/{(await uploaded.ReadJson()).Text("id")}";
        await client.PostJson(import + "/confirm", "").Expect(HttpStatusCode.Accepted);
        await Until(client, import, state => state.Text("status") == "done");
        var contacts = (await client.Pages("/v1/contacts")).ToDictionary(one => one.Text("name"), one => one.GetProperty("id").GetGuid());
        Assert.Equal(["Anna Muster", "Bert Beispiel"], contacts.Keys.Order());

        // Tag, and a cadence for it.
        await client
            .PostJson("/v1/tags/assign", $$"""{"contactIds":["{{contacts["Bert Beispiel"]}}"],"add":["friend"]}""")
            .Expect(HttpStatusCode.OK);
        var tag = Assert.Single(await client.Pages("/v1/tags")).Text("id");
        await client.Write(HttpMethod.Put, $"/v1/tags/{tag}/cadence", json: """{"days":14}""").Expect(HttpStatusCode.OK);
        await client
            .PostJson(
                $"/v1/contacts/{contacts["Bert Beispiel"]}/interactions",
                $$"""{"kind":"call","occurredAt":"{{DateTimeOffset.UtcNow.AddDays(-40):O}}","summary":"Talked about the boat"}"""
            )
            .Expect(HttpStatusCode.Created);

        // Photo: the picture without its GPS position, read without a token.
        var photo = $"/v1/contacts/{contacts["Anna Muster"]}/photo";
        using var put = await client
            .PutAsync(new Uri(photo, UriKind.Relative), new ByteArrayContent(TestImages.Sample("baseline.jpg")))
            .Expect(HttpStatusCode.OK);
        using var browser = new HttpClient();
        var kept = await browser.GetByteArrayAsync(new Uri((await put.ReadJson()).Text("url")));
        Assert.DoesNotContain("Planted", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        await client
            .PutAsync(new Uri(photo, UriKind.Relative), new ByteArrayContent(TestImages.Png(60_000, 60_000)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "unusable-photo");
        await client
            .PutAsync(new Uri(photo, UriKind.Relative), new ByteArrayContent(new byte[16 * 1024 * 1024]))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        // Recommendation.
        var list = await (await client.Get("/v1/recommendations").Expect(HttpStatusCode.OK)).ReadJson();
        var reasons = list.GetProperty("items")
            .EnumerateArray()
            .ToDictionary(item => item.Text("name"), item => item.GetProperty("reasons")[0].Text("code"));
        Assert.Equal("birthday", reasons["Anna Muster"]);
        Assert.Equal("overdue", reasons["Bert Beispiel"]);

        // Export, written by the worker to the storage.
        using var asked = await client.PostJson("/v1/me/exports", """{"format":"json"}""").Expect(HttpStatusCode.Accepted);
        var export = asked.Headers.Location!.ToString();
        await Until(client, export, state => state.Text("status") == "done");
        Assert.Contains(storage.Objects.Keys, key => key.StartsWith(LoopbackStorage.Exports, StringComparison.Ordinal));
        using var content = await client.Get(export + "/content").Expect(HttpStatusCode.OK);
        using var everything = JsonDocument.Parse(await content.Content.ReadAsStringAsync());
        Assert.Equal(2, everything.RootElement.GetProperty("contacts").GetArrayLength());
        Assert.Equal("image/jpeg", everything.RootElement.GetProperty("photos")[0].Text("contentType"));
        Assert.Equal(14, everything.RootElement.GetProperty("cadences")[0].GetProperty("days").GetInt32());

        // Deletes the account: nothing remains in the storage.
        await client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        using var limit = new CancellationTokenSource(Timeout);
        while (storage.Objects.Count > 0)
            await Task.Delay(50, limit.Token);
    }

    private static async Task SignUp(HttpClient client)
    {
        const string Body = """{"email":"story@example.com","password":"planted correct horse battery 7","displayName":"Story"}""";
        await client.PostJson("/v1/auth/register", Body);
        using var login = await client
            .PostJson("/v1/auth/login", """{"email":"story@example.com","password":"planted correct horse battery 7"}""")
            .Expect(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await login.ReadJson()).Text("accessToken"));
    }

    private static async Task Until(HttpClient client, string path, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(Timeout);
        while (true)
        {
            using var answer = await client.Get(path).Expect(HttpStatusCode.OK);
            if (isSo(await answer.ReadJson()))
                return;
            await Task.Delay(100, limit.Token);
        }
    }
}
