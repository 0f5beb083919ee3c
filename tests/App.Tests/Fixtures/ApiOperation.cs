using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Tests.Photos;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// An operation of the API as the route table has it, with the body and the parameters that its OpenAPI document shows: what a test that
/// must not forget an endpoint walks over.
/// </summary>
/// <param name="Path">The template without constraints, e.g. /v1/contacts/{id}.</param>
/// <param name="Ids">Its path parameters, each with the segment before it, which names the resource that the id is of.</param>
/// <param name="Body">An example of its body; null if it takes none.</param>
/// <param name="Required">Required query parameters.</param>
internal sealed record ApiOperation(
    HttpMethod Method,
    string Path,
    bool NeedsToken,
    IReadOnlyList<(string Parameter, string Of)> Ids,
    string? Body,
    string BodyType,
    IReadOnlyList<string> Required,
    IReadOnlyList<string> Query
)
{
    /// <summary>The body's properties that contain ids, each with the resource that the id is of.</summary>
    private static readonly Dictionary<string, string> IdsInBodies = new()
    {
        ["relatedContactId"] = World.OtherContact,
        ["otherId"] = World.OtherContact,
        ["contactIds"] = "contacts",
        ["otherContactIds"] = World.OtherContact,
        ["into"] = World.OtherTag,
    };

    public static async Task<IReadOnlyList<ApiOperation>> All(AppFixture app)
    {
        var document = JsonNode.Parse(await app.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var operations = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Where(method => method != HttpMethod.Head.Method)
                    .Select(method => Of(endpoint, method, document))
            )
            .ToList();
        Assert.True(operations.Count > 40, "The route table has fewer operations than the API has: the test shows nothing.");
        return operations;
    }

    public bool HasIdInBody => Body is not null && IdsInBodies.Keys.Any(name => Body.Contains($"\"{name}\"", StringComparison.Ordinal));

    public bool EndsTheSession =>
        Path is "/v1/auth/logout" or "/v1/auth/logout-everywhere" || (Path == "/v1/me" && Method == HttpMethod.Delete);

    /// <summary>
    /// Whether it needs a code or a token that only a mail or a device has, or an address that is not verified yet: its example is refused
    /// whoever asks.
    /// </summary>
    public bool NeedsSecret =>
        Path
            is "/v1/me/second-factor/confirm"
                or "/v1/me/email"
                or "/v1/me/email/confirm"
                or "/v1/me/email/verification"
                or "/v1/me/messages/whatsapp/verification"
                or "/v1/auth/verify-email"
                or "/v1/auth/password-reset/confirm"
                or "/v1/auth/revert-email";

    /// <summary>Builds the request with the given ids in its path and body.</summary>
    /// <param name="search">The value of a required query parameter.</param>
    /// <param name="parameter">A query parameter that has another value.</param>
    /// <param name="value">Its value, not escaped.</param>
    public HttpRequestMessage Request(
        Func<string, Guid> inPath,
        Func<string, Guid> inBody,
        string search,
        string? parameter = null,
        string value = ""
    )
    {
        var path = Ids.Aggregate(Path, (text, id) =>
            text.Replace($"{{{id.Parameter}}}", inPath(Subject(id.Of)).ToString(), StringComparison.Ordinal)
        );
        var parameters = Required.Where(name => name != parameter).Select(name => $"{name}={search}");
        if (parameter is not null)
            parameters = parameters.Append($"{parameter}={Uri.EscapeDataString(value)}");
        var query = string.Join('&', parameters);
        var request = new HttpRequestMessage(Method, query.Length == 0 ? path : $"{path}?{query}");
        if (Method != HttpMethod.Get)
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (BodyType.StartsWith("image/", StringComparison.Ordinal))
        {
            request.Content = new ByteArrayContent(TestImages.Jpeg(8, 6));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(BodyType);
        }
        if (Body is not null)
            request.Content = new StringContent(WithIds(Body, inBody), Encoding.UTF8, BodyType);
        return request;
    }

    public override string ToString() => $"{Method} {Path}";

    // Only a deleted resource can be restored.
    private string Subject(string of) => Path.EndsWith("/restore", StringComparison.Ordinal) ? World.DeletedContact : of;

    private string WithIds(string body, Func<string, Guid> id)
    {
        if (BodyType != "application/json" && BodyType != "application/merge-patch+json")
            return body;
        var json = JsonNode.Parse(body)!.AsObject();
        foreach (var (name, of) in IdsInBodies)
            if (json.ContainsKey(name))
                json[name] = json[name] is JsonArray ? new JsonArray(id(of).ToString()) : id(of).ToString();
        // Times that must be in the future.
        if (json.ContainsKey("until"))
            json["until"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O");
        return json.ToJsonString();
    }

    private static ApiOperation Of(RouteEndpoint endpoint, string method, JsonNode document)
    {
        var template = endpoint.RoutePattern.RawText!;
        var segments = endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0]).ToList();
        var path =
            "/"
            + string.Join(
                '/',
                segments.Select(part =>
                    part is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)part).Content
                )
            );
        var ids = segments
            .Select((part, i) => (part, i))
            .Where(one => one.part is RoutePatternParameterPart)
            .Select(one => (((RoutePatternParameterPart)one.part).Name, ((RoutePatternLiteralPart)segments[one.i - 1]).Content))
            .ToList();
        var described = document["paths"]?[path]?[method.ToLowerInvariant()];
        Assert.True(described is not null, $"{method} {template} is not in the API's document");
        var content = described["requestBody"]?["content"]?.AsObject().First();
        var example = content?.Value!["example"];
        var parameters = described["parameters"]?.AsArray().Where(one => one!["in"]!.GetValue<string>() == "query").ToList() ?? [];
        return new ApiOperation(
            new HttpMethod(method),
            path,
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is not null,
            ids,
            example is null ? null
                : content!.Value.Key.EndsWith("json", StringComparison.Ordinal) ? example.ToJsonString()
                : example.GetValue<string>(),
            content?.Key ?? "",
            [.. parameters.Where(one => one!["required"]?.GetValue<bool>() == true).Select(one => one!["name"]!.GetValue<string>())],
            [.. parameters.Select(one => one!["name"]!.GetValue<string>())]
        );
    }
}
