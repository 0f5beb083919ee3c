using System.Net;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Security;

/// <summary>What the API answers while a version of the encryption key is lost; docs/secrets.md promises it.</summary>
public sealed class LostKeyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Code = "encryption-key-missing";

    private static readonly FieldEncryption Lost = new(["a planted key that nobody gave"]);

    [Fact]
    public async Task A_contact_with_a_value_of_a_lost_key_is_a_503_that_names_the_cause_and_no_data()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Anna","privateNotes":"planted-value-20"}""");
        await Lose(person, contact);

        var sent = person.Client.Get(contact.Path);

        var problem = await sent.ExpectProblem(HttpStatusCode.ServiceUnavailable, Code);
        Assert.DoesNotContain("Anna", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), (await sent).Headers.RetryAfter?.Delta);
        await person.Client.Patch(contact, """{"name":"Bert"}""").ExpectProblem(HttpStatusCode.ServiceUnavailable, Code);
    }

    [Fact]
    public async Task Lists_searches_and_all_other_contacts_stay_readable()
    {
        var person = await app.NewPerson();
        var (lost, other) = (
            await person.Client.Create("""{"name":"Anna","privateNotes":"Mine"}"""),
            await person.Client.Create("""{"name":"Anna Two","privateNotes":"Mine"}""")
        );
        await Lose(person, lost);

        Assert.Equal(2, (await person.Client.Pages("/v1/contacts")).Count);
        var found = await (await person.Client.Get("/v1/search?q=anna").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(2, found.GetProperty("items").GetArrayLength());
        Assert.Equal("Mine", (await person.Client.Fetch(other.Id)).Json.Text("privateNotes"));
        // An export is whole or not at all.
        await person.Client.Get("/v1/me/export").ExpectProblem(HttpStatusCode.ServiceUnavailable, Code);
    }

    [Fact]
    public async Task A_private_interaction_of_a_lost_key_is_a_503()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Anna"}""");
        var path = contact.Path + "/interactions";
        const string Private = """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"S","body":"Mine","private":true}""";
        await person.Client.PostJson(path, Private).Expect(HttpStatusCode.Created);
        var unreadable = Lost.Encrypt("Mine", person.Id, "anything");
        await app.Database.Execute($"update interactions set private_body_cipher = {unreadable} where owner_id = {person.Id}", default);

        await person.Client.Get(path).ExpectProblem(HttpStatusCode.ServiceUnavailable, Code);
    }

    private Task<int> Lose(Person person, Known contact) =>
        app.Database.Execute(
            $"update contacts set private_notes_cipher = {Lost.Encrypt("Mine", person.Id, "anything")} where id = {contact.Id}",
            default
        );
}
