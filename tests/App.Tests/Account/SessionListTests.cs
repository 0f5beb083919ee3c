using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class SessionListTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task The_list_shows_each_session_with_its_device_and_times_and_marks_the_current_one()
    {
        var person = await app.NewPerson();
        var phone = app.Anonymous;
        await SetPassword(person);
        phone.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Phone/1.0 (é" + new string('x', 400) + ")");
        await Login(phone, person.Email).Expect(HttpStatusCode.OK);

        var sessions = await List(person);

        Assert.Equal(2, sessions.Count);
        var other = Assert.Single(sessions, session => !session.GetProperty("isCurrent").GetBoolean());
        Assert.StartsWith("Phone/1.0 (xxx", other.Text("userAgent"), StringComparison.Ordinal);
        Assert.Equal(ClientDevice.MaxUserAgent, other.Text("userAgent").Length);
        Assert.All(["createdAt", "authenticatedAt", "lastUsedAt"], time =>
            Assert.InRange(
                DateTimeOffset.UtcNow - other.GetProperty(time).GetDateTimeOffset(),
                TimeSpan.FromMinutes(-1),
                TimeSpan.FromMinutes(5)
            )
        );
        Assert.True(other.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddDays(29));
    }

    [Fact]
    public async Task Refreshing_updates_the_last_use_of_a_session_but_not_its_time_of_authentication()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"update sessions set authenticated_at = now() - interval '2 hours', last_used_at = now() - interval '2 hours' where user_id = {person.Id}",
            default
        );

        await app
            .Anonymous.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{person.Tokens.RefreshToken}}"}""")
            .Expect(HttpStatusCode.OK);

        var session = Assert.Single(await List(person));
        Assert.True(session.GetProperty("lastUsedAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.True(session.GetProperty("authenticatedAt").GetDateTimeOffset() < DateTimeOffset.UtcNow.AddMinutes(-110));
        await person.Client.Write(HttpMethod.Delete, "/v1/me").ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");
    }

    [Fact]
    public async Task Ending_one_session_ends_only_that_one()
    {
        var person = await app.NewPerson();
        var (first, second) = (await Begin(person), await Begin(person));
        var ended = await IdOf(first);

        await person.Client.Write(HttpMethod.Delete, $"/v1/me/sessions/{ended}").Expect(HttpStatusCode.NoContent);

        await app.Client(first.AccessToken).Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await app.Client(second.AccessToken).Get("/v1/me").Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(await List(person), session => session.GetProperty("id").GetGuid() == ended);
        await person.Client.Write(HttpMethod.Delete, $"/v1/me/sessions/{ended}").ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Ending_all_others_keeps_this_one()
    {
        var (person, neighbour) = (await app.NewPerson(), await app.NewPerson());
        var others = new[] { await Begin(person), await Begin(person) };

        await person.Client.Write(HttpMethod.Delete, "/v1/me/sessions").Expect(HttpStatusCode.NoContent);

        Assert.True(Assert.Single(await List(person)).GetProperty("isCurrent").GetBoolean());
        foreach (var other in others)
            await app.Client(other.AccessToken).Get("/v1/me").Expect(HttpStatusCode.Unauthorized);
        await neighbour.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/v1/me")]
    [InlineData("/v1/me/sessions")]
    [InlineData("/v1/me/sessions/0198d0a0-6666-7000-8000-000000000001")]
    public async Task Irreversible_operations_need_a_recent_sign_in(string path)
    {
        var person = await app.NewPerson();
        await app.AgeProof(person);

        await person.Client.Write(HttpMethod.Delete, path).ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");

        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_in_again_from_a_session_replaces_it_and_allows_erasing_the_account()
    {
        var person = await app.NewPerson();
        await SetPassword(person);
        await app.AgeProof(person);

        var tokens = await (await Login(person.Client, person.Email).Expect(HttpStatusCode.OK)).ReadJson();

        await person.Client.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await app.Client(tokens.Text("accessToken")).Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Signing_in_to_another_account_does_not_end_the_session_it_came_with()
    {
        var (one, other) = (await app.NewPerson(), await app.NewPerson());
        await SetPassword(other);

        await Login(one.Client, other.Email).Expect(HttpStatusCode.OK);

        await one.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_has_at_most_a_hundred_sessions_and_a_new_one_ends_the_least_recently_used()
    {
        var person = await app.NewPerson();
        var least = await Begin(person);
        await app.Database.Execute($"update sessions set last_used_at = now() - interval '1 day' where id = {await IdOf(least)}", default);
        for (var i = 2; i <= Sessions.MaxPerAccount; i++)
            await Begin(person);

        Assert.Equal(Sessions.MaxPerAccount, (await List(person)).Count);
        await app.Client(least.AccessToken).Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    private Task<TokenResponse> Begin(Person person) => app.Services.GetRequiredService<Sessions>().Begin(person.Id, default);

    private async Task<Guid> IdOf(TokenResponse tokens) =>
        (await app.Services.GetRequiredService<AccessTokens>().Verify(tokens.AccessToken))!.Value.SessionId;

    private static async Task<List<JsonElement>> List(Person person) =>
        [
            .. (await (await person.Client.Get("/v1/me/sessions").Expect(HttpStatusCode.OK)).ReadJson())
                .GetProperty("items")
                .EnumerateArray(),
        ];

    private async Task SetPassword(Person person)
    {
        var hash = await app.Services.GetRequiredService<PasswordHasher>().Hash(Password, person.Email, default);
        await app.Database.Execute($"update users set password_hash = {hash} where id = {person.Id}", default);
    }

    private static Task<HttpResponseMessage> Login(HttpClient client, string email) =>
        client.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{Password}}"}""");
}
