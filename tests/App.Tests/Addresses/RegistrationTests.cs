using System.Diagnostics;
using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Addresses;
using PmCrm.App.Features.Auth;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Addresses;

/// <summary>
/// Registration does not reveal whether an account exists, and an address is linked to an account only once its reader confirms it.
/// </summary>
public sealed class RegistrationTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_registered_address_is_verified_by_the_mail_and_the_password()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var client = await world.SignedIn(email);
        Assert.False((await Me(client)).GetProperty("emailVerified").GetBoolean());

        await world.Verify(await world.Token(email)).Expect(HttpStatusCode.NoContent);

        Assert.True((await Me(client)).GetProperty("emailVerified").GetBoolean());
        await client.PostJson("/v1/me/email/verification", "").ExpectProblem(HttpStatusCode.Conflict, "already-verified");
    }

    [Fact]
    public async Task Registering_a_new_a_verified_and_an_unverified_address_gets_the_same_answer_but_different_mails()
    {
        await using var world = AddressWorld.Create(app);
        var (fresh, verified, unverified) = (AddressWorld.NewAddress(), AddressWorld.NewAddress(), AddressWorld.NewAddress());
        await world.Verified(verified);
        await world.Register(unverified).Expect(HttpStatusCode.Accepted);

        var answers = new List<(HttpStatusCode, string, string)>();
        foreach (var email in new[] { fresh, verified, unverified })
        {
            var answer = await world.Register(email, AddressWorld.OtherPassword);
            answers.Add(
                (answer.StatusCode, await answer.Content.ReadAsStringAsync(), string.Join(',', answer.Headers.Select(header => header.Key)))
            );
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(["verification"], (await world.Mails(fresh)).Select(mail => mail.Kind));
        Assert.Equal("You already have an account", (await world.Mails(verified))[^1].Subject);
        Assert.Equal(["verification", "verification"], (await world.Mails(unverified)).Select(mail => mail.Kind));
        await world.Login(verified, AddressWorld.OtherPassword).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Fact]
    public async Task Registering_takes_as_long_for_an_address_with_an_account_as_for_one_without()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 7; i++)
        {
            known.Add(await Time(() => world.Register(email, AddressWorld.OtherPassword)));
            unknown.Add(await Time(() => world.Register(AddressWorld.NewAddress(), AddressWorld.OtherPassword)));
        }

        // Hashing takes most of the time of both. Compare the fastest run of each: other load on the machine can only add time.
        Assert.InRange(known.Min() / unknown.Min(), 0.5, 2);
    }

    [Fact]
    public async Task A_link_works_once_for_its_purpose_and_until_it_expires()
    {
        var clock = new MovableClock();
        await using var world = AddressWorld.Create(app, clock);
        var (email, other) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        await world.Register(other).Expect(HttpStatusCode.Accepted);
        var (token, late) = (await world.Token(email), await world.Token(other));

        foreach (var wrong in new[] { "x", "!", new string('A', 43), token[..^1] })
            await world.Verify(wrong).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        await world.Reset(token).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        await world.Verify(token).Expect(HttpStatusCode.NoContent);
        await world.Verify(token, AddressWorld.OtherPassword).ExpectProblem(HttpStatusCode.Conflict, "token-used");
        clock.Advance(MailTokens.Lifetime(TokenPurpose.Verify));
        await world.Verify(token).ExpectProblem(HttpStatusCode.Conflict, "token-used");
        await world.Verify(late).ExpectProblem(HttpStatusCode.Gone, "token-expired");
    }

    [Fact]
    public async Task Who_lost_the_answer_and_asks_again_is_told_that_the_address_is_verified()
    {
        await using var world = AddressWorld.Create(app);
        var (mine, claimed) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        await world.Register(mine).Expect(HttpStatusCode.Accepted);
        await world.Register(claimed).Expect(HttpStatusCode.Accepted);
        await world.Register(claimed, AddressWorld.OtherPassword, "Owner").Expect(HttpStatusCode.Accepted);

        foreach (var (email, password) in new[] { (mine, AddressWorld.Password), (claimed, AddressWorld.OtherPassword) })
        {
            var token = await world.Token(email);
            await world.Verify(token, password).Expect(HttpStatusCode.NoContent);
            var before = await Account(world, email);

            await world.Verify(token, password).Expect(HttpStatusCode.NoContent);

            Assert.Equal(before, await Account(world, email));
            // The password of somebody else who registered the address, and a guess.
            foreach (var wrong in new[] { "a guess that is wrong", AddressWorld.Password, AddressWorld.OtherPassword }.Except([password]))
                await world.Verify(token, wrong).ExpectProblem(HttpStatusCode.Conflict, "token-used");
        }
    }

    [Fact]
    public async Task Guessing_a_password_with_a_link_that_was_used_is_limited_as_logins_are()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);
        await world.Verify(token).Expect(HttpStatusCode.NoContent);

        for (var i = 0; i < FailedLogins.MaxFailures; i++)
            await world.Verify(token, $"a guess that is wrong {i}").ExpectProblem(HttpStatusCode.Conflict, "token-used");

        await world.Verify(token, "one guess more").ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-failed-logins");
    }

    [Fact]
    public async Task Requests_with_one_link_at_once_are_all_told_so_and_make_one_account()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        await world.Register(email, AddressWorld.OtherPassword, "Owner").Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);
        var before = await app.Database.FirstOrDefault($"select count(*) from users", row => row.GetInt64(0), default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Verify(token, AddressWorld.OtherPassword)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal(before + 1, await app.Database.FirstOrDefault($"select count(*) from users", row => row.GetInt64(0), default));
    }

    [Fact]
    public async Task Reading_the_mail_alone_cannot_confirm_a_strangers_registration()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);

        await world.Verify(await world.Token(email), "a guess that is wrong").ExpectProblem(HttpStatusCode.Forbidden, "wrong-password");

        Assert.False(await world.Of(email, Sql.Of($"email_verified_at is not null"), row => row.GetBoolean(0)));
    }

    [Fact]
    public async Task The_owner_of_an_address_takes_it_from_a_stranger_and_neither_gets_the_others_data()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email, name: "Stranger").Expect(HttpStatusCode.Accepted);
        var strangersLink = await world.Token(email);
        var stranger = await world.SignedIn(email);
        await stranger.Create("""{"name":"Known to the stranger only"}""");

        await world.Register(email, AddressWorld.OtherPassword, "Owner").Expect(HttpStatusCode.Accepted);
        await world.Verify(await world.Token(email)).ExpectProblem(HttpStatusCode.Forbidden, "wrong-password");
        await world.Verify(await world.Token(email), AddressWorld.OtherPassword).Expect(HttpStatusCode.NoContent);

        // The owner has the address, with an account that contains none of the stranger's data.
        await world.Login(email).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        var owner = await world.SignedIn(email, AddressWorld.OtherPassword);
        Assert.Equal("Owner", (await Me(owner)).Text("displayName"));
        Assert.Empty(await owner.Pages("/v1/contacts"));
        await owner.Create("""{"name":"Known to the owner only"}""");
        // The stranger keeps their own account, and cannot get the address.
        var left = await Me(stranger);
        Assert.Equal($"{left.GetProperty("id").GetGuid()}@{UnverifiedAccounts.Domain}", left.Text("email"));
        Assert.Equal(["Known to the stranger only"], (await stranger.Pages("/v1/contacts")).Select(contact => contact.Text("name")));
        await world.Verify(strangersLink).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        await world.Login(left.Text("email")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_was_verified_in_the_meantime_cannot_be_claimed()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var first = await world.Token(email);
        await world.Register(email, AddressWorld.OtherPassword).Expect(HttpStatusCode.Accepted);
        var second = await world.Token(email);

        await world.Verify(first).Expect(HttpStatusCode.NoContent);

        await world.Verify(second, AddressWorld.OtherPassword).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        await world.Login(email).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_number_of_mails_from_registrations_is_limited()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        for (var i = 0; i < MailTokens.MaxPerWindow + 3; i++)
            await world.Register(email).Expect(HttpStatusCode.Accepted);

        Assert.Equal(MailTokens.MaxPerWindow, (await world.Mails(email)).Count);
        var client = await world.SignedIn(email);
        await client.PostJson("/v1/me/email/verification", "").ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-mails");
    }

    [Fact]
    public async Task The_number_of_notices_to_a_verified_account_is_limited()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Verified(email);
        for (var i = 0; i < MailTokens.MaxPerWindow + 3; i++)
            await world.Register(email, AddressWorld.OtherPassword).Expect(HttpStatusCode.Accepted);

        Assert.Equal(MailTokens.MaxPerWindow, (await world.Mails(email)).Count(mail => mail.Kind == "notice"));
    }

    [Fact]
    public async Task No_token_is_readable_in_the_database()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(email);

        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"select count(*) from mail_tokens t where position({token} in t::text) > 0",
                row => row.GetInt64(0),
                default
            )
        );
    }

    [Fact]
    public async Task Without_mail_registration_works_and_operations_that_need_mail_are_refused_with_a_reason()
    {
        await using var without = app.With(new() { [AppVariables.MailFrom] = null }, _ => { });
        using var client = without.CreateClient();
        var email = AddressWorld.NewAddress();
        await client
            .PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{AddressWorld.Password}}","displayName":"Somebody"}""")
            .Expect(HttpStatusCode.Accepted);
        await client
            .PostJson("/v1/auth/password-reset", $$"""{"email":"{{email}}"}""")
            .ExpectProblem(HttpStatusCode.NotFound, "mail-not-configured");
        client.DefaultRequestHeaders.Authorization = (await app.NewPerson()).Client.DefaultRequestHeaders.Authorization;
        foreach (var (path, body) in new[] { ("/v1/me/email/verification", ""), ("/v1/me/email", """{"email":"a@example.com"}""") })
            await client.PostJson(path, body).ExpectProblem(HttpStatusCode.NotFound, "mail-not-configured");
    }

    private static Task<(Guid, DateTime?, DateTime)> Account(AddressWorld world, string email) =>
        world.Of(email, Sql.Of($"id, email_verified_at, updated_at"), row =>
            (row.GetGuid(0), row.IsDBNull(1) ? (DateTime?)null : row.GetDateTime(1), row.GetDateTime(2))
        );

    private static async Task<double> Time(Func<Task<HttpResponseMessage>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        await ask().Expect(HttpStatusCode.Accepted);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<System.Text.Json.JsonElement> Me(HttpClient client) =>
        await (await client.Get("/v1/me").Expect(HttpStatusCode.OK)).ReadJson();
}
