using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

public sealed class ContactFilterTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("tag=friend&tag=work", "Bert")]
    [InlineData("anyTag=FRIEND&anyTag=club", "Anna,Bert,Dora")]
    [InlineData("notTag=friend&notTag=club", "Carl")]
    [InlineData("tag=friend&notTag=work", "Anna")]
    [InlineData("notTag=nobody", "Anna,Bert,Carl,Dora")]
    [InlineData("company=m%C3%BCller+AG", "Anna")]
    [InlineData("company=MULLER+ag", "Anna")]
    [InlineData("company=muller", "")]
    [InlineData("city=k%C3%B6ln", "Anna,Bert")]
    [InlineData("city=KOLN", "Anna,Bert")]
    [InlineData("city=saint-denis", "Anna")]
    [InlineData("city=Kol", "")]
    [InlineData("city=Moskau", "")]
    [InlineData("city=%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0", "Dora")]
    [InlineData("city=koln&tag=friend&notTag=work&company=muller+ag&lastInteractionBefore=2024-06-01T00:00:00Z", "Anna")]
    [InlineData("city=koln&notTag=friend", "")]
    [InlineData("hasEmail=true", "Anna,Carl")]
    [InlineData("hasEmail=false", "Bert,Dora")]
    [InlineData("hasPhone=true", "Bert")]
    [InlineData("hasPhone=true&hasEmail=true", "")]
    [InlineData("birthdayMonth=12", "Anna,Bert")]
    [InlineData("birthdayMonth=2", "Dora")]
    [InlineData("birthdayMonth=3", "")]
    [InlineData("hasInteraction=false", "Carl,Dora")]
    [InlineData("hasInteraction=true", "Anna,Bert")]
    [InlineData("lastInteractionBefore=2024-06-01T00:00:00Z", "Anna")]
    [InlineData("lastInteractionSince=2024-06-01T00:00:00Z", "Bert")]
    [InlineData("createdBefore=2020-01-01T00:00:00Z", "")]
    [InlineData(
        "createdSince=2020-01-01T00:00:00Z&updatedSince=2020-01-01T00:00:00Z&updatedBefore=2120-01-01T00:00:00Z",
        "Anna,Bert,Carl,Dora"
    )]
    public async Task Filters_combine(string query, string names)
    {
        var client = await Account();

        foreach (var sort in new[] { "name", "lastInteraction" })
        {
            var found = (await client.Pages($"/v1/contacts?limit=1&sort={sort}&{query}")).Select(contact => contact.Text("name")).Order();
            Assert.Equal(names, string.Join(',', found));
        }
        var counted = await (await client.Get($"/v1/contacts?limit=1&total=true&{query}").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries).Length, counted.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_total_is_counted_only_on_request_and_only_up_to_the_limit()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"insert into contacts (id, owner_id, name) select gen_random_uuid(), {person.Id}, 'N' from generate_series(1, 10100)",
            default
        );

        var uncounted = await (await person.Client.Get("/v1/contacts?limit=1").Expect(HttpStatusCode.OK)).ReadJson();
        var counted = await (await person.Client.Get("/v1/contacts?limit=1&total=true").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, uncounted.GetProperty("total").ValueKind);
        Assert.Equal(10_001, counted.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("tag=a&tag=", "tag")]
    [InlineData("anyTag=%00", "anyTag")]
    [InlineData("notTag=012345678901234567890123456789012345678901234567890", "notTag")]
    [InlineData("birthdayMonth=13", "birthdayMonth")]
    [InlineData("birthdayMonth=May", "birthdayMonth")]
    [InlineData("hasEmail=perhaps", "hasEmail")]
    [InlineData("company=", "company")]
    [InlineData("city=", "city")]
    [InlineData("city=%20-%20", "city")]
    [InlineData("lastInteractionBefore=yesterday", "lastInteractionBefore")]
    [InlineData("total=2", "total")]
    public async Task An_invalid_filter_is_named_in_the_refusal(string query, string parameter)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.Get($"/v1/contacts?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == parameter);
    }

    [Fact]
    public async Task More_tags_than_a_filter_allows_are_refused()
    {
        var client = (await app.NewPerson()).Client;
        var tags = string.Join('&', Enumerable.Range(0, 21).Select(i => $"anyTag=t{i}"));

        await client.Get($"/v1/contacts?{tags}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    private async Task<HttpClient> Account()
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create(
            """
            {"name":"Anna","emails":["anna@example.com"],"company":"Müller AG","birthday":"1990-12-31","tags":["friend"],
                "addresses":[{"city":"Köln","country":"Germany"},{"street":"Rue 1","city":"Saint Denis"}]}
            """
        );
        var bert = await client.Create(
            """
            {"name":"Bert","phones":[{"number":"+49 30 555001"}],"dates":[{"kind":"birthday","date":"--12"}],"tags":["friend","work"],
                "addresses":[{"city":" KOLN "}]}
            """
        );
        await client.Create(
            """{"name":"Carl","emails":["carl@example.com"],"company":"Muller & Sons","dates":[{"kind":"anniversary","date":"2020-03-01"}]}"""
        );
        await client.Create("""{"name":"Dora","birthday":"2000-02-29","tags":["club"],"addresses":[{"city":"Москва"}]}""");
        await Interaction(client, anna, "2024-01-01T10:00:00Z");
        await Interaction(client, bert, "2025-01-01T10:00:00Z");
        return client;
    }

    private static async Task Interaction(HttpClient client, Known contact, string time) =>
        await client
            .PostJson($"{contact.Path}/interactions", $$"""{"kind":"call","occurredAt":"{{time}}","summary":"Talked"}""")
            .Expect(HttpStatusCode.Created);
}
