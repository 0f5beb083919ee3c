using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class PasswordChangeTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Old = "correct horse battery";
    private const string New = "another unrelated sentence";

    [Fact]
    public async Task Changing_the_password_keeps_this_session_and_ends_every_other()
    {
        var person = await WithPassword();
        var elsewhere = await app.Services.GetRequiredService<Sessions>().Begin(person.Id, default);

        await Change(person, Old, New).Expect(HttpStatusCode.NoContent);

        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
        await app
            .Anonymous.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{elsewhere.RefreshToken}}"}""")
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await app.Client(elsewhere.AccessToken).Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await Login(person.Email, Old).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await Login(person.Email, New).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_current_password_is_required_and_must_be_right()
    {
        var person = await WithPassword();

        var missing = await Change(person, null, New).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.True(missing.GetProperty("errors").TryGetProperty("currentPassword", out _));
        await Change(person, "not the current one", New).ExpectProblem(HttpStatusCode.Forbidden, "wrong-password");

        await Login(person.Email, Old).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("password1234")]
    [InlineData("too short")]
    public async Task The_new_password_must_follow_the_rules_of_registration(string password)
    {
        var person = await WithPassword();

        var problem = await Change(person, Old, password).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.True(problem.GetProperty("errors").TryGetProperty("newPassword", out _));
    }

    [Fact]
    public async Task Guessing_the_current_password_with_a_stolen_session_is_limited()
    {
        var person = await WithPassword();
        for (var i = 0; i < FailedLogins.MaxFailures; i++)
            await Change(person, $"wrong number {i}", New).ExpectProblem(HttpStatusCode.Forbidden, "wrong-password");

        var refused = await Change(person, Old, New);

        await Task.FromResult(refused).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-failed-logins");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Of_several_concurrent_changes_exactly_one_succeeds()
    {
        var person = await WithPassword();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Change(person, Old, $"{New} number {i}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.NoContent), answer =>
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Conflict, HttpStatusCode.Forbidden })
        );
        var logins = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Login(person.Email, $"{New} number {i}")));
        Assert.Single(logins, login => login.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_without_a_password_sets_its_first_only_after_a_recent_sign_in()
    {
        var person = await app.NewPerson();
        await app.AgeProof(person);
        await Change(person, null, New).ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");

        var again = await app.Services.GetRequiredService<Sessions>().Begin(person.Id, default);
        await Change(person with { Client = app.Client(again.AccessToken) }, null, New).Expect(HttpStatusCode.NoContent);

        await Login(person.Email, New).Expect(HttpStatusCode.OK);
    }

    // Failed logins are counted by address, in a Redis that other test classes use too.
    private async Task<Person> WithPassword()
    {
        var person = await app.NewPerson() with { Email = $"{Guid.NewGuid():N}@example.com" };
        var hash = await app.Services.GetRequiredService<PasswordHasher>().Hash(Old, person.Email, default);
        await app.Database.Execute($"update users set email = {person.Email}, password_hash = {hash} where id = {person.Id}", default);
        return person;
    }

    private static Task<HttpResponseMessage> Change(Person person, string? current, string next) =>
        person.Client.PostJson(
            "/v1/me/password",
            current is null ? $$"""{"newPassword":"{{next}}"}""" : $$"""{"currentPassword":"{{current}}","newPassword":"{{next}}"}"""
        );

    private Task<HttpResponseMessage> Login(string email, string password) =>
        app.Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");
}
