using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Duplicates;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Duplicates;

public sealed class DuplicateEndpointTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Pairs_are_paged_most_certain_first_with_their_reasons()
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna Muster","emails":["anna@example.com"]}""");
        await client.Create("""{"name":"A. M.","emails":["ANNA@example.com"]}""");
        await client.Create("""{"name":"Bert Beispiel","phones":[{"number":"+49 30 123456"}]}""");
        await client.Create("""{"name":"Somebody Else","phones":[{"number":"0049 (30) 12 34 56"}]}""");
        await client.Create("""{"name":"Jonathan Meyer"}""");
        await client.Create("""{"name":"Jonathon Meyer"}""");
        var gone = await client.Create("""{"name":"Jonathan Meyer"}""");
        await client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);

        foreach (var limit in new[] { 1, 2, 10 })
        {
            var pairs = await client.Pages($"/v1/contacts/duplicates?limit={limit}");

            Assert.Equal(["email", "phone", "similar-name"], pairs.Select(pair => Assert.Single(pair.Texts("reasons"))));
        }
        Assert.Equal(["email"], (await client.Pages("/v1/contacts/duplicates?minScore=0.9")).Select(pair => pair.Texts("reasons")[0]));
    }

    [Fact]
    public async Task Contacts_of_different_accounts_are_not_compared()
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna Muster","emails":["anna@example.com"]}""");
        await (await app.NewPerson()).Client.Create("""{"name":"Anna Muster","emails":["anna@example.com"]}""");

        Assert.Empty(await client.Pages("/v1/contacts/duplicates"));
    }

    [Fact]
    public async Task Pairs_are_computed_once_for_all_pages_until_a_contact_changes()
    {
        var person = await app.NewPerson();
        var duplicates = app.Services.GetRequiredService<DuplicateStore>();
        for (var i = 0; i < 6; i++)
            await person.Client.Create("""{"name":"Anna Muster"}""");

        var before = duplicates.Computations;
        var pairs = await person.Client.Pages("/v1/contacts/duplicates?limit=2");
        Assert.Equal((15, 1), (pairs.Count, duplicates.Computations - before));
        var gone = await person.Client.Create("""{"name":"Anna Muster"}""");
        Assert.Equal(21, (await person.Client.Pages("/v1/contacts/duplicates")).Count);
        await person.Client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);
        Assert.Equal(15, (await person.Client.Pages("/v1/contacts/duplicates")).Count);
        Assert.Equal(3, duplicates.Computations - before);
    }

    [Theory]
    [InlineData("minScore=2")]
    [InlineData("minScore=NaN")]
    [InlineData("limit=0")]
    [InlineData("cursor=nonsense")]
    public async Task A_parameter_out_of_its_range_is_refused(string query) =>
        await (await app.NewPerson())
            .Client.Get($"/v1/contacts/duplicates?{query}")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
}
