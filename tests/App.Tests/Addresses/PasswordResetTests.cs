using System.Diagnostics;
using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Addresses;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Addresses;

public sealed class PasswordResetTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_reset_sets_the_password_and_ends_every_session_token_and_calendar_url()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        var before = await world.Verified(email);
        var script = await before
            .PostJson("/v1/me/tokens", """{"name":"x","scopes":["contacts:read"],"expiresInDays":1}""")
            .Expect(HttpStatusCode.Created);
        var feed = await (await before.PostJson("/v1/me/calendar", "").Expect(HttpStatusCode.OK)).ReadJson();
        await world.AskForReset(email.ToUpperInvariant()).Expect(HttpStatusCode.Accepted);

        await world.Reset(await world.Token(email)).Expect(HttpStatusCode.NoContent);

        await before.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await app.Client((await script.ReadJson()).Text("token")).Get("/v1/contacts").Expect(HttpStatusCode.Unauthorized);
        await world.Client.Get(new Uri(feed.Text("url")).PathAndQuery).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await world.Login(email).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await world.Login(email, AddressWorld.OtherPassword).Expect(HttpStatusCode.OK);
        Assert.Equal("A new password was set", (await world.Mails(email))[^1].Subject);
    }

    [Fact]
    public async Task Neither_the_answer_nor_its_time_reveals_whether_an_address_has_an_account()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        await world.AskForReset(AddressWorld.NewAddress()); // whatever happens once
        var (known, unknown) = (new List<double>(), new List<double>());
        var bodies = new HashSet<string>();
        for (var i = 0; i < 7; i++)
        {
            known.Add(await Time(world, email, bodies));
            unknown.Add(await Time(world, AddressWorld.NewAddress(), bodies));
        }

        Assert.Single(bodies);
        Assert.All(known.Concat(unknown), time => Assert.True(time >= 240, $"answered after {time} ms"));
        // Compare the fastest run of each: other load on the machine can only add time.
        Assert.InRange(known.Min() - unknown.Min(), -60, 60);
    }

    [Fact]
    public async Task A_link_works_once_until_it_expires_and_only_for_its_purpose()
    {
        var clock = new MovableClock();
        await using var world = AddressWorld.Create(app, clock);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        var late = await world.Token(email);
        await world.Verify(late).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        clock.Advance(MailTokens.Lifetime(TokenPurpose.Reset));
        await world.Reset(late).ExpectProblem(HttpStatusCode.Gone, "token-expired");
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);

        var weak = await world.Reset(token, "password1234").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.True(weak.GetProperty("errors").TryGetProperty("newPassword", out _));
        await world.Reset(token).Expect(HttpStatusCode.NoContent);
        await world.Reset(token, "yet another sentence of words").ExpectProblem(HttpStatusCode.Conflict, "token-used");
        clock.Advance(MailTokens.RetryWindow);
        await world.Reset(token).ExpectProblem(HttpStatusCode.Conflict, "token-used");
    }

    [Fact]
    public async Task Who_lost_the_answer_and_asks_again_is_told_that_the_password_is_set_and_stays_signed_in()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);
        await world.Reset(token).Expect(HttpStatusCode.NoContent);
        var client = await world.SignedIn(email, AddressWorld.OtherPassword);
        var mails = (await world.Mails(email)).Count;

        await world.Reset(token).Expect(HttpStatusCode.NoContent);

        await client.Get("/v1/me").Expect(HttpStatusCode.OK);
        Assert.Equal(mails, (await world.Mails(email)).Count);
    }

    [Fact]
    public async Task Of_two_requests_with_one_link_exactly_one_sets_its_password()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.Reset(token, $"{AddressWorld.OtherPassword} {i}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        var logins = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.Login(email, $"{AddressWorld.OtherPassword} {i}")));
        Assert.Single(logins, login => login.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_second_factor_is_required_after_a_reset()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        var client = await world.Verified(email);
        var (authenticator, _) = await client.TurnSecondFactorOn();
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        await world.Reset(await world.Token(email)).Expect(HttpStatusCode.NoContent);

        var challenge = await (await world.Login(email, AddressWorld.OtherPassword).Expect(HttpStatusCode.Accepted)).ReadJson();

        await world
            .Client.PostJson(
                "/v1/auth/second-factor",
                $$"""{"challengeToken":"{{challenge.Text("challengeToken")}}","code":"{{authenticator.Code()}}"}"""
            )
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Resetting_an_unverified_account_makes_a_new_account_and_leaves_the_old_data_to_its_owner()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var stranger = await world.SignedIn(email);
        await stranger.Create("""{"name":"Known to the stranger only"}""");
        await world.AskForReset(email).Expect(HttpStatusCode.Accepted);

        await world.Reset(await world.Token(email)).Expect(HttpStatusCode.NoContent);

        var owner = await world.SignedIn(email, AddressWorld.OtherPassword);
        Assert.Empty(await owner.Pages("/v1/contacts"));
        Assert.True(await world.Of(email, Sql.Of($"email_verified_at is not null"), row => row.GetBoolean(0)));
        Assert.Single(await stranger.Pages("/v1/contacts"));
        await world.Login(email).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Fact]
    public async Task The_number_of_links_sent_to_a_mailbox_is_limited()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        for (var i = 0; i < MailTokens.MaxPerWindow + 2; i++)
            await world.AskForReset(email).Expect(HttpStatusCode.Accepted);

        Assert.Equal(MailTokens.MaxPerWindow, (await world.Mails(email)).Count);
    }

    private static async Task<double> Time(AddressWorld world, string email, HashSet<string> bodies)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await world.AskForReset(email).Expect(HttpStatusCode.Accepted);
        bodies.Add(await answer.Content.ReadAsStringAsync());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
