using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Auth;

public sealed class SessionTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_refresh_gives_a_new_pair_that_works()
    {
        var person = await app.NewPerson();

        var tokens = await Refreshed(person.Tokens.RefreshToken);

        Assert.NotEqual(person.Tokens.RefreshToken, RefreshToken(tokens));
        await LogoutWith(tokens).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_client_that_lost_the_answer_gets_the_same_successor_again()
    {
        var person = await app.NewPerson();

        var first = await Refreshed(person.Tokens.RefreshToken);
        var again = await Refreshed(person.Tokens.RefreshToken);

        Assert.Equal(RefreshToken(first), RefreshToken(again));
    }

    [Fact]
    public async Task A_retry_during_a_rotation_of_the_secret_gets_the_same_successor()
    {
        var person = await app.NewPerson();
        var first = await Refreshed(person.Tokens.RefreshToken);
        await using var replaced = app.With(
            new()
            {
                [AppVariables.JwtSecret] = "planted-value-4-that-comes-after-the-one-before",
                [AppVariables.JwtSecretPrevious] = TestEnvironment.JwtSecret,
            },
            _ => { }
        );
        using var client = replaced.CreateClient();

        var again = await client
            .PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{person.Tokens.RefreshToken}}"}""")
            .Expect(HttpStatusCode.OK);

        Assert.Equal(RefreshToken(first), RefreshToken(await again.ReadJson()));
    }

    [Fact]
    public async Task Concurrent_refreshes_leave_one_valid_token()
    {
        var person = await app.NewPerson();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Refreshed(person.Tokens.RefreshToken)));

        Assert.Single(answers.Select(RefreshToken).Distinct());
        var living = await app.Database.FirstOrDefault(
            $"""
            select count(*) from refresh_tokens t join sessions s on s.id = t.session_id
            where s.user_id = {person.Id} and t.spent_at is null
            """,
            row => row.GetInt64(0),
            default
        );
        Assert.Equal(1, living);
    }

    [Fact]
    public async Task Reuse_of_a_token_whose_successor_was_used_ends_the_session()
    {
        var person = await app.NewPerson();
        var second = await Refreshed(person.Tokens.RefreshToken);
        var third = await Refreshed(RefreshToken(second));

        await Refresh(person.Tokens.RefreshToken).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");

        await Refresh(RefreshToken(third)).Expect(HttpStatusCode.Unauthorized);
        await LogoutWith(third).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Reuse_after_the_grace_ends_the_session()
    {
        var person = await app.NewPerson();
        var second = await Refreshed(person.Tokens.RefreshToken);
        await app.Database.Execute(
            $"update refresh_tokens set spent_at = spent_at - interval '11 seconds' where spent_at is not null",
            default
        );

        await Refresh(person.Tokens.RefreshToken).Expect(HttpStatusCode.Unauthorized);

        await Refresh(RefreshToken(second)).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_at_its_absolute_time()
    {
        var person = await app.NewPerson();
        await app.Database.Execute($"update sessions set expires_at = now() - interval '1 second' where user_id = {person.Id}", default);

        await Refresh(person.Tokens.RefreshToken).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Logging_out_ends_only_this_session()
    {
        var person = await app.NewPerson();
        var other = await app.NewPerson();

        await person.Client.PostJson("/v1/auth/logout", "").Expect(HttpStatusCode.NoContent);

        await Refresh(person.Tokens.RefreshToken).Expect(HttpStatusCode.Unauthorized);
        await person.Client.PostJson("/v1/auth/logout", "").Expect(HttpStatusCode.Unauthorized);
        await Refresh(other.Tokens.RefreshToken).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logging_out_everywhere_ends_every_session_of_the_account()
    {
        var person = await app.NewPerson();
        var elsewhere = await Refreshed(person.Tokens.RefreshToken);

        await person.Client.PostJson("/v1/auth/logout-everywhere", "").Expect(HttpStatusCode.NoContent);

        await Refresh(RefreshToken(elsewhere)).Expect(HttpStatusCode.Unauthorized);
        await LogoutWith(elsewhere).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_invalid_refresh_token_is_refused(string token) =>
        await Refresh(token).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");

    private Task<HttpResponseMessage> Refresh(string token) =>
        app.Anonymous.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{token}}"}""");

    private async Task<JsonElement> Refreshed(string token) => await (await Refresh(token).Expect(HttpStatusCode.OK)).ReadJson();

    private Task<HttpResponseMessage> LogoutWith(JsonElement tokens)
    {
        var client = app.Anonymous;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return client.PostJson("/v1/auth/logout", "");
    }

    private static string RefreshToken(JsonElement tokens) => tokens.GetProperty("refreshToken").GetString()!;
}
