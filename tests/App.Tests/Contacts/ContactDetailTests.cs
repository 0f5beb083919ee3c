using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>A contact's fields other than names, addresses and notes.</summary>
public sealed class ContactDetailTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Full = """
        {"name":"Example Person One","emails":["one@example.com","two@example.com"],
         "emailLabels":[{"address":"ONE@example.com","label":"work"},{"address":"two@example.com","label":"home"}],
         "nickname":" Uno ","department":"Research",
         "dates":[{"kind":"birthday","date":"--02-29"},{"kind":"anniversary","date":"2011-06-21"},{"kind":"other","label":"First met","date":"2009"}],
         "websites":[{"url":"https://one.example.com","label":"blog"},{"url":"www.example.com"}],
         "profiles":[{"service":"mastodon","value":"@one@social.example"},{"value":"xmpp:one@example.com","label":"work"}],
         "relatedPeople":[{"name":"Example Person Two","relation":"spouse"}],
         "customFields":[{"label":"Locker","value":"planted-value-1"}],"externalId":"urn:example:1"}
        """;

    [Fact]
    public async Task Every_detail_that_was_written_is_read_back()
    {
        var client = (await app.NewPerson()).Client;

        var created = await client.Create(Full);
        var read = await client.Fetch(created.Id);

        Assert.Equal(created.Json.GetRawText(), read.Json.GetRawText());
        Assert.Equal(
            ("Uno", "Research", "urn:example:1"),
            (read.Json.Text("nickname"), read.Json.Text("department"), read.Json.Text("externalId"))
        );
        Assert.Equal(["--02-29", "2011-06-21", "2009"], Texts(read, "dates", "date"));
        Assert.Equal(["work", "home"], Texts(read, "emailLabels", "label"));
        Assert.Equal(["https://one.example.com", "www.example.com"], Texts(read, "websites", "url"));
        Assert.Equal(["@one@social.example", "xmpp:one@example.com"], Texts(read, "profiles", "value"));
        Assert.Equal(["Example Person Two"], Texts(read, "relatedPeople", "name"));
        Assert.Equal(["planted-value-1"], Texts(read, "customFields", "value"));
    }

    [Fact]
    public async Task A_replacement_without_details_empties_them_and_a_patch_keeps_them()
    {
        var client = (await app.NewPerson()).Client;
        var created = await client.Create(Full);

        var patched = await (await client.Patch(created, """{"company":"Example Ltd"}""")).ReadJson();
        Assert.Equal(created.Json.GetProperty("dates").GetRawText(), patched.GetProperty("dates").GetRawText());
        Assert.Equal(created.Json.GetProperty("customFields").GetRawText(), patched.GetProperty("customFields").GetRawText());

        var current = await client.Fetch(created.Id);
        var replaced = await (
            await client.WriteIfMatch(HttpMethod.Put, current.Path, current.Etag, """{"name":"Example Person One"}""")
        ).ReadJson();
        foreach (var list in (string[])["emailLabels", "dates", "websites", "profiles", "relatedPeople", "customFields"])
            Assert.Equal(0, replaced.GetProperty(list).GetArrayLength());
        Assert.Null(replaced.Text("nickname"));
    }

    [Fact]
    public async Task A_patch_that_removes_an_address_removes_its_label_too()
    {
        var client = (await app.NewPerson()).Client;
        var created = await client.Create(Full);

        var patched = await (await client.Patch(created, """{"emails":["two@example.com"]}""")).ReadJson();

        Assert.Equal(["home"], patched.GetProperty("emailLabels").EnumerateArray().Select(label => label.Text("label")));
    }

    [Fact]
    public async Task Custom_fields_are_not_stored_as_plaintext()
    {
        var person = await app.NewPerson();
        await person.Client.Create(Full);

        var row = await app.Database.FirstOrDefault(
            $"""
            select encode(convert_to(c::text, 'UTF8'), 'escape') || encode(c.custom_fields_cipher, 'escape') from contacts c where owner_id = {person.Id}
            """,
            row => row.GetString(0),
            default
        );

        Assert.Contains("Example Person Two", row, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value-1", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dates":[{"kind":"other","date":"31.12.1990"}]}""", "dates[0].date")]
    [InlineData("""{"dates":[{"kind":"other","date":"1990-02-29"}]}""", "dates[0].date")]
    [InlineData("""{"birthday":"1990-12-31","dates":[{"kind":"birthday","date":"1991-12-31"}]}""", "dates[0].date")]
    [InlineData("""{"websites":[{"url":"javascript:alert(1)"}]}""", "websites[0].url")]
    [InlineData("""{"websites":[{"url":"https://example.com/a b"}]}""", "websites[0].url")]
    [InlineData("""{"profiles":[{"value":"JavaScript:alert(1)"}]}""", "profiles[0].value")]
    [InlineData("""{"emailLabels":[{"address":"a@example.com","label":"work"}]}""", "emailLabels[0].address")]
    [InlineData("""{"relatedPeople":[{"name":" "}]}""", "relatedPeople[0].name")]
    [InlineData("""{"customFields":[{"label":"a\nb","value":"c"}]}""", "customFields[0].label")]
    [InlineData("""{"customFields":[null]}""", "customFields[0].label")]
    public async Task An_invalid_detail_is_refused_with_its_field_name(string body, string field)
    {
        var client = (await app.NewPerson()).Client;

        var response = await client
            .PostJson("/v1/contacts", """{"name":"Example Person One",""" + body[1..])
            .Expect(HttpStatusCode.BadRequest);

        Assert.Contains(field, (await response.ReadJson()).GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task A_complete_birthday_among_the_dates_becomes_the_birthday()
    {
        var client = (await app.NewPerson()).Client;

        var contact = await client.Create("""{"name":"Example Person One","dates":[{"kind":"birthday","date":"1990-12-31"}]}""");

        Assert.Equal("1990-12-31", contact.Json.Text("birthday"));
        Assert.Equal(0, contact.Json.GetProperty("dates").GetArrayLength());
    }

    [Theory]
    [InlineData("1990-12-31", true)]
    [InlineData("1990-12", true)]
    [InlineData("1990", true)]
    [InlineData("--12-31", true)]
    [InlineData("--02-29", true)]
    [InlineData("--12", true)]
    [InlineData("---31", false)]
    [InlineData("--13", false)]
    [InlineData("--02-30", false)]
    [InlineData("1799", false)]
    [InlineData("1990-1-1", false)]
    [InlineData("1990-12-31T00:00", false)]
    [InlineData("--", false)]
    [InlineData("", false)]
    public void A_date_may_lack_its_year_or_its_day(string text, bool accepted) =>
        Assert.Equal(accepted ? text : null, PartialDate.Parse(text)?.ToString());

    private static IEnumerable<string?> Texts(Known contact, string list, string property) =>
        contact.Json.GetProperty(list).EnumerateArray().Select(entry => entry.Text(property));
}
