using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.SignIn;

/// <summary>Which account a sign-in leads to, and which accounts it must never lead to.</summary>
public sealed class IdentityTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData(SignInWorld.Google)]
    [InlineData(SignInWorld.Microsoft)]
    public async Task Without_a_verified_address_no_account_is_created(string provider)
    {
        await using var world = await SignInWorld.Create(app, provider);
        var email = world.At.Claims["email"]!.GetValue<string>();
        foreach (var claim in new[] { "email_verified", "xms_edov" })
            world.At.Claims.Remove(claim);

        await world.SignIn().ExpectProblem(HttpStatusCode.Forbidden, "email-not-verified");
        // A value that the administrator of any tenant can set proves nothing.
        if (provider == SignInWorld.Microsoft)
            world.At.Claims["email_verified"] = true;
        else
            world.At.Claims["email_verified"] = "false";
        await world.SignIn().ExpectProblem(HttpStatusCode.Forbidden, "email-not-verified");
        world.At.Claims.Remove("email");
        await world.SignIn().ExpectProblem(HttpStatusCode.Forbidden, "email-not-verified");

        Assert.Equal(0, await Count($"select count(*) from users where email = {email}"));
    }

    [Fact]
    public async Task An_account_with_a_password_is_neither_taken_over_nor_linked()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var email = world.At.Claims["email"]!.GetValue<string>();
        await Register(email);

        await world.SignIn().ExpectProblem(HttpStatusCode.Conflict, "account-exists");
        await world.SignIn().ExpectProblem(HttpStatusCode.Conflict, "account-exists");

        Assert.Equal(0, await Count($"select count(*) from user_identities i join users u on u.id = i.user_id where u.email = {email}"));
        await Login(email).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Registering_the_address_of_an_account_made_by_a_provider_gives_no_way_into_it()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var me = await world.Me();
        var email = me.GetProperty("email").GetString()!;

        await Register(email);

        await Login(email).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        Assert.Equal(me.GetRawText(), (await world.Me()).GetRawText());
    }

    [Fact]
    public async Task Two_providers_that_know_who_has_the_address_lead_to_one_account()
    {
        await using var google = await SignInWorld.Create(app, SignInWorld.Google);
        await using var microsoft = await SignInWorld.Create(app, SignInWorld.Microsoft);
        microsoft.At.Claims["email"] = google.At.Claims["email"]!.GetValue<string>().ToUpperInvariant();

        var first = await google.Me();
        var second = await microsoft.Me();

        Assert.Equal(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
        Assert.Equal(["google", "microsoft"], second.GetProperty("signInWith").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_provider_that_verified_the_address_only_in_the_past_links_no_account()
    {
        await using var google = await SignInWorld.Create(app, SignInWorld.Google);
        await using var microsoft = await SignInWorld.Create(app, SignInWorld.Microsoft);
        var email = $"{Guid.NewGuid():N}@example.org";
        (google.At.Claims["email"], microsoft.At.Claims["email"]) = (email, email);
        await microsoft.Me();

        await google.SignIn().ExpectProblem(HttpStatusCode.Conflict, "account-exists");

        // The address belongs to the person's Workspace domain.
        google.At.Claims["hd"] = "example.org";
        Assert.Equal(2, (await google.Me()).GetProperty("signInWith").GetArrayLength());
    }

    [Fact]
    public async Task The_new_owner_of_an_address_does_not_get_the_previous_owners_account()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        await world.SignIn().Expect(HttpStatusCode.OK);

        world.At.Claims["sub"] = "the-next-one";

        await world.SignIn().ExpectProblem(HttpStatusCode.Conflict, "account-exists");
    }

    [Fact]
    public async Task The_same_subject_in_two_tenants_is_two_people()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Microsoft);
        var first = await world.Me();

        const string Other = "33333333-2222-3333-4444-555555555555";
        world.At.Claims["tid"] = Other;
        world.At.Claims["iss"] = $"https://login.microsoftonline.com/{Other}/v2.0";
        world.At.Claims["email"] = $"{Guid.NewGuid():N}@example.org";

        Assert.NotEqual(first.GetProperty("id").GetGuid(), (await world.Me()).GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData(SignInWorld.Google, false)]
    [InlineData(SignInWorld.Microsoft, true)]
    public async Task Concurrent_callbacks_of_one_person_create_one_account(string provider, bool joins)
    {
        await using var world = await SignInWorld.Create(app, provider);
        if (joins)
        {
            await using var before = await SignInWorld.Create(app, SignInWorld.Google);
            before.At.Claims["email"] = world.At.Claims["email"]!.GetValue<string>();
            await before.SignIn().Expect(HttpStatusCode.OK);
        }
        var back = new List<Return>();
        for (var i = 0; i < 8; i++)
            back.Add(await world.Begin());

        await Task.WhenAll(back.Select(one => world.Finish(one).Expect(HttpStatusCode.OK)));

        var email = world.At.Claims["email"]!.GetValue<string>();
        Assert.Equal(1, await Count($"select count(*) from users where email = {email}"));
        Assert.Equal(
            joins ? 2 : 1,
            await Count($"select count(*) from user_identities i join users u on u.id = i.user_id where u.email = {email}")
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  \u0007 ")]
    [InlineData("a name that is longer than a hundred characters, which a provider may well tell, and ends in the middle of\ud83d\ude42")]
    public async Task Whatever_the_provider_calls_the_person_the_account_has_a_name(string? name)
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        world.At.Claims["name"] = name;

        var called = (await world.Me()).GetProperty("displayName").GetString()!;

        Assert.InRange(called.Length, 1, 100);
        Assert.DoesNotContain(called, char.IsControl);
    }

    [Fact]
    public async Task An_export_contains_the_identity_and_erasing_the_account_deletes_it()
    {
        await using var world = await SignInWorld.Create(app, SignInWorld.Google);
        var subject = world.At.Claims["sub"]!.GetValue<string>();
        var tokens = await (await world.SignIn().Expect(HttpStatusCode.OK)).ReadJson();
        world.Client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());

        var export = await (await world.Client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).ReadJson();
        await world.Client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);

        var identity = Assert.Single(export.GetProperty("identities").EnumerateArray());
        Assert.Equal(("google", subject), (identity.GetProperty("provider").GetString(), identity.GetProperty("subject").GetString()));
        Assert.Equal(0, await Count($"select count(*) from user_identities where subject = {subject}"));
        // The person may sign in again and gets a new account.
        world.Client.DefaultRequestHeaders.Authorization = null;
        Assert.NotEqual(export.GetProperty("account").GetProperty("id").GetGuid(), (await world.Me()).GetProperty("id").GetGuid());
    }

    private Task<HttpResponseMessage> Register(string email) =>
        app
            .Anonymous.PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{Password}}","displayName":"Somebody"}""")
            .Expect(HttpStatusCode.Accepted);

    private Task<HttpResponseMessage> Login(string email) =>
        app.Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{Password}}"}""");

    private Task<long> Count(Sql sql) => app.Database.FirstOrDefault(sql, row => row.GetInt64(0), default);
}
