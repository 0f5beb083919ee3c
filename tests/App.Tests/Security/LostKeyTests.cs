using System.Net;
using Microsoft.Extensions.DependencyInjection;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interaction_that_cannot_be_decrypted_is_listed_without_its_text(bool isDamaged)
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Anna"}""");
        var path = contact.Path + "/interactions";
        var (lost, other) = (await Record(person, path, "Lost"), await Record(person, path, "Other"));
        var own = app.Services.GetRequiredService<FieldEncryption>();
        // A damaged one has a key that is known, and the context of another value.
        var unreadable = (isDamaged ? own : Lost).Encrypt("Mine", person.Id, "anything");
        await app.Database.Execute($"update interactions set private_body_cipher = {unreadable} where id = {lost}", default);

        var listed = await person.Client.Pages(path);
        var timeline = (await person.Client.Pages("/v1/interactions")).ConvertAll(entry => entry.GetProperty("interaction"));

        foreach (var items in new[] { listed, timeline })
        {
            Assert.Equal(["Other", "Lost"], items.Select(item => item.Text("summary")));
            Assert.Equal(["Mine", null], items.Select(item => item.Text("body")));
            Assert.Equal([false, true], items.Select(item => item.GetProperty("bodyUnreadable").GetBoolean()));
            Assert.All(items, item => Assert.True(item.GetProperty("private").GetBoolean()));
        }
        // Who reads one to change it, or exports, must not take the missing text for an empty one.
        Assert.Equal("Mine", (await (await person.Client.Get($"{path}/{other}").Expect(HttpStatusCode.OK)).ReadJson()).Text("body"));
        var (status, code) = isDamaged ? (HttpStatusCode.InternalServerError, "unexpected") : (HttpStatusCode.ServiceUnavailable, Code);
        await person.Client.Get($"{path}/{lost}").ExpectProblem(status, code);
        await person.Client.Get("/v1/me/export").ExpectProblem(status, code);
    }

    private static async Task<Guid> Record(Person person, string path, string summary)
    {
        var body = $$"""{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"{{summary}}","body":"Mine","private":true}""";
        return (await (await person.Client.PostJson(path, body).Expect(HttpStatusCode.Created)).ReadJson()).GetProperty("id").GetGuid();
    }

    private Task<int> Lose(Person person, Known contact) =>
        app.Database.Execute(
            $"update contacts set private_notes_cipher = {Lost.Encrypt("Mine", person.Id, "anything")} where id = {contact.Id}",
            default
        );
}
