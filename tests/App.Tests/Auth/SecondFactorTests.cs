using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Jobs;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Auth;

public sealed class SecondFactorTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task With_a_second_factor_a_login_takes_two_steps()
    {
        var person = await WithPassword();
        var begun = await (await person.Client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK)).ReadJson();
        await Login(person).Expect(HttpStatusCode.OK);
        var authenticator = new Authenticator(begun.Text("secret"));
        await Confirm(person, authenticator.Code()).Expect(HttpStatusCode.OK);

        var challenge = await Challenge(person);
        var tokens = await (await Finish(challenge, authenticator.NextCode()).Expect(HttpStatusCode.OK)).ReadJson();

        await app.Client(tokens.Text("accessToken")).Get("/v1/me").Expect(HttpStatusCode.OK);
        var state = await (await person.Client.Get("/v1/me/second-factor").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.True(state.GetProperty("isOn").GetBoolean());
        Assert.Equal(SecondFactorCode.RecoveryCodes, state.GetProperty("recoveryCodesLeft").GetInt32());
    }

    [Fact]
    public async Task Turning_it_on_ends_the_sessions_that_started_without_it()
    {
        var person = await WithPassword();
        var elsewhere = await app.Services.GetRequiredService<Sessions>().Begin(person.Id, default);

        await person.Client.TurnSecondFactorOn();

        await app.Client(elsewhere.AccessToken).Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_works_once_across_all_challenges()
    {
        var (person, authenticator, _) = await WithSecondFactor();
        var code = authenticator.Code();
        await Finish(await Challenge(person), code).Expect(HttpStatusCode.OK);

        var challenge = await Challenge(person);
        await Finish(challenge, code).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");

        await Finish(challenge, authenticator.NextCode()).Expect(HttpStatusCode.OK);
        await Finish(challenge, authenticator.NextCode()).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-challenge");
    }

    [Fact]
    public async Task Of_two_requests_with_one_code_exactly_one_gets_a_session()
    {
        var (person, authenticator, codes) = await WithSecondFactor();
        var (one, other) = (await Challenge(person), await Challenge(person));

        var sameChallenge = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Finish(one, authenticator.Code())));
        var sameRecoveryCode = await Task.WhenAll(
            (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Challenge(person)))).Append(other).Select(each => Finish(each, codes[0]))
        );

        Assert.Single(sameChallenge, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Single(sameRecoveryCode, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_new_codes_replace_all_earlier_ones()
    {
        var (person, _, codes) = await WithSecondFactor();

        await Finish(await Challenge(person), codes[0].ToLowerInvariant()).Expect(HttpStatusCode.OK);
        await Finish(await Challenge(person), codes[0]).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        var fresh = await (await person.Client.PostJson("/v1/me/second-factor/recovery-codes", "").Expect(HttpStatusCode.OK)).ReadJson();
        await Finish(await Challenge(person), codes[1]).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        await Finish(await Challenge(person), fresh.Texts("codes")[0]).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_codes_is_limited_per_challenge_and_per_account()
    {
        var (person, authenticator, _) = await WithSecondFactor();
        var challenge = await Challenge(person);
        for (var i = 0; i < SignInSteps.MaxAttempts; i++)
            await Finish(challenge, authenticator.WrongCode()).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        await Finish(challenge, authenticator.Code()).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-challenge");

        challenge = await Challenge(person);
        for (var i = SignInSteps.MaxAttempts; i < SecondFactors.MaxFailures; i++)
            await Finish(challenge, authenticator.WrongCode()).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        var refused = await Finish(await Challenge(person), authenticator.Code());
        await Task.FromResult(refused).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-wrong-codes");
        Assert.NotNull(refused.Headers.RetryAfter);

        await app.Database.Execute(
            $"update second_factors set failures_since = failures_since - {SecondFactors.FailureWindow} where owner_id = {person.Id}",
            default
        );
        await Finish(await Challenge(person), authenticator.NextCode()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_challenge_expires_and_works_only_for_its_own_account()
    {
        var (person, authenticator, _) = await WithSecondFactor();
        var (other, others, _) = await WithSecondFactor();
        var challenge = await Challenge(person);

        await Finish(challenge, others.Code()).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        await app.Database.Execute($"update sign_in_challenges set expires_at = now() where owner_id = {person.Id}", default);
        await Finish(challenge, authenticator.Code()).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-challenge");
        foreach (var token in new[] { "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!", person.Tokens.RefreshToken })
            await Finish(token, authenticator.Code()).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-challenge");
        await Finish(await Challenge(other), others.Code()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_first_code_turns_nothing_on()
    {
        var person = await WithPassword();
        await Confirm(person, "123456").ExpectProblem(HttpStatusCode.Conflict, "no-set-up");
        var begun = await (await person.Client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK)).ReadJson();

        await Confirm(person, new Authenticator(begun.Text("secret")).WrongCode()).ExpectProblem(HttpStatusCode.Forbidden, "wrong-code");

        await Login(person).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_application_replaces_the_first_only_when_it_is_confirmed()
    {
        var (person, first, _) = await WithSecondFactor();
        var begun = await (await person.Client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK)).ReadJson();
        var second = new Authenticator(begun.Text("secret"));
        await Finish(await Challenge(person), second.Code()).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        await Finish(await Challenge(person), first.Code()).Expect(HttpStatusCode.OK);

        await Confirm(person, second.Code()).Expect(HttpStatusCode.OK);

        await Finish(await Challenge(person), first.NextCode()).ExpectProblem(HttpStatusCode.Unauthorized, "wrong-code");
        await Finish(await Challenge(person), second.NextCode()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Changing_the_second_factor_needs_a_recent_sign_in_with_it()
    {
        var (person, authenticator, _) = await WithSecondFactor();
        await app.AgeProof(person);
        foreach (var (method, path, body) in Changes)
            await person.Client.Write(method, path, json: body).ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");
        await person
            .Client.PostJson("/v1/me/password", $$"""{"currentPassword":"{{Password}}","newPassword":"another unrelated sentence"}""")
            .ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");

        // The password alone does not create a session.
        var tokens = await (await Finish(await Challenge(person), authenticator.Code()).Expect(HttpStatusCode.OK)).ReadJson();
        await app.Client(tokens.Text("accessToken")).Write(HttpMethod.Delete, "/v1/me/second-factor").Expect(HttpStatusCode.NoContent);

        await Login(person).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_secret_is_encrypted_in_the_database_and_survives_a_rotation_of_the_key()
    {
        const string NewKey = "planted-value-3-that-comes-after-the-one-before";
        var (person, authenticator, codes) = await WithSecondFactor();
        var challenge = await Challenge(person);
        await using (
            var rotating = app.With(
                new() { [AppVariables.EncryptionKey] = NewKey, [AppVariables.EncryptionKeyPrevious] = TestEnvironment.EncryptionKey },
                _ => { }
            )
        )
        {
            var rotation = ActivatorUtilities.CreateInstance<KeyRotation>(rotating.Services);
            while (await rotation.DoNext(default)) { }
        }

        var prefix = await app.Database.FirstOrDefault(
            $"select substring(secret_cipher from 1 for 5) from second_factors where owner_id = {person.Id}",
            row => row.Bytes(0),
            default
        );
        Assert.Equal(new FieldEncryption([NewKey]).NewestPrefix, prefix);
        await using var after = app.With(new() { [AppVariables.EncryptionKey] = NewKey }, _ => { });
        using var client = after.CreateClient();
        await client
            .PostJson("/v1/auth/second-factor", $$"""{"challengeToken":"{{challenge}}","code":"{{authenticator.Code()}}"}""")
            .Expect(HttpStatusCode.OK);
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"select count(*) from recovery_codes c where position({codes[0][..6]} in c::text) > 0",
                row => row.GetInt64(0),
                default
            )
        );
    }

    private static readonly (HttpMethod Method, string Path, string? Body)[] Changes =
    [
        (HttpMethod.Post, "/v1/me/second-factor", null),
        (HttpMethod.Post, "/v1/me/second-factor/confirm", """{"code":"123456"}"""),
        (HttpMethod.Post, "/v1/me/second-factor/recovery-codes", null),
        (HttpMethod.Delete, "/v1/me/second-factor", null),
    ];

    private async Task<Person> WithPassword()
    {
        var person = await app.NewPerson();
        var hash = await app.Services.GetRequiredService<PasswordHasher>().Hash(Password, person.Email, default);
        await app.Database.Execute($"update users set password_hash = {hash} where id = {person.Id}", default);
        return person;
    }

    private async Task<(Person Person, Authenticator Authenticator, IReadOnlyList<string> RecoveryCodes)> WithSecondFactor()
    {
        var person = await WithPassword();
        var (authenticator, codes) = await person.Client.TurnSecondFactorOn();
        return (person, authenticator, codes);
    }

    private Task<HttpResponseMessage> Login(Person person) =>
        app.Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{person.Email}}","password":"{{Password}}"}""");

    private async Task<string> Challenge(Person person)
    {
        var challenge = await (await Login(person).Expect(HttpStatusCode.Accepted)).ReadJson();
        Assert.Equal(["challengeToken", "expiresIn"], challenge.EnumerateObject().Select(member => member.Name));
        return challenge.Text("challengeToken");
    }

    private Task<HttpResponseMessage> Finish(string challenge, string code) =>
        app.Anonymous.PostJson("/v1/auth/second-factor", $$"""{"challengeToken":"{{challenge}}","code":"{{code}}"}""");

    private static Task<HttpResponseMessage> Confirm(Person person, string code) =>
        person.Client.PostJson("/v1/me/second-factor/confirm", $$"""{"code":"{{code}}"}""");
}
