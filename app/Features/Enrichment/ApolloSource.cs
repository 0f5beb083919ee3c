using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Enrichment;

/// <summary>
/// Apollo's People Enrichment (https://docs.apollo.io/reference/people-enrichment); the parameters are in the query. Apollo returns
/// personal addresses and phone numbers only on request, and they are not requested. person, title, email, email_status, linkedin_url and
/// organization.name are the names in the example answer of Apollo's own OpenAPI document (operation people-enrichment; a copy of August
/// 2026 is in github.com/api-evangelist/apollo-api-documentation). The document has the example but no schema, so a missing field is not
/// proposed.
/// </summary>
public sealed class ApolloSource([FromKeyedServices(ApolloSource.ServiceName)] OutsideService service, AppOptions options) : IPersonSource
{
    public const string ServiceName = "apollo";

    /// <summary>One attempt: each one that finds a person costs a credit.</summary>
    public static OutsideServiceOptions Service { get; } =
        new(ServiceName, new Uri("https://api.apollo.io/")) { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(8) };

    public string Name => ServiceName;

    public async Task<FoundPerson?> Find(string name, string? email, string? company, CancellationToken cancellationToken)
    {
        var query = $"name={Uri.EscapeDataString(name)}";
        if (email is not null)
            query += $"&email={Uri.EscapeDataString(email)}";
        if (company is not null)
            query += $"&organization_name={Uri.EscapeDataString(company)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/people/match?{query}&reveal_personal_emails=false");
        request.Headers.Add("x-api-key", options.ApolloApiKey);
        request.Headers.Add("Accept", "application/json");
        using var answer = await service.Client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"Apollo answered {(int)answer.StatusCode}.", null, answer.StatusCode);
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            if (!json.RootElement.TryGetProperty("person", out var person))
                throw new HttpRequestException("Apollo answered without a person.");
            return person.ValueKind == JsonValueKind.Null ? null : Read(person);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new HttpRequestException("Apollo's answer does not have the format of its API.");
        }
    }

    private static FoundPerson Read(JsonElement person) =>
        new(
            person.TryGetProperty("organization", out var organization) && organization.ValueKind == JsonValueKind.Object
                ? Text(organization, "name")
                : null,
            Text(person, "title"),
            // Other statuses mark guesses, or placeholders for an address that must be paid for.
            Text(person, "email_status") == "verified"
                ? Text(person, "email")
                : null,
            Text(person, "linkedin_url")
        );

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
