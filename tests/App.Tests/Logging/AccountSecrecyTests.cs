using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Logging;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Logging;

/// <summary>What an account is entered with, made by the backend itself and used rightly and wrongly, while it logs everything it
/// can.</summary>
public sealed class AccountSecrecyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Email = "planted.person@example.org";
    private const string Password = "planted unrelated violet sentence";

    [Fact]
    public async Task No_token_code_or_secret_of_an_account_is_logged()
    {
        var output = new MemoryStream();
        var secrets = new List<string> { Email, Password };
        await using (
            var backend = app.With(
                new() { [AppVariables.LogLevel] = "trace", [AppVariables.MailFrom] = "hello@mail.example.com" },
                services => services.AddSingleton(new LogOutput(output))
            )
        )
        {
            using var client = backend.CreateClient();
            await client
                .PostJson("/v1/auth/register", $$"""{"email":"{{Email}}","password":"{{Password}}","displayName":"Planted Person"}""")
                .Expect(HttpStatusCode.Accepted);
            var tokens = await Post(client, "/v1/auth/login", $$"""{"email":"{{Email}}","password":"{{Password}}"}""");
            secrets.AddRange(tokens.Text("accessToken"), tokens.Text("refreshToken"));
            client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.Text("accessToken"));

            var begun = await Post(client, "/v1/me/second-factor", "");
            var authenticator = new Authenticator(begun.Text("secret"));
            secrets.Add(begun.Text("secret"));
            await client.PostJson("/v1/me/second-factor/confirm", $$"""{"code":"{{authenticator.WrongCode()}}"}""");
            var codes = await Post(client, "/v1/me/second-factor/confirm", $$"""{"code":"{{authenticator.Code()}}"}""");
            secrets.AddRange(codes.Texts("codes"));
            var token = await Post(client, "/v1/me/tokens", """{"name":"x","scopes":["contacts:read"],"expiresInDays":1}""");
            secrets.Add(token.Text("token"));
            var challenge = await Post(client, "/v1/auth/login", $$"""{"email":"{{Email}}","password":"{{Password}}"}""");
            secrets.Add(challenge.Text("challengeToken"));
            await client.PostJson(
                "/v1/auth/second-factor",
                $$"""{"challengeToken":"{{challenge.Text("challengeToken")}}","code":"{{codes.Texts("codes")[0]}}"}"""
            );
            await client.PostJson("/v1/auth/verify-email", $$"""{"token":"{{token.Text("token")}}","password":"{{Password}}"}""");
            foreach (var sent in new[] { token.Text("token"), token.Text("token") + "x" })
            {
                client.DefaultRequestHeaders.Authorization = new("Bearer", sent);
                using var answer = await client.Get("/v1/contacts");
            }
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("/v1/auth/second-factor", text, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<System.Text.Json.JsonElement> Post(HttpClient client, string path, string body) =>
        await (await client.PostJson(path, body)).EnsureSuccessStatusCode().ReadJson();
}
