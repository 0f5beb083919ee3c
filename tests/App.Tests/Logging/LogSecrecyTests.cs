using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Logging;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Logging;

/// <summary>
/// The output of a backend at the most verbose log level, after calling every operation with planted values in every field.
/// </summary>
public sealed class LogSecrecyTests(AppFixture app, Servers servers) : IClassFixture<AppFixture>
{
    private const string Planted = "plantedsecret";

    [Theory]
    [InlineData("info")]
    [InlineData("trace")]
    public async Task No_planted_value_is_in_any_line_and_requests_are_logged_with_their_user(string level)
    {
        var world = await World.Create(app);
        var output = new MemoryStream();
        await using (
            var backend = app.With(
                new()
                {
                    [AppVariables.LogLevel] = level,
                    [AppVariables.OpenAiApiKey] = $"{Planted}-openai-key",
                    [AppVariables.MailFrom] = "hello@mail.example.com",
                    [AppVariables.GoogleClientId] = "client",
                    [AppVariables.GoogleClientSecret] = $"{Planted}-google-secret",
                },
                services => services.AddSingleton(new LogOutput(output))
            )
        )
        {
            using var client = backend.CreateClient();
            await SignIn(client);
            foreach (var operation in (await ApiOperation.All(app)).OrderBy(operation => operation.EndsTheSession))
                await Ask(client, operation, world);
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.DoesNotContain(Planted, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(world.Mark, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestEnvironment.JwtSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Person.Tokens.AccessToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Person.Email, text, StringComparison.Ordinal);
        AssertLines(text, world.Person.Id);
    }

    [Fact]
    public async Task A_failed_connection_to_the_database_is_logged_without_the_password()
    {
        _ = app.Services;
        var output = new MemoryStream();
        var url = servers.Postgres.Url("no_such_database").Replace("@", $":{Planted}@", StringComparison.Ordinal);
        await using (
            var backend = app.With(new() { [AppVariables.DatabaseUrl] = url, [AppVariables.LogLevel] = "trace" }, services =>
                services.AddSingleton(new LogOutput(output))
            )
        )
        {
            using var client = backend.CreateClient();
            await client.Get("/health/ready").Expect(HttpStatusCode.ServiceUnavailable);
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("no_such_database", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task SignIn(HttpClient client)
    {
        var body =
            $$"""{"email":"{{Planted}}@example.com","password":"{{Planted}} unrelated violet sentence","displayName":"{{Planted}}"}""";
        await client.PostJson("/v1/auth/register", body).Expect(HttpStatusCode.Accepted);
        foreach (
            var (password, status) in new[] { ("unrelated violet sentence", HttpStatusCode.OK), ("wrong", HttpStatusCode.Unauthorized) }
        )
            await client
                .PostJson("/v1/auth/login", $$"""{"email":"{{Planted}}@example.com","password":"{{Planted}} {{password}}"}""")
                .Expect(status);
        await client.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{Planted}}"}""").Expect(HttpStatusCode.Unauthorized);
        // Malformed inside a value, refused by validation, and refused by the database.
        await client.PostJson("/v1/auth/login", $$"""{"email":"{{Planted}}""").Expect(HttpStatusCode.BadRequest);
        await client.PostJson("/v1/auth/login", $$"""{"email":{"{{Planted}}":1},"password":"x"}""").Expect(HttpStatusCode.BadRequest);
        await client.PostJson("/v1/auth/login", $$"""{"email":"{{Planted}}\u0000","password":"x"}""").Expect(HttpStatusCode.BadRequest);
    }

    private static async Task Ask(HttpClient client, ApiOperation operation, World world)
    {
        foreach (var spoilt in new[] { false, true })
        {
            using var request = operation.Request(Id, Id, Planted);
            var uri = request.RequestUri!.OriginalString;
            uri += uri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            uri += $"tag={Planted}&cursor={Planted}&code={Planted}&fileName={Planted}";
            request.RequestUri = new Uri(uri, UriKind.Relative);
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(spoilt ? Planted : world.Person.Tokens.AccessToken)}");
            request.Headers.TryAddWithoutValidation("Cookie", $"session={Planted}");
            request.Headers.TryAddWithoutValidation("X-Api-Key", Planted);
            request.Headers.TryAddWithoutValidation("User-Agent", Planted);
            if (operation.Method == HttpMethod.Post)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", Planted);
            if (operation.Body is { } body)
            {
                var planted = body.StartsWith('{') ? body.Replace("\":\"", $"\":\"{Planted} ", StringComparison.Ordinal) : body + Planted;
                request.Content = new StringContent(planted, Encoding.UTF8, operation.BodyType);
            }
            using var response = await client.SendAsync(request);
        }
        Guid Id(string of) => world.Things.GetValueOrDefault(of);
        using var nowhere = await client.GetAsync(new Uri($"/v1/{Planted}/{world.Person.Email}", UriKind.Relative));
    }

    private static void AssertLines(string text, Guid user)
    {
        var requests = 0;
        var users = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            Assert.Equal(TimeSpan.Zero, json.GetProperty("time").GetDateTimeOffset().Offset);
            Assert.NotEmpty(json.GetProperty("level").GetString()!);
            if (json.GetProperty("logger").GetString() != "PmCrm.App.Logging.RequestLog")
                continue;
            requests++;
            Assert.NotEmpty(json.GetProperty("requestId").GetString()!);
            Assert.Equal(32, json.GetProperty("traceId").GetString()!.Length);
            if (json.TryGetProperty("userId", out var id) && id.GetGuid() == user)
                users++;
        }
        Assert.True(requests > 80, $"{requests} requests were logged");
        Assert.True(users > 30, $"{users} requests were logged with their user");
    }
}
