using System.Net;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Auth;

public sealed class LoginTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_registered_person_logs_in_with_any_case_of_the_address()
    {
        await Register("Ada@Example.com").Expect(HttpStatusCode.Accepted);

        var response = await Login("ada@EXAMPLE.com", Password).Expect(HttpStatusCode.OK);

        var tokens = await response.ReadJson();
        Assert.Equal(3600, tokens.GetProperty("expiresIn").GetInt32());
        Assert.Equal("Bearer", tokens.GetProperty("tokenType").GetString());
    }

    [Fact]
    public async Task Registering_an_address_twice_answers_the_same_and_keeps_the_first_password()
    {
        var first = await Register("twice@example.com").Expect(HttpStatusCode.Accepted);
        var second = await Register("twice@example.com", "another password, long").Expect(HttpStatusCode.Accepted);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        await Login("twice@example.com", Password).Expect(HttpStatusCode.OK);
        await Login("twice@example.com", "another password, long").Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_identical_answers()
    {
        await Register("known@example.com").Expect(HttpStatusCode.Accepted);

        var wrong = await Login("known@example.com", "not the password").ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        var unknown = await Login("unknown@example.com", Password).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");

        Assert.Equal(wrong.GetProperty("detail").GetString(), unknown.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"email":"no address","password":"correct horse battery","displayName":"A"}""", "email")]
    [InlineData("""{"email":"a@example.com","password":"short","displayName":"A"}""", "password")]
    [InlineData("""{"email":"a@example.com","password":"correct horse battery","displayName":""}""", "displayName")]
    [InlineData("""{"email":"a@example.com","password":"correct horse battery","displayName":"A","admin":true}""", "admin")]
    public async Task A_bad_registration_names_the_field(string body, string field)
    {
        var problem = await app.Anonymous.PostJson("/v1/auth/register", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"email":1,"password":"x"}""")]
    [InlineData("""{"email":"a@example.com","email":"b@example.com","password":"x"}""")]
    public async Task A_malformed_body_is_a_400(string body) =>
        await app.Anonymous.PostJson("/v1/auth/login", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

    private Task<HttpResponseMessage> Register(string email, string password = Password) =>
        app.Anonymous.PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{password}}","displayName":"Somebody"}""");

    private Task<HttpResponseMessage> Login(string email, string password) =>
        app.Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");
}
