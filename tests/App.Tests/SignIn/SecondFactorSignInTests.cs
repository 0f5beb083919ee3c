using System.Net;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.SignIn;

public sealed class SecondFactorSignInTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(SignInWorld.Google)]
    [InlineData(SignInWorld.Microsoft)]
    public async Task A_sign_in_with_a_provider_asks_for_the_second_factor_too(string provider)
    {
        await using var world = await SignInWorld.Create(app, provider);
        var first = await (await world.SignIn().Expect(HttpStatusCode.OK)).ReadJson();
        var (authenticator, _) = await app.Client(first.Text("accessToken")).TurnSecondFactorOn();

        var challenge = await (await world.SignIn().Expect(HttpStatusCode.Accepted)).ReadJson();
        var finished = await world
            .Client.PostJson(
                "/v1/auth/second-factor",
                $$"""{"challengeToken":"{{challenge.Text("challengeToken")}}","code":"{{authenticator.Code()}}"}"""
            )
            .Expect(HttpStatusCode.OK);

        await app.Client((await finished.ReadJson()).Text("accessToken")).Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_fresh_sign_in_with_a_provider_allows_to_erase_an_account_without_a_password()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var old = app.Client((await (await world.SignIn().Expect(HttpStatusCode.OK)).ReadJson()).Text("accessToken"));
        await app.Database.Execute($"update sessions set authenticated_at = now() - interval '16 minutes'", default);
        await old.Write(HttpMethod.Delete, "/v1/me").ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");

        var fresh = await (await world.SignIn().Expect(HttpStatusCode.OK)).ReadJson();

        await app.Client(fresh.Text("accessToken")).Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
    }
}
