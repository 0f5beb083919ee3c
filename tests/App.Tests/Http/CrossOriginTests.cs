using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Browser;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Http;

/// <summary>Only pages of the configured origins may call the API from a browser (Fetch, "CORS protocol").</summary>
public sealed class CrossOriginTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Ours = "https://app.example.com";

    private static readonly Dictionary<string, string?> Variables = new()
    {
        [AppVariables.CorsOrigins] = $"{Ours}, https://second.example.com",
    };

    [Theory]
    [InlineData("PUT", "authorization, content-type, if-match")]
    [InlineData("POST", "authorization, content-type, idempotency-key")]
    [InlineData("GET", "authorization, if-none-match")]
    [InlineData("PATCH", "authorization, content-type, if-match")]
    [InlineData("DELETE", "authorization, if-match")]
    public async Task A_preflight_from_the_configured_origin_is_allowed_and_cached(string method, string headers)
    {
        using var client = app.With(Variables, _ => { }).CreateClient();

        using var answer = await client.SendAsync(Preflight(Ours, method, headers)).Expect(HttpStatusCode.NoContent);

        Assert.Equal(Ours, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("7200", Header(answer, "Access-Control-Max-Age"));
        Assert.Contains(method, Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.All(headers.Split(", "), name =>
            Assert.Contains(name, Header(answer, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase)
        );
        // Tokens are sent in Authorization; cookies must not be accepted.
        Assert.Null(Header(answer, "Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", Header(answer, "Vary"));
    }

    [Theory]
    [InlineData("https://other.example.com")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("https://APP.example.com")]
    [InlineData("null")]
    public async Task Another_origin_gets_no_permission(string origin)
    {
        var person = await app.NewPerson();
        using var client = app.With(Variables, _ => { }).CreateClient();

        using var preflight = await client.SendAsync(Preflight(origin, "PUT", "authorization"));
        using var request = Get("/v1/me", origin, person);
        using var answer = await client.SendAsync(request);

        Assert.All([preflight, answer], one =>
            Assert.DoesNotContain(one.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase))
        );
        Assert.All([preflight, answer], one => Assert.Equal("Origin", Header(one, "Vary")));
    }

    [Fact]
    public async Task Without_the_setting_no_origin_gets_permission()
    {
        using var answer = await app.Anonymous.SendAsync(Preflight(Ours, "PUT", "authorization"));

        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/v1/me", HttpStatusCode.Unauthorized)]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/v1/auth/google/start", HttpStatusCode.NotFound)]
    public async Task The_page_can_read_a_refusal(string path, HttpStatusCode status)
    {
        using var client = app.With(Variables, _ => { }).CreateClient();

        using var request = Get(path, Ours);
        using var answer = await client.SendAsync(request).Expect(status);

        Assert.Equal(Ours, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("Origin", Header(answer, "Vary"));
        Assert.Contains("Retry-After", Header(answer, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com")]
    [InlineData("https://App.Example.com:443", "https://app.example.com")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("https://a.example:8443 , http://localhost:3001", "https://a.example:8443 http://localhost:3001")]
    [InlineData("http://[::1]:3001", "http://[::1]:3001")]
    public void Origins_are_normalized_as_browsers_send_them(string value, string expected)
    {
        var options = AppOptionsReader.Read(name => name == AppVariables.CorsOrigins ? value : null, AppProcess.None);

        Assert.Equal(expected.Split(' '), options.CorsOrigins);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("app.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://user@app.example.com")]
    [InlineData("https://app.example.com,")]
    [InlineData("null")]
    public void An_invalid_origin_is_refused_at_startup(string value)
    {
        var refused = Assert.Throws<EnvironmentException>(() =>
            AppOptionsReader.Read(name => name == AppVariables.CorsOrigins ? value : null, AppProcess.None)
        );

        Assert.StartsWith($"{AppVariables.CorsOrigins}: must be origins", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Chromium_only_pages_of_the_configured_origin_can_use_the_API()
    {
        Assert.SkipWhen(
            Chromium.Find() is null && Environment.GetEnvironmentVariable("CI") is null,
            "Chromium is not installed: eng/prerequisites installs it"
        );
        var html = "";
        await using var pages = LoopbackServer.Create(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync(html);
        });
        await pages.StartAsync();
        var port = pages.LoopbackPort();
        var preflights = new Preflights();
        await using var server = app.Listen(new() { [AppVariables.CorsOrigins] = $"http://127.0.0.1:{port}" }, services =>
            services.AddSingleton<IStartupFilter>(preflights)
        );
        html = Page(server.Port, (await app.NewPerson()).Tokens.AccessToken);

        var seen = await Show($"http://127.0.0.1:{port}/");
        var asked = preflights.ToString();
        // The same page under another name is another origin.
        var refused = await Show($"http://localhost:{port}/");

        Assert.Equal("201 \"1\" /v1/contacts/ID; 200 \"2\"; 200 \"3\"; 412 precondition-failed; 204; 401 unauthenticated", seen);
        Assert.Equal("TypeError", refused);
        // Two contacts: the browser asked once. It asks for every request with If-Match: Fetch has such a one keep out of every cache
        // (4.5, HTTP-network-or-cache fetch), and Chromium counts that of preflights among them.
        Assert.Equal("DELETE 2, GET 1, PATCH 2, POST 1", asked);
    }

    /// <summary>The text of a page after its script has finished.</summary>
    private static async Task<string> Show(string address)
    {
        var profile = Directory.CreateTempSubdirectory("chromium-");
        try
        {
            var (code, printed) = await ChildProcess.Run(
                Chromium.Find()!,
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    $"--user-data-dir={profile.FullName}",
                    // Virtual time budget in milliseconds; virtual time stops while a request is pending.
                    "--virtual-time-budget=20000",
                    "--dump-dom",
                    address,
                ],
                limit: TimeSpan.FromMinutes(2)
            );
            Assert.True(code == 0, printed);
            var text = printed[(printed.IndexOf("<body>", StringComparison.Ordinal) + "<body>".Length)..];
            return WebUtility.HtmlDecode(text[..text.IndexOf("</body>", StringComparison.Ordinal)]).Trim();
        }
        finally
        {
            try
            {
                profile.Delete(recursive: true);
            }
            catch (IOException)
            {
                // A helper process of the browser may still be writing a file; the folder is temporary anyway.
            }
        }
    }

    private static string Page(int port, string token) =>
        $$"""
            <!doctype html><title>app</title><body><script>
            (async () => {
                const call = (method, path, headers = {}, body) => fetch('http://127.0.0.1:{{port}}' + path, {
                    method, body, headers: { Authorization: 'Bearer {{token}}', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers } });
                try {
                    const seen = [];
                    await call('POST', '/v1/contacts', { 'Idempotency-Key': 'first' }, '{"name":"Bert"}');
                    const created = await call('POST', '/v1/contacts', { 'Idempotency-Key': 'page' }, '{"name":"Anna"}');
                    const path = created.headers.get('Location');
                    seen.push(`${created.status} ${created.headers.get('ETag')} ${path.replace(/[0-9a-f-]{36}$/, 'ID')}`);
                    let etag = created.headers.get('ETag');
                    for (const title of ['Engineer', 'Director']) {
                        const changed = await call('PATCH', path, { 'If-Match': etag }, JSON.stringify({ jobTitle: title }));
                        etag = changed.headers.get('ETag');
                        seen.push(`${changed.status} ${etag}`);
                    }
                    const stale = await call('DELETE', path, { 'If-Match': '"1"' });
                    seen.push(`${stale.status} ${(await stale.json()).type.split('/').pop()}`);
                    seen.push((await call('DELETE', path, { 'If-Match': etag })).status);
                    const anonymous = await call('GET', '/v1/me', { Authorization: 'Bearer nonsense' });
                    seen.push(`${anonymous.status} ${(await anonymous.json()).type.split('/').pop()}`);
                    return seen.join('; ');
                } catch (error) {
                    return error.name;
                }
            })().then(text => document.body.textContent = text);
            </script></body>
            """;

    private static HttpRequestMessage Preflight(string origin, string method, string headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/contacts");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return request;
    }

    private static HttpRequestMessage Get(string path, string origin, Person? person = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = person?.Client.DefaultRequestHeaders.Authorization;
        return request;
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    /// <summary>Counts the preflights that reach the server, by the method that they ask for.</summary>
    private sealed class Preflights : IStartupFilter
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> counts = new();

        public override string ToString() =>
            string.Join(", ", counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}"));

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            builder =>
            {
                builder.Use(
                    (context, rest) =>
                    {
                        if (HttpMethods.IsOptions(context.Request.Method))
                            counts.AddOrUpdate(context.Request.Headers.AccessControlRequestMethod.ToString(), 1, (_, count) => count + 1);
                        return rest(context);
                    }
                );
                next(builder);
            };
    }
}
