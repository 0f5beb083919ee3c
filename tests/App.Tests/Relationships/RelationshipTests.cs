using System.Net;
using PmCrm.App.Features.Relationships;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Relationships;

public sealed class RelationshipTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public void The_reciprocal_of_a_kinds_reciprocal_is_the_kind()
    {
        Assert.All(RelationshipKinds.All, kind =>
            Assert.Equal(kind, RelationshipKinds.ReciprocalOf(RelationshipKinds.ReciprocalOf(kind)!))
        );
    }

    [Theory]
    [InlineData("parent", "child")]
    [InlineData("colleague", "colleague")]
    public async Task A_relationship_is_seen_from_both_sides_and_removed_from_both(string kind, string reciprocal)
    {
        var person = await app.NewPerson();
        var (ada, grace) = (await app.AddContact(person, "Ada"), await app.AddContact(person, "Grace"));

        await Add(person, ada, grace, kind).Expect(HttpStatusCode.Created);

        var fromAda = Assert.Single(await List(person, ada));
        var fromGrace = Assert.Single(await List(person, grace));
        Assert.Equal((kind, reciprocal, "Grace"), fromAda);
        Assert.Equal((reciprocal, kind, "Ada"), fromGrace);

        var id = await IdOf(person, grace);
        await person.Client.Write(HttpMethod.Delete, $"{Path(grace)}/{id}").Expect(HttpStatusCode.NoContent);
        Assert.Empty(await List(person, ada));
        Assert.Empty(await List(person, grace));
    }

    [Fact]
    public async Task Concurrent_additions_of_the_same_relationship_from_either_side_create_it_once()
    {
        var person = await app.NewPerson();
        var (ada, grace) = (await app.AddContact(person, "Ada"), await app.AddContact(person, "Grace"));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? Add(person, ada, grace, "parent") : Add(person, grace, ada, "child"))
        );

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await List(person, ada));
        Assert.Single(await List(person, grace));
    }

    [Fact]
    public async Task An_unknown_kind_and_a_relationship_with_the_same_contact_are_refused()
    {
        var person = await app.NewPerson();
        var (ada, grace) = (await app.AddContact(person, "Ada"), await app.AddContact(person, "Grace"));

        var unknown = await Add(person, ada, grace, "nemesis").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains("colleague", unknown.GetProperty("errors").GetProperty("kind")[0].GetString(), StringComparison.Ordinal);
        var self = await Add(person, ada, ada, "friend").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(self.GetProperty("errors").GetProperty("relatedContactId").EnumerateArray());
    }

    [Fact]
    public async Task Other_accounts_contacts_cannot_be_related_listed_or_unrelated()
    {
        var (person, other) = (await app.NewPerson(), await app.NewPerson());
        var (mine, also, theirs) = (await app.AddContact(person), await app.AddContact(person), await app.AddContact(other));
        await Add(person, mine, also, "friend").Expect(HttpStatusCode.Created);
        var id = await IdOf(person, mine);

        await Add(person, mine, theirs, "friend").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await Add(person, theirs, mine, "friend").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Get(Path(mine)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Get($"{Path(mine)}/{id}").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other.Client.Write(HttpMethod.Delete, $"{Path(mine)}/{id}").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Single(await List(person, mine));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Pages_list_each_relationship_once_ordered_by_name(int limit)
    {
        var person = await app.NewPerson();
        var ada = await app.AddContact(person, "Ada");
        foreach (var name in new[] { "Grace", "grace", "Barbara", "Edsger", "Donald" })
        {
            var related = await app.AddContact(person, name);
            await Add(person, ada, related, "friend").Expect(HttpStatusCode.Created);
            await Add(person, ada, related, "colleague").Expect(HttpStatusCode.Created);
        }

        var all = await person.Client.Pages($"{Path(ada)}?limit={limit}");

        Assert.Equal(
            ["barbara", "barbara", "donald", "donald", "edsger", "edsger", "grace", "grace", "grace", "grace"],
            all.Select(item => item.Text("relatedContactName").ToLowerInvariant())
        );
        Assert.Equal(10, all.Select(item => item.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        var person = await app.NewPerson();
        var (ada, _) = (await app.AddContact(person, "Ada"), await app.AddContact(person, "Grace"));
        var other = (await (await person.Client.Get("/v1/contacts?limit=1")).ReadJson()).Text("next");

        await person.Client.Get($"{Path(ada)}?cursor={other}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        await person.Client.Get($"{Path(ada)}?limit=101").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    private static string Path(Guid contact) => $"/v1/contacts/{contact}/relationships";

    private static Task<HttpResponseMessage> Add(Person person, Guid contact, Guid related, string kind) =>
        person.Client.PostJson(Path(contact), $$"""{"relatedContactId":"{{related}}","kind":"{{kind}}"}""");

    private static async Task<List<(string? Kind, string? Reciprocal, string? Name)>> List(Person person, Guid contact)
    {
        var list = await (await person.Client.Get(Path(contact)).Expect(HttpStatusCode.OK)).ReadJson();
        return
        [
            .. list.GetProperty("items")
                .EnumerateArray()
                .Select(item =>
                    (
                        item.GetProperty("kind").GetString(),
                        item.GetProperty("reciprocalKind").GetString(),
                        item.GetProperty("relatedContactName").GetString()
                    )
                ),
        ];
    }

    private static async Task<string> IdOf(Person person, Guid contact)
    {
        var list = await (await person.Client.Get(Path(contact)).Expect(HttpStatusCode.OK)).ReadJson();
        return list.GetProperty("items")[0].GetProperty("id").GetString()!;
    }
}
