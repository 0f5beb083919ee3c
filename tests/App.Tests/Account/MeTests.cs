using System.Net;
using System.Text;
using System.Text.Json;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Me;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class MeTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task An_account_is_read_and_changed()
    {
        var person = await app.NewPerson();

        await person.Client.Write(HttpMethod.Patch, "/v1/me", json: """{"timeZone":"Europe/Brussels"}""").Expect(HttpStatusCode.OK);
        var me = await (await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(person.Email, me.GetProperty("email").GetString());
        Assert.Equal("Europe/Brussels", me.GetProperty("timeZone").GetString());
        Assert.Equal("Somebody", me.GetProperty("displayName").GetString());
    }

    [Theory]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"displayName":"  "}""", "displayName")]
    public async Task A_bad_change_names_the_field(string body, string field)
    {
        var person = await app.NewPerson();

        var problem = await person
            .Client.Write(HttpMethod.Patch, "/v1/me", json: body)
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Fact]
    public async Task An_export_contains_all_data_of_this_account_and_none_of_another()
    {
        var (person, other) = (await app.NewPerson(), await app.NewPerson());
        var (ada, grace) = (await app.AddContact(person, "Ada"), await app.AddContact(person, "Grace"));
        var foreign = await app.AddContact(other, "planted-foreign-name");
        Assert.NotEqual(Guid.Empty, foreign);
        await person
            .Client.PostJson(
                $"/v1/contacts/{ada}/interactions",
                """
                {"kind":"note","occurredAt":"2026-03-01T10:00:00Z","summary":"S","body":"private words","private":true}
                """
            )
            .Expect(HttpStatusCode.Created);
        await person
            .Client.PostJson($"/v1/contacts/{ada}/relationships", $$"""{"relatedContactId":"{{grace}}","kind":"friend"}""")
            .Expect(HttpStatusCode.Created);
        await person
            .Client.PostJson("/v1/reminders", $$"""{"title":"T","startsAt":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""")
            .Expect(HttpStatusCode.Created);

        var text = await (await person.Client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync();

        using var export = JsonDocument.Parse(text);
        Assert.Equal(person.Email, export.RootElement.GetProperty("account").GetProperty("email").GetString());
        Assert.Equal(2, export.RootElement.GetProperty("contacts").GetArrayLength());
        Assert.Equal("private words", export.RootElement.GetProperty("interactions")[0].GetProperty("body").GetString());
        Assert.Equal(2, export.RootElement.GetProperty("relationships").GetArrayLength());
        Assert.Equal(1, export.RootElement.GetProperty("reminders").GetArrayLength());
        Assert.DoesNotContain("planted-foreign-name", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_contains_every_kind_of_data_of_this_account()
    {
        var world = await World.Create(app);

        var export = await (await world.Person.Client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).ReadJson();

        foreach (
            var (part, ids) in new (string, string[])[]
            {
                ("contacts", ["contacts", World.OtherContact]),
                ("deletedContacts", [World.DeletedContact]),
                ("tags", ["tags", World.OtherTag]),
                ("interactions", ["interactions"]),
                ("relationships", ["relationships"]),
                ("reminders", ["reminders"]),
            }
        )
            Assert.Subset(
                export.GetProperty(part).EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToHashSet(),
                ids.Select(id => world.Things[id]).ToHashSet()
            );
        var delivered = Assert.Single(export.GetProperty("deliveredReminders").EnumerateArray());
        Assert.Equal(world.Things["reminders"], delivered.GetProperty("reminderId").GetGuid());
        Assert.Equal($"Private {world.Mark}", export.GetProperty("deletedContacts")[0].GetProperty("privateNotes").GetString());
    }

    [Fact]
    public async Task A_contact_exported_as_a_vcard_is_read_back_unchanged()
    {
        var contact = new Contact
        {
            Id = Guid.CreateVersion7(),
            Name = "Ada; Lovelace, Countess \\ of a very long name that a line of seventy-five octets cannot hold, ünïcödé included",
            Emails = ["ada@example.com"],
            Phones = [new PhoneNumber { Number = "+32 2 123 45 67", Label = "home" }],
            Addresses =
            [
                new PostalAddress
                {
                    Street = "Rue, 1; b",
                    City = "Brussels",
                    PostalCode = "1000",
                    Country = "Belgium",
                },
            ],
            Company = "Analytical Engines",
            JobTitle = "Programmer",
            Birthday = new DateOnly(1815, 12, 10),
            Notes = "first line\nsecond line",
            Tags = ["friends", "maths"],
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

        var text = VCardWriter.Write(contact);
        var rows = new List<ImportRow>();
        await foreach (var row in new VCardContactReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), default))
            rows.Add(row);

        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        var read = Assert.Single(rows).Contact!;
        Assert.Equal(contact.Name, read.Name);
        Assert.Equal(contact.Emails, read.Emails);
        Assert.Equal(contact.Phones.Select(phone => phone.Number), read.Phones.Select(phone => phone.Number));
        Assert.Equal("Rue, 1; b", Assert.Single(read.Addresses).Street);
        Assert.Equal(contact.Company, read.Company);
        Assert.Equal(contact.Birthday, read.Birthday);
        Assert.Equal(contact.Notes, read.Notes);
        Assert.Equal(contact.Tags, read.Tags);
    }

    [Fact]
    public async Task An_export_as_vcards_has_one_card_for_each_contact()
    {
        var person = await app.NewPerson();
        await app.AddContact(person, "Ada");
        await app.AddContact(person, "Grace");

        var response = await person.Client.Get("/v1/me/export?format=vcard").Expect(HttpStatusCode.OK);

        Assert.Equal("text/vcard", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, (await response.Content.ReadAsStringAsync()).Split("BEGIN:VCARD").Length - 1);
        await person.Client.Get("/v1/me/export?format=xml").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }
}
