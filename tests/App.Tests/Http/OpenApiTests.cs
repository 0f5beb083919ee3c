using System.Net;
using System.Text.Json.Nodes;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

public sealed class OpenApiTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_committed_document_equals_the_served_one()
    {
        var served = JsonNode.Parse(
            await (await app.Anonymous.Get("/openapi/v1.json").Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync()
        )!;
        // What is configured where it is served: OptionalFeatureTests.
        Assert.True(served["info"]!.AsObject().Remove("x-features"));

        Assert.True(
            JsonNode.DeepEquals(Committed(), served),
            "app/openapi/v1.json is stale: `make goldens` writes it; read its diff before you commit it."
        );
    }

    [Fact]
    public void Every_operation_has_a_name_a_summary_an_example_and_its_problems()
    {
        var operations = Operations().ToList();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Value["summary"]?.GetValue<string>()), $"{operation.Key}: no summary");
            Assert.False(string.IsNullOrWhiteSpace(operation.Value["operationId"]?.GetValue<string>()), $"{operation.Key}: no name");
            var responses = operation.Value["responses"]!.AsObject();
            Assert.True(responses.ContainsKey("429") && responses.ContainsKey("503"), $"{operation.Key}: no problem responses");
            Assert.True(
                operation.Value["security"] is JsonArray { Count: 0 } || responses.ContainsKey("401"),
                $"{operation.Key}: needs a token and does not say 401"
            );
            Assert.Contains(responses, response => response.Key[0] is '2' or '3');
            foreach (var (type, content) in Contents(operation.Value))
                Assert.True(type != "application/json" || content!["example"] is not null, $"{operation.Key}: a body without an example");
        });
    }

    [Fact]
    public void Every_schema_property_parameter_and_answer_is_described()
    {
        var schemas = Committed()["components"]!["schemas"]!.AsObject();
        var undescribed = schemas
            .Where(schema => IsUndescribed(schema.Value))
            .Select(schema => schema.Key)
            .Concat(
                from schema in schemas
                from property in schema.Value!["properties"]?.AsObject() ?? []
                where IsUndescribed(property.Value)
                select $"{schema.Key}.{property.Key}"
            )
            .Concat(
                from operation in Operations()
                from part in (operation.Value["parameters"]?.AsArray() ?? []).Concat(
                    operation.Value["responses"]!.AsObject().Select(response => response.Value)
                )
                where IsUndescribed(part)
                select $"{operation.Key}: {part!["name"] ?? "an answer"}"
            );

        Assert.Empty(undescribed);
    }

    private static bool IsUndescribed(JsonNode? node) => string.IsNullOrWhiteSpace(node!["description"]?.GetValue<string>());

    [Fact]
    public void Names_of_operations_are_unique() =>
        Assert.Equal(
            Operations().Count(),
            Operations().Select(operation => operation.Value["operationId"]!.GetValue<string>()).Distinct().Count()
        );

    [Fact]
    public void Every_text_that_a_client_sends_has_a_limit()
    {
        var schemas = Committed()["components"]!["schemas"]!.AsObject();
        var unlimited =
            from schema in schemas
            where schema.Key.EndsWith("Request", StringComparison.Ordinal)
            from property in schema.Value!["properties"]?.AsObject() ?? []
            where
                IsText(property.Value!)
                && property.Value!["maxLength"] is null
                && property.Value["enum"] is null
                && property.Value["format"] is null
            select $"{schema.Key}.{property.Key}";

        Assert.Empty(unlimited);
    }

    private static bool IsText(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray types => types.Any(type => type!.GetValue<string>() == "string") && types.Count <= 2,
            JsonValue type => type.GetValue<string>() == "string",
            _ => false,
        };

    private static IEnumerable<KeyValuePair<string, JsonNode>> Operations() =>
        from path in Committed()["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select KeyValuePair.Create($"{operation.Key} {path.Key}", operation.Value!);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Contents(JsonNode operation)
    {
        var bodies = operation["responses"]!
            .AsObject()
            .Select(response => response.Value!["content"])
            .Append(operation["requestBody"]?["content"]);
        return bodies.OfType<JsonObject>().SelectMany(content => content);
    }

    private static JsonNode Committed() => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "app/openapi/v1.json")))!;
}
