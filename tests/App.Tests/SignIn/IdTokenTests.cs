using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.SignIn;

/// <summary>ID tokens that the provider did not issue for this sign-in.</summary>
public sealed class IdTokenTests(AppFixture app) : IClassFixture<AppFixture>
{
    public static TheoryData<string, string?> Wrong =>
        new()
        {
            { "nonce", "\"another\"" },
            { "nonce", null },
            { "nonce", "1" },
            { "aud", "\"another\"" },
            { "aud", """["the-client","another"]""" },
            { "aud", null },
            { "azp", "\"another\"" },
            { "iss", "\"https://evil.example\"" },
            { "iss", "\"http://accounts.google.com\"" },
            { "iss", null },
            { "exp", "1700000000" },
            { "exp", null },
            { "exp", "\"soon\"" },
            { "nbf", "32503680000" },
            { "sub", null },
            { "sub", "\"\"" },
            { "sub", $"\"{new string('x', 256)}\"" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_claim_for_another_client_or_time_is_refused(string claim, string? json)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var good = world.At.Claims.DeepClone().AsObject();
        world.At.Claims[claim] = json is null ? null : JsonNode.Parse(json);

        await Refused(world);

        world.At.Claims = good;
        await world.SignIn().Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused() => await Refused(world => world.At.Sign = world.At.Key.Unsigned);

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_if_it_were_a_secret_is_refused() =>
        await Refused(world => world.At.Sign = claims => world.At.Key.Keyed(claims, world.At.Key.PublicBytes));

    [Fact]
    public async Task A_token_signed_with_our_client_secret_is_refused() =>
        await Refused(world => world.At.Sign = claims => world.At.Key.Keyed(claims, Encoding.UTF8.GetBytes(LoopbackProvider.ClientSecret)));

    [Fact]
    public async Task A_token_signed_with_a_key_that_the_provider_does_not_know_is_refused() =>
        await Refused(world => world.At.Sign = new SigningKey("key-9", null).Sign);

    [Fact]
    public async Task A_token_signed_with_another_key_of_the_same_name_is_refused() =>
        await Refused(world => world.At.Sign = new SigningKey("key-1", null).Sign);

    [Fact]
    public async Task A_token_whose_claims_were_changed_after_signing_is_refused() =>
        await Refused(world =>
            world.At.Sign = claims =>
            {
                var parts = world.At.Key.Sign(claims).Split('.');
                claims["sub"] = "somebody-else";
                return $"{parts[0]}.{world.At.Key.Sign(claims).Split('.')[1]}.{parts[2]}";
            }
        );

    [Fact]
    public async Task After_a_change_of_the_providers_keys_the_next_sign_in_succeeds()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        await world.SignIn().Expect(HttpStatusCode.OK);

        for (var change = 2; change < 5; change++)
        {
            world.At.Key = new SigningKey($"key-{change}", null);
            await world.SignIn().Expect(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("tid", "\"22222222-2222-3333-4444-555555555555\"")]
    [InlineData("tid", null)]
    [InlineData("tid", "\"{tenantid}\"")]
    [InlineData("iss", "\"https://login.microsoftonline.com/22222222-2222-3333-4444-555555555555/v2.0\"")]
    [InlineData("iss", "\"https://login.microsoftonline.com/{tenantid}/v2.0\"")]
    [InlineData("iss", "\"https://sts.windows.net/11111111-2222-3333-4444-555555555555/\"")]
    public async Task A_Microsoft_tenant_can_issue_tokens_only_for_itself(string claim, string? json)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Microsoft);
        world.At.Claims[claim] = json is null ? null : JsonNode.Parse(json);

        await Refused(world);
    }

    [Fact]
    public async Task A_Microsoft_tenants_key_is_not_accepted_for_another_tenant()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Microsoft);

        world.At.Key = new SigningKey("key-2", "https://login.microsoftonline.com/22222222-2222-3333-4444-555555555555/v2.0");
        await Refused(world);

        world.At.Key = new SigningKey("key-3", $"https://login.microsoftonline.com/{SignInWorld.Tenant}/v2.0");
        await world.SignIn().Expect(HttpStatusCode.OK);
    }

    private async Task Refused(Action<SignInWorld> misbehave)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        misbehave(world);
        await Refused(world);
    }

    private async Task Refused(SignInWorld world)
    {
        await world.SignIn().ExpectProblem(HttpStatusCode.Unauthorized, "sign-in-not-verified");

        var email = world.At.Claims["email"]!.GetValue<string>();
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault($"select count(*) from users where email = {email}", row => row.GetInt64(0), default)
        );
    }
}
