using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Commands;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Operations;

/// <summary>The demonstration account. Each test deletes it at its end.</summary>
public sealed class DemoAccountTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "a planted long password";

    [Fact]
    public async Task It_is_created_once_with_contacts_interactions_and_reminders_and_can_sign_in()
    {
        Assert.Equal(SeedOutcome.Created, await Seed());
        var before = await Counts();
        Assert.Equal(SeedOutcome.Exists, await Seed());
        Assert.Equal(before, await Counts());
        Assert.Equal((12, 24, 12), before);

        var tokens = await (
            await app
                .Anonymous.PostJson("/v1/auth/login", $$"""{"email":"{{DemoAccount.Email}}","password":"{{Password}}"}""")
                .Expect(HttpStatusCode.OK)
        ).ReadJson();
        var client = app.Anonymous;
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        var contacts = await (await client.Get("/v1/contacts?limit=100").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(12, contacts.GetProperty("items").GetArrayLength());
        await Remove();
    }

    [Fact]
    public async Task If_other_accounts_exist_it_is_refused_unless_forced()
    {
        await app.NewPerson();

        Assert.Equal(SeedOutcome.Refused, await Seed());
        Assert.Equal((0, 0, 0), await Counts());
        Assert.Equal(SeedOutcome.Created, await Seed(force: true));
        await Remove();
        await app.Database.Execute($"delete from users where email <> {DemoAccount.Email}", default);
    }

    [Fact]
    public async Task Concurrent_seeds_create_one_account()
    {
        var outcomes = await Task.WhenAll(Seed(), Seed(), Seed());

        Assert.Single(outcomes, SeedOutcome.Created);
        Assert.Equal((12, 24, 12), await Counts());
        await Remove();
    }

    private async Task<SeedOutcome> Seed(bool force = false)
    {
        var hash = await app.Services.GetRequiredService<PasswordHasher>().Hash(Password, "seed", default);
        return await ActivatorUtilities.CreateInstance<DemoAccount>(app.Services).Create(hash, force, DateTimeOffset.UtcNow, default);
    }

    private async Task<(long Contacts, long Interactions, long Reminders)> Counts() =>
        await app.Database.FirstOrDefault(
            $"""
            select (select count(*) from contacts c join users u on u.id = c.owner_id where u.email = {DemoAccount.Email}),
                   (select count(*) from interactions i join users u on u.id = i.owner_id where u.email = {DemoAccount.Email}),
                   (select count(*) from reminders r join users u on u.id = r.owner_id where u.email = {DemoAccount.Email})
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            default
        );

    private Task<int> Remove() => app.Database.Execute($"delete from users where email = {DemoAccount.Email}", default);
}
