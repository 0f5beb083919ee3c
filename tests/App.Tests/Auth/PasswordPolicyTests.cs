using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Auth;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Auth;

public sealed class PasswordPolicyTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("password1234")]
    [InlineData("passwordpassword")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("iloveyou12345")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Summer2024!!")]
    [InlineData("pmcrmpmcrm12")]
    [InlineData("lovelace1815")]
    [InlineData("ada.lovelace@example.org")]
    [InlineData("AugustaAdaLovelace")]
    public async Task A_password_that_is_easy_to_guess_is_refused(string password)
    {
        Assert.False(await Accepts(password));

        var problem = await Register(password).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(
            PasswordPolicy.Rule,
            Assert.Single(problem.GetProperty("errors").GetProperty("password").EnumerateArray()).GetString()
        );
    }

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("a long enough password")]
    [InlineData("xK9#mQ2$vL7p")]
    [InlineData("gwlrxqodtkzm")]
    [InlineData("  vier völlig fremde wörter  ")]
    [InlineData("漢字仮名交文章電車山川")]
    public async Task A_password_of_any_composition_that_is_hard_to_guess_is_accepted(string password) =>
        Assert.True(await Accepts(password));

    [Fact]
    public async Task A_password_is_compared_exactly_as_it_was_sent()
    {
        await Register("  Vier fremde Woerter  ", "exact@example.com").Expect(HttpStatusCode.Accepted);

        foreach (var other in new[] { "Vier fremde Woerter", "  vier fremde woerter  ", "  Vier fremde Woerter" })
            await Login("exact@example.com", other).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await Login("exact@example.com", "  Vier fremde Woerter  ").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_one_of_128_characters_of_a_password_is_compared()
    {
        var password = string.Concat(Enumerable.Range(0, 128).Select(i => (char)('!' + i * 37 % 90))).Replace('\\', 'x').Replace('"', 'y');
        await Register(password, "long@example.com").Expect(HttpStatusCode.Accepted);

        await Login("long@example.com", password[..^1] + "~").ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        await Login("long@example.com", password).Expect(HttpStatusCode.OK);
        await Register(password + "~").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    /// <summary>The estimator's dictionaries are one object, shared by concurrent requests.</summary>
    [Fact]
    public async Task Passwords_are_judged_consistently_under_concurrency()
    {
        var judged = await Task.WhenAll(
            Enumerable.Range(0, 18).Select(i => Accepts(i % 2 == 0 ? "password1234" : "correct horse battery", $"{i}"))
        );

        Assert.Equal(Enumerable.Range(0, 18).Select(i => i % 2 == 1), judged);
    }

    private Task<bool> Accepts(string password, string key = "x") =>
        app.Services.GetRequiredService<PasswordPolicy>().Accepts(password, ["ada.lovelace@example.org", "Augusta Ada"], key, default);

    private Task<HttpResponseMessage> Register(string password, string email = "ada.lovelace@example.org") =>
        app.Anonymous.PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{password}}","displayName":"Augusta Ada"}""");

    private Task<HttpResponseMessage> Login(string email, string password) =>
        app.Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");
}
