using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Addresses;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Addresses;

public sealed class AddressChangeTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task An_address_changes_when_the_new_one_confirms_and_the_old_one_is_told()
    {
        await using var world = AddressWorld.Create(app);
        var (old, next) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        var client = await world.Verified(old);
        var elsewhere = await world.SignedIn(old);
        await Ask(client, next).Expect(HttpStatusCode.Accepted);
        await world.Login(next).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");

        await Confirm(client, await world.Token(next)).Expect(HttpStatusCode.NoContent);

        await world.Login(old).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await world.Login(next).Expect(HttpStatusCode.OK);
        await elsewhere.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var notice = (await world.Mails(old))[^1];
        Assert.Equal(("notice", "Your e-mail address was changed"), (notice.Kind, notice.Subject));
    }

    [Fact]
    public async Task The_old_address_can_restore_the_account_after_a_hostile_change()
    {
        var clock = new MovableClock();
        await using var world = AddressWorld.Create(app, clock);
        var (old, next) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        var thief = await world.Verified(old);
        await thief.Create("""{"name":"The owner's"}""");
        await Ask(thief, next).Expect(HttpStatusCode.Accepted);
        await Confirm(thief, await world.Token(next)).Expect(HttpStatusCode.NoContent);
        await thief.TurnSecondFactorOn();
        var revert = await world.Token(old);

        // Who lost the answer asks again.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Revert(world, revert)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Single(await world.Mails(old), mail => mail.Subject == "Set a new password");
        await thief.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        foreach (var email in new[] { old, next })
            await world.Login(email).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await world.Reset(await world.Token(old)).Expect(HttpStatusCode.NoContent);
        var owner = await world.SignedIn(old, AddressWorld.OtherPassword);
        await Revert(world, revert).Expect(HttpStatusCode.NoContent);
        Assert.Single(await owner.Pages("/v1/contacts"));
        // Later it is another wish, which this link does not fulfil.
        clock.Advance(MailTokens.RetryWindow);
        await Revert(world, revert).ExpectProblem(HttpStatusCode.Conflict, "token-used");
    }

    [Fact]
    public async Task A_second_factor_from_before_the_change_stays_when_the_address_is_restored()
    {
        await using var world = AddressWorld.Create(app);
        var (old, next) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        var client = await world.Verified(old);
        await client.TurnSecondFactorOn();
        await Ask(client, next).Expect(HttpStatusCode.Accepted);
        await Confirm(client, await world.Token(next)).Expect(HttpStatusCode.NoContent);

        await Revert(world, await world.Token(old)).Expect(HttpStatusCode.NoContent);

        await world.Reset(await world.Token(old)).Expect(HttpStatusCode.NoContent);
        await world.Login(old, AddressWorld.OtherPassword).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Requesting_an_address_with_an_account_answers_the_same_and_notifies_its_owner()
    {
        await using var world = AddressWorld.Create(app);
        var (mine, others, free) = (AddressWorld.NewAddress(), AddressWorld.NewAddress(), AddressWorld.NewAddress());
        await world.Verified(others);
        var client = await world.Verified(mine);

        var taken = await Ask(client, others).Expect(HttpStatusCode.Accepted);
        var granted = await Ask(client, free).Expect(HttpStatusCode.Accepted);

        Assert.Equal(await taken.Content.ReadAsStringAsync(), await granted.Content.ReadAsStringAsync());
        Assert.Equal("You already have an account", (await world.Mails(others))[^1].Subject);
        Assert.DoesNotContain("#token=", (await world.Mails(others))[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unverified_address_of_a_stranger_is_given_to_the_person_who_confirms_it()
    {
        await using var world = AddressWorld.Create(app);
        var (mine, wanted) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        await world.Register(wanted, AddressWorld.OtherPassword).Expect(HttpStatusCode.Accepted);
        var stranger = await world.IdOf(wanted);
        var client = await world.Verified(mine);
        await Ask(client, wanted).Expect(HttpStatusCode.Accepted);

        await Confirm(client, await world.Token(wanted)).Expect(HttpStatusCode.NoContent);

        await world.Login(wanted).Expect(HttpStatusCode.OK);
        Assert.Equal(stranger, await world.IdOf($"{stranger}@{UnverifiedAccounts.Domain}"));
    }

    [Fact]
    public async Task An_address_that_another_account_verified_in_the_meantime_stays_with_it()
    {
        await using var world = AddressWorld.Create(app);
        var (mine, wanted) = (AddressWorld.NewAddress(), AddressWorld.NewAddress());
        var client = await world.Verified(mine);
        await Ask(client, wanted).Expect(HttpStatusCode.Accepted);
        var token = await world.Token(wanted);
        await world.Verified(wanted);

        await Confirm(client, token).ExpectProblem(HttpStatusCode.Conflict, "address-taken");

        await world.Login(mine).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_works_only_for_its_account_once_and_until_it_expires()
    {
        var clock = new MovableClock();
        await using var world = AddressWorld.Create(app, clock);
        var (mine, others, next) = (AddressWorld.NewAddress(), AddressWorld.NewAddress(), AddressWorld.NewAddress());
        var client = await world.Verified(mine);
        var other = await world.Verified(others);
        await Ask(client, next).Expect(HttpStatusCode.Accepted);
        var first = await world.Token(next);

        await Confirm(other, first).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        await world.Reset(first).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        // A new link replaces the older ones.
        await Ask(client, next).Expect(HttpStatusCode.Accepted);
        await Confirm(client, first).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        var second = await world.Token(next);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Confirm(client, second)));
        // Who lost the answer asks again; the account of before is told once.
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        await Confirm(client, second).Expect(HttpStatusCode.NoContent);
        await Confirm(other, second).ExpectProblem(HttpStatusCode.BadRequest, "invalid-token");
        Assert.Single(await world.Mails(mine), mail => mail.Subject == "Your e-mail address was changed");
        var last = AddressWorld.NewAddress();
        await Ask(client, last).Expect(HttpStatusCode.Accepted);
        await Confirm(client, await world.Token(last)).Expect(HttpStatusCode.NoContent);
        await Confirm(client, second).ExpectProblem(HttpStatusCode.Conflict, "token-used");
        await Ask(client, mine).Expect(HttpStatusCode.Accepted);
        var late = await world.Token(mine);
        clock.Advance(MailTokens.Lifetime(TokenPurpose.Change));
        var again = await world.SignedIn(last);
        await Confirm(again, late).ExpectProblem(HttpStatusCode.Gone, "token-expired");
    }

    [Fact]
    public async Task Requesting_a_change_needs_a_recent_sign_in()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        var client = await world.Verified(email);
        await app.Database.Execute($"update sessions set authenticated_at = now() - interval '16 minutes'", default);

        await Ask(client, AddressWorld.NewAddress()).ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client, string email) =>
        client.PostJson("/v1/me/email", $$"""{"email":"{{email}}"}""");

    private static Task<HttpResponseMessage> Confirm(HttpClient client, string token) =>
        client.PostJson("/v1/me/email/confirm", $$"""{"token":"{{token}}"}""");

    private static Task<HttpResponseMessage> Revert(AddressWorld world, string token) =>
        world.Client.PostJson("/v1/auth/revert-email", $$"""{"token":"{{token}}"}""");
}
