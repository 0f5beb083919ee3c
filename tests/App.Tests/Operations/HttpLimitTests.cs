using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

/// <summary>Requests that the HTTP server itself refuses. Only the real server does, so these tests use the native binary.</summary>
public sealed class HttpLimitTests(AppFixture app, PublishedApp published, Servers servers) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Every_refusal_of_the_server_or_of_routing_is_a_problem_whatever_the_client_accepts()
    {
        var person = await app.NewPerson();
        var variables = TestEnvironment.Variables(app.DatabaseUrl + "?connection_limit=5", servers.Redis.Url);
        variables[AppVariables.LogLevel] = "info";
        await using var backend = await published.Start("backend", variables);
        // The client does not send a body that is refused, even if this machine is slow to refuse it.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) };
        using var client = new HttpClient(handler) { BaseAddress = backend.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;

        foreach (var accept in new[] { "application/json", "text/html", "application/xml;q=0.9", "image/png" })
        {
            client.DefaultRequestHeaders.Accept.Clear();
            client.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
            await client.Get("/v1/nothing").ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await client.Get("/v1/contacts/not-an-id").ExpectProblem(HttpStatusCode.NotFound, "not-found");
            var wrongMethod = client.Write(HttpMethod.Delete, "/v1/contacts");
            await wrongMethod.ExpectProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
            Assert.Contains("GET", (await wrongMethod).Content.Headers.Allow);
            await Post(client, "/v1/contacts", "{}", "text/plain")
                .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
            await Post(client, "/v1/contacts", Large(1100), "application/json")
                .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
            await Post(client, "/v1/contacts", Large(1100), "application/json", chunked: true)
                .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
            await Post(client, "/v1/contacts/import", "name\n" + Large(17 * 1024), "text/csv")
                .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        }

        // The maximum size of an import, which is the largest body limit.
        client.DefaultRequestHeaders.Accept.Clear();
        var rows = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"Person {i},{new string('x', 1_000)}\n"));
        await Post(client, "/v1/contacts/import", "name,notes\n" + rows, "text/csv", chunked: true).Expect(HttpStatusCode.Created);
    }

    private static string Large(int kilobytes) => $$"""{"name":"{{new string('x', kilobytes * 1024)}}"}""";

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, string body, string type, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = chunked;
        return await client.SendAsync(request);
    }
}
