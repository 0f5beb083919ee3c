using System.Net;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.SignIn;
using PmCrm.App.Http;
using PmCrm.App.Logging;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.SignIn;

/// <summary>Sign-in through start, the provider and callback, and the errors that can occur.</summary>
public sealed class SignInTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(SignInWorld.Google)]
    [InlineData(SignInWorld.Microsoft)]
    public async Task A_person_signs_in_and_comes_back_to_the_same_account(string provider)
    {
        await using var world = await SignInWorld.Create(app, provider);

        var first = await world.Me();
        // The address may change; the person stays the same.
        world.At.Claims["email"] = "changed@example.org";
        world.At.Claims["email_verified"] = false;
        var again = await world.Me();

        Assert.Equal([provider], first.GetProperty("signInWith").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("Ada Lovelace", first.GetProperty("displayName").GetString());
        Assert.False(first.GetProperty("hasPassword").GetBoolean());
        Assert.Equal(first.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.Equal(first.GetProperty("email").GetString(), again.GetProperty("email").GetString());
    }

    [Fact]
    public async Task Start_sends_PKCE_state_and_nonce_and_binds_them_to_the_browser()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);

        using var started = await world.Start().Expect(HttpStatusCode.Found);

        var query = QueryHelpers.ParseQuery(started.Headers.Location!.Query);
        Assert.Equal("https://accounts.google.com/o/oauth2/v2/auth", started.Headers.Location.GetLeftPart(UriPartial.Path));
        Assert.Equal("https://api.example.com/v1/auth/google/callback", query["redirect_uri"]);
        Assert.Equal(["code", "S256"], [$"{query["response_type"]}", $"{query["code_challenge_method"]}"]);
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, query[name].ToString().Length));
        Assert.Equal("no-store", started.Headers.CacheControl!.ToString());
        var cookie = Assert.Single(started.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.All(["secure", "httponly", "samesite=lax", "path=/", "max-age=600"], part =>
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase)
        );
        Assert.DoesNotContain(query["state"].ToString(), cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_requires_the_state_and_the_cookie_of_this_browsers_attempt()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var (mine, others) = (await world.Begin(), await world.Begin());
        Return[] wrong =
        [
            mine.With("state", "x"),
            mine.With("state", null),
            mine with
            {
                Cookie = null,
            },
            mine with
            {
                Cookie = others.Cookie,
            },
            mine with
            {
                Cookie = mine.Cookie![..^4] + "AAAA",
            },
            mine with
            {
                Cookie = mine.Cookie.Split('=')[0] + "=AQ",
            },
        ];

        foreach (var back in wrong)
            await world.Finish(back).ExpectProblem(HttpStatusCode.BadRequest, "invalid-state");

        await world.Finish(mine).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_attempt_expires_after_ten_minutes()
    {
        var clock = new ShiftedTime();
        await using var world = await SignInWorld.Create(app, SignInWorld.Google, services => services.AddSingleton<TimeProvider>(clock));
        var back = await world.Begin();

        clock.Shift = SignInAttempt.Lifetime + TimeSpan.FromSeconds(1);

        await world.Finish(back).ExpectProblem(HttpStatusCode.BadRequest, "invalid-state");
    }

    [Fact]
    public async Task A_callback_works_once_and_removes_the_cookie()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var back = await world.Begin();

        using var answer = await world.Finish(back).Expect(HttpStatusCode.OK);

        Assert.Contains("max-age=0", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        // Even with a copy of the cookie.
        await world.Finish(back).ExpectProblem(HttpStatusCode.BadRequest, "invalid-code");
    }

    [Theory]
    [InlineData("access_denied", HttpStatusCode.Forbidden, "access-denied")]
    [InlineData("login_required", HttpStatusCode.Forbidden, "access-denied")]
    [InlineData("server_error", HttpStatusCode.ServiceUnavailable, "provider-unavailable")]
    [InlineData("invalid_scope", HttpStatusCode.BadGateway, "provider-failed")]
    public async Task A_providers_refusal_is_a_problem_without_details(string error, HttpStatusCode status, string code)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        world.At.Error = error;
        var back = await world.Begin();

        await world.Finish(back.With("state", "x")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-state");
        var problem = await world.Finish(back).ExpectProblem(status, code);

        Assert.DoesNotContain("planted", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_of_another_issuer_is_refused()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);

        await world
            .Finish((await world.Begin()).With("iss", "https://evil.example"))
            .ExpectProblem(HttpStatusCode.Unauthorized, "sign-in-not-verified");
        await world.Finish((await world.Begin()).With("iss", ProviderAddresses.Google.Issuer)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(500, "planted-value-4", HttpStatusCode.ServiceUnavailable, "provider-unavailable")]
    [InlineData(429, "{}", HttpStatusCode.ServiceUnavailable, "provider-unavailable")]
    [InlineData(401, """{"error":"invalid_client","error_description":"planted-value-4"}""", HttpStatusCode.BadGateway, "provider-failed")]
    [InlineData(200, "<html>planted-value-4</html>", HttpStatusCode.BadGateway, "provider-failed")]
    [InlineData(200, "{}", HttpStatusCode.BadGateway, "provider-failed")]
    [InlineData(200, "[]", HttpStatusCode.BadGateway, "provider-failed")]
    [InlineData(200, """{"id_token":"nonsense"}""", HttpStatusCode.Unauthorized, "sign-in-not-verified")]
    public async Task A_failing_token_endpoint_is_a_problem_without_its_text(int answer, string body, HttpStatusCode status, string code)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        world.At.TokenAnswer = (answer, body);

        var problem = await world.SignIn().ExpectProblem(status, code);

        Assert.DoesNotContain("planted", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unavailable_provider_is_answered_with_503_and_the_backend_stays_ready()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var back = await world.Begin();
        await world.At.DisposeAsync();
        await using var fresh = await SignInWorld.Create(app, SignInWorld.Google);
        await fresh.At.DisposeAsync();

        using var answer = await world.Finish(back).Expect(HttpStatusCode.ServiceUnavailable);
        await fresh.Start().ExpectProblem(HttpStatusCode.ServiceUnavailable, "provider-unavailable");

        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        // The endpoints were already known.
        await world.Start().Expect(HttpStatusCode.Found);
        await world.Client.Get("/health/ready").Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("issuer", "https://evil.example")]
    [InlineData("token_endpoint", "http://oauth2.googleapis.com/token")]
    [InlineData("authorization_endpoint", "http://accounts.google.com/auth")]
    [InlineData("authorization_endpoint", null)]
    [InlineData("jwks_uri", "http://www.googleapis.com/oauth2/v3/certs")]
    public async Task Discovery_that_leads_elsewhere_or_over_http_is_not_followed(string member, string? value)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        world.At.Discovery[member] = value;

        await world.Start().ExpectProblem(HttpStatusCode.BadGateway, "provider-failed");
    }

    [Theory]
    [InlineData("google", "Google")]
    [InlineData("microsoft", "Microsoft")]
    public async Task Without_a_providers_settings_its_sign_in_answers_404_with_the_reason(string provider, string title)
    {
        foreach (var step in new[] { "start", "callback?state=x&code=y" })
        {
            var problem = await app
                .Anonymous.Get($"/v1/auth/{provider}/{step}")
                .ExpectProblem(HttpStatusCode.NotFound, "provider-not-configured");
            Assert.Contains(title, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        await app.Anonymous.Get("/v1/auth/nobody/start").ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task No_callback_causes_a_server_error()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var good = await world.Begin();
        var text = Gen.OneOf(Gen.String[0, 40], Choice.Of("\0", "é", "🙂", "a\nb", "", new string('x', 3000), "access_denied"));

        Gen.Select(text, text, text, Gen.OneOf(text, Gen.Const(good.Cookie!)), Gen.Int[0, 15])
            .Sample(
                (state, code, error, cookie, which) =>
                {
                    var back = good;
                    foreach (var (name, value, bit) in new[] { ("state", state, 1), ("code", code, 2), ("error", error, 4) })
                        if ((which & bit) > 0 || bit == 1)
                            back = back.With(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));
                    if ((which & 8) > 0)
                        back = back with { Cookie = string.Concat(cookie.Where(c => c is > ' ' and <= '~' or '=')) };

                    using var answer = world.Finish(back).GetAwaiter().GetResult();
                    Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode} to {back}");
                },
                iter: 200,
                threads: 2
            );
        await world.Finish(good).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Secrets_of_a_sign_in_are_in_no_line_of_the_log()
    {
        using var lines = new MemoryStream();
        string[] secrets;
        await using (
            var world = await SignInWorld.Create(
                app,
                SignInWorld.Google,
                services => services.AddSingleton(new LogOutput(lines)),
                logLevel: "trace"
            )
        )
        {
            var back = await world.Begin();
            await world.Finish(back).Expect(HttpStatusCode.OK);
            world.At.Claims["aud"] = "another";
            await world.SignIn().Expect(HttpStatusCode.Unauthorized);
            world.At.TokenAnswer = (200, "planted-value-4");
            await world.SignIn().Expect(HttpStatusCode.BadGateway);
            secrets =
            [
                .. world.At.Codes,
                .. world.At.Tokens.Select(token => token.Split('.')[2]),
                LoopbackProvider.ClientSecret,
                back.Cookie!.Split('=')[1],
                "planted-value-4",
                "planted-value-5",
            ];
        }

        var log = Encoding.UTF8.GetString(lines.ToArray());
        Assert.Contains("/v1/auth/google/callback", log, StringComparison.Ordinal);
        Assert.True(secrets.Length > 6);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_sign_in_method_counts_towards_the_rate_limit_of_the_client_address()
    {
        var endpoints = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1/auth/", StringComparison.Ordinal))
            .ToList();

        Assert.Contains(endpoints, endpoint => endpoint.RoutePattern.RawText == "/v1/auth/google/callback");
        Assert.All(endpoints, endpoint => Assert.Same(RateLimit.Authentication, endpoint.Metadata.GetMetadata<RateLimit>()));
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
