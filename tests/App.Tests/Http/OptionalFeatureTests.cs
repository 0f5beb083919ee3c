using System.Net;
using System.Text.Json.Nodes;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Http;

public sealed class OptionalFeatureTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Dictionary<string, string?> Nothing = new()
    {
        [AppVariables.MailFrom] = null,
        [AppVariables.WhatsAppPhoneNumberId] = null,
        [AppVariables.ApolloApiKey] = null,
        [AppVariables.StorageAccessKeyId] = null,
        [AppVariables.StorageSecretAccessKey] = null,
    };

    private static readonly Dictionary<string, string?> Everything = new()
    {
        [AppVariables.GoogleClientId] = "google",
        [AppVariables.GoogleClientSecret] = "planted-value-1",
        [AppVariables.MicrosoftClientId] = "microsoft",
        [AppVariables.MicrosoftClientSecret] = "planted-value-2",
        [AppVariables.OpenAiApiKey] = "planted-value-3",
        [AppVariables.BreachedPasswords] = "true",
    };

    [Fact]
    public async Task Features_that_are_not_configured_are_absent_from_the_list_and_from_the_document()
    {
        await Lists(Nothing, []);
        await Lists([], ["mail", "whatsapp", "photos", "attachments", "enrichment"]);
        await Lists(
            Everything,
            [
                "mail",
                "whatsapp",
                "sign-in-google",
                "sign-in-microsoft",
                "photos",
                "attachments",
                "enrichment",
                "worded-recommendations",
                "search-by-meaning",
                "breached-passwords",
            ]
        );
    }

    private async Task Lists(Dictionary<string, string?> variables, string[] features)
    {
        await using var backend = app.With(variables, _ => { });
        using var client = backend.CreateClient();
        var list = await (await client.Get("/v1/features").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(features, list.GetProperty("features").EnumerateArray().Select(name => name.GetString()));
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        Assert.Equal(features, document["info"]!["x-features"]!.AsArray().Select(name => name!.GetValue<string>()));
    }
}
