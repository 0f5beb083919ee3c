using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Enrichment;

/// <summary>Apollo's data on a contact becomes proposals, and changes nothing else.</summary>
public sealed class EnrichmentTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Found = """
        {"person":{"title":"Director","email":"anna@muster.example","email_status":"verified",
         "linkedin_url":"http://www.linkedin.com/in/anna-muster?trk=x","organization":{"name":"Muster & Co"}}}
        """;

    [Fact]
    public async Task The_sources_data_is_proposed_and_the_contact_stays_unchanged()
    {
        await using var apollo = await Apollo(Found);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        var before = await Text(client, path);

        var proposals = await Ask(client, path);

        Assert.Equal(
            [
                "company: Muster GmbH > Muster & Co",
                "email:  > anna@muster.example",
                "jobTitle:  > Director",
                "profile:  > https://www.linkedin.com/in/anna-muster",
            ],
            proposals.Select(one => $"{one.Text("field")}: {one.Text("oldValue")} > {one.Text("newValue")}")
        );
        Assert.Equal(before, await Text(client, path));
        var asked = Assert.Single(apollo.Requests);
        Assert.Equal(("POST", "api.apollo.io", "planted-value-9"), (asked.Method, asked.Host, asked.Headers["x-api-key"]));
        Assert.Equal(
            "/api/v1/people/match?name=Anna%20Muster&email=anna%40example.com&organization_name=Muster%20GmbH&reveal_personal_emails=false",
            asked.Path
        );
        Assert.DoesNotContain("555001", asked.Text + asked.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepting_a_proposal_writes_only_its_field()
    {
        await using var apollo = await Apollo(Found);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        var proposals = (await Ask(client, path)).ToDictionary(one => one.Text("field"), one => one.Text("id"));

        foreach (var field in new[] { "company", "email", "profile" })
            await client.Write(HttpMethod.Post, $"{path}/enrichment/{proposals[field]}/accept").Expect(HttpStatusCode.OK);
        // Repeating it has no effect.
        await client.Write(HttpMethod.Post, $"{path}/enrichment/{proposals["email"]}/accept").Expect(HttpStatusCode.OK);

        var contact = await Read(client, path);
        Assert.Equal("Muster & Co", contact.Text("company"));
        Assert.Equal(["anna@example.com", "anna@muster.example"], contact.Texts("emails"));
        Assert.Equal("https://www.linkedin.com/in/anna-muster", contact.GetProperty("profiles")[0].Text("value"));
        Assert.Null(contact.Text("jobTitle"));
        var record = await client.Pages(path + "/enrichment");
        Assert.Equal(3, record.Count(one => one.Text("status") == "accepted" && one.Text("source") == "apollo"));
        Assert.All(record.Where(one => one.Text("status") == "accepted"), one =>
            Assert.True(one.GetProperty("decidedAt").GetDateTimeOffset() >= one.GetProperty("foundAt").GetDateTimeOffset())
        );
    }

    [Fact]
    public async Task A_rejected_value_is_not_proposed_again_but_another_value_is()
    {
        await using var apollo = await Apollo(Found);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        var title = (await Ask(client, path)).Single(one => one.Text("field") == "jobTitle").Text("id");

        await client.Write(HttpMethod.Post, $"{path}/enrichment/{title}/reject").Expect(HttpStatusCode.OK);
        await client.Write(HttpMethod.Post, $"{path}/enrichment/{title}/accept").ExpectProblem(HttpStatusCode.Conflict, "already-decided");
        Assert.DoesNotContain(await Ask(client, path), one => one.Text("field") == "jobTitle");
        apollo.AnswerWith(OutsideServerAnswer.Json(200, Found.Replace("Director", "President", StringComparison.Ordinal)));
        Assert.Contains(await Ask(client, path), one => one.Text("newValue") == "President");
    }

    [Fact]
    public async Task A_proposal_for_a_field_that_has_changed_since_is_refused()
    {
        await using var apollo = await Apollo(Found);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        var company = (await Ask(client, path)).Single(one => one.Text("field") == "company").Text("id");
        using var patch = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Fixtures.Http.Json("""{"company":"By hand"}""") };
        patch.Headers.TryAddWithoutValidation("If-Match", "*");
        await client.SendAsync(patch).Expect(HttpStatusCode.OK);

        await client
            .Write(HttpMethod.Post, $"{path}/enrichment/{company}/accept")
            .ExpectProblem(HttpStatusCode.Conflict, "contact-changed");

        Assert.Equal("By hand", (await Read(client, path)).Text("company"));
    }

    [Theory]
    [InlineData("""{"person":null}""")]
    [InlineData("""{"person":{}}""")]
    [InlineData("""{"person":{"title":"","email":"email_not_unlocked@domain.com","email_status":"locked","organization":null}}""")]
    [InlineData("""{"person":{"title":7,"email":["x"],"organization":{"name":{}},"linkedin_url":"javascript:alert(1)"}}""")]
    [InlineData(
        """{"person":{"title":"a\u0000b","email":"not an address","email_status":"verified","linkedin_url":"https://evil.example/in/a"}}"""
    )]
    [InlineData("""{"person":{"title":null,"organization":{"name":"muster gmbh"}}}""")]
    public async Task Unusable_and_known_values_are_not_proposed(string answer)
    {
        await using var apollo = await Apollo(answer);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);

        Assert.Empty(await Ask(client, path));
    }

    [Fact]
    public async Task A_text_longer_than_the_field_is_not_proposed()
    {
        await using var apollo = await Apollo($$$"""{"person":{"title":"{{{new string('x', 5000)}}}"}}""");
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);

        Assert.Empty(await Ask(client, path));
    }

    [Theory]
    [InlineData(401, "{}", HttpStatusCode.BadGateway, "source-failed")]
    [InlineData(429, "{}", HttpStatusCode.BadGateway, "source-failed")]
    [InlineData(500, "{}", HttpStatusCode.BadGateway, "source-failed")]
    [InlineData(200, "garbage", HttpStatusCode.BadGateway, "source-failed")]
    [InlineData(200, "[]", HttpStatusCode.BadGateway, "source-failed")]
    [InlineData(200, """{"person":"x"}""", HttpStatusCode.BadGateway, "source-failed")]
    public async Task A_failing_source_is_reported_and_open_proposals_stay(int status, string body, HttpStatusCode refused, string code)
    {
        await using var apollo = await Apollo(Found);
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        await Ask(client, path);
        apollo.AnswerWith(OutsideServerAnswer.Json(status, body, ("Retry-After", "30")));

        await client.Write(HttpMethod.Post, path + "/enrichment").ExpectProblem(refused, code);

        Assert.Equal(4, (await client.Pages(path + "/enrichment")).Count);
        // One request only, without a retry: Apollo charges for each answer.
        Assert.Equal(2, apollo.Requests.Count);
    }

    [Fact]
    public async Task A_source_that_keeps_failing_is_no_longer_called_and_the_client_gets_Retry_After()
    {
        await using var apollo = await Apollo("{}");
        await using var backend = With(apollo);
        var (client, path) = await Contact(backend);
        apollo.AnswerWith(OutsideServerAnswer.Json(500, "{}"));
        HttpResponseMessage last = null!;
        for (var i = 0; i < 8; i++)
            last = await client.Write(HttpMethod.Post, path + "/enrichment");

        await Task.FromResult(last).ExpectProblem(HttpStatusCode.ServiceUnavailable, "source-unavailable");
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.InRange(apollo.Requests.Count, 5, 6);
    }

    [Fact]
    public async Task Without_an_API_key_enrichment_answers_404()
    {
        await using var without = app.With(new() { [AppVariables.ApolloApiKey] = "" }, _ => { });
        var (client, path) = await Contact(without);

        await client.Write(HttpMethod.Post, path + "/enrichment").ExpectProblem(HttpStatusCode.NotFound, "enrichment-not-configured");
        await client.Get(path + "/enrichment").Expect(HttpStatusCode.OK);
    }

    private static async Task<OutsideServer> Apollo(string answer)
    {
        var server = await OutsideServer.Start();
        server.AnswerWith(OutsideServerAnswer.Json(200, answer));
        return server;
    }

    private WebApplicationFactory<Program> With(OutsideServer apollo) =>
        app.With(new() { [AppVariables.ApolloApiKey] = "planted-value-9" }, apollo.LeadHere);

    private async Task<(HttpClient Client, string Path)> Contact(WebApplicationFactory<Program> backend)
    {
        var person = await app.NewPerson();
        var created = await person.Client.Create(
            """{"name":"Anna Muster","emails":["anna@example.com"],"company":"Muster GmbH","phones":[{"number":"+49 30 555001"}]}"""
        );
        var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        return (client, created.Path);
    }

    private static async Task<List<JsonElement>> Ask(HttpClient client, string path) =>
        [
            .. (await (await client.Write(HttpMethod.Post, path + "/enrichment").Expect(HttpStatusCode.OK)).ReadJson())
                .GetProperty("items")
                .EnumerateArray(),
        ];

    private static async Task<JsonElement> Read(HttpClient client, string path) =>
        await (await client.Get(path).Expect(HttpStatusCode.OK)).ReadJson();

    private static async Task<string> Text(HttpClient client, string path) => (await Read(client, path)).GetRawText();
}
