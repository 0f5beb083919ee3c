using System.Net;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Addresses;

public sealed class NoticeTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_owner_gets_a_mail_about_every_change_of_the_sign_in_settings()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        var client = await world.Verified(email);

        var (_, codes) = await client.TurnSecondFactorOn();
        await client.PostJson("/v1/me/tokens", """{"name":"x","scopes":["export"],"expiresInDays":1}""").Expect(HttpStatusCode.Created);
        var challenge = await (await world.Login(email).Expect(HttpStatusCode.Accepted)).ReadJson();
        await world
            .Client.PostJson(
                "/v1/auth/second-factor",
                $$"""{"challengeToken":"{{challenge.Text("challengeToken")}}","code":"{{codes[0]}}"}"""
            )
            .Expect(HttpStatusCode.OK);
        await client.PostJson("/v1/me/second-factor/recovery-codes", "").Expect(HttpStatusCode.OK);
        await client.Write(HttpMethod.Delete, "/v1/me/second-factor").Expect(HttpStatusCode.NoContent);
        await client
            .PostJson(
                "/v1/me/password",
                $$"""{"currentPassword":"{{AddressWorld.Password}}","newPassword":"{{AddressWorld.OtherPassword}}"}"""
            )
            .Expect(HttpStatusCode.NoContent);

        Assert.Equal(
            [
                "Second factor turned on",
                "A new API token",
                "A recovery code was used",
                "New recovery codes",
                "Second factor turned off",
                "Your password was changed",
            ],
            (await world.Mails(email)).Where(mail => mail.Kind == "notice").Select(mail => mail.Subject)
        );
        Assert.All(await world.Mails(email), mail => Assert.DoesNotContain(codes[0], mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unverified_address_gets_no_notices()
    {
        await using var world = AddressWorld.Create(app);
        var email = AddressWorld.NewAddress();
        await world.Register(email).Expect(HttpStatusCode.Accepted);
        var client = await world.SignedIn(email);

        await client.TurnSecondFactorOn();

        Assert.Equal(["verification"], (await world.Mails(email)).Select(mail => mail.Kind));
    }
}
