using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>An example of an operation's bodies, declared at the endpoint: <c>.WithExample(request: …, response: …)</c>.</summary>
/// <param name="Request">JSON of the request's body; null if there is none.</param>
/// <param name="Response">JSON of the successful answer; null if it has no body.</param>
/// <param name="Accepted">JSON of a 202 answer that differs from that; null if there is none.</param>
public sealed record Example(string? Request, string? Response, string? Accepted);

public static class Examples
{
    /// <summary>Adds a request and its answer as an example to the OpenAPI document.</summary>
    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder endpoint,
        string? request = null,
        string? response = null,
        string? accepted = null
    ) => endpoint.WithMetadata(new Example(request, response, accepted));

    internal static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var example = context.Description.ActionDescriptor.EndpointMetadata.OfType<Example>().LastOrDefault();
        if (example?.Request is { } request && operation.RequestBody?.Content is { } body)
            foreach (var content in body.Values)
                content.Example = Parse(request);

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response.Content is not { } contents)
                continue;
            foreach (var (type, content) in contents)
            {
                if (type == "application/problem+json")
                    content.Example = Problem(status);
                else if (status == "202" && example?.Accepted is { } accepted)
                    content.Example = Parse(accepted);
                else if (status.StartsWith('2') && example?.Response is { } shown)
                    content.Example = Parse(shown);
            }
        }
        return Task.CompletedTask;
    }

    private static JsonNode? Parse(string json) => JsonNode.Parse(json);

    private static JsonObject Problem(string status)
    {
        var code = status switch
        {
            "400" => "invalid-request",
            "401" => "unauthenticated",
            "403" => "access-denied",
            "404" => "not-found",
            "409" => "conflict",
            "410" => "expired",
            "412" => "precondition-failed",
            "413" => "too-large",
            "415" => "unsupported-media-type",
            "428" => "precondition-required",
            "429" => "too-many-requests",
            "502" => "provider-failed",
            "503" => "unavailable",
            _ => "unexpected",
        };
        var number = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture);
        var problem = new JsonObject
        {
            ["type"] = Problems.TypeBase + code,
            ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(number),
            ["status"] = number,
            ["requestId"] = "0HN7C5J4P1RQK:00000001",
        };
        if (number == 400)
            problem["errors"] = new JsonObject { ["email"] = new JsonArray("The field Email must be an address.") };
        return problem;
    }
}
