using System.Globalization;
using System.Text.Json.Nodes;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// Bodies made of the OpenAPI document's schemas: the largest that is legal, and one in which everything is wrong. What a schema cannot say
/// (a phone's digits, a rule's grammar) stands in a table by the property's name.
/// </summary>
/// <param name="document">The OpenAPI document.</param>
/// <param name="id">An id of one of the person's own resources, for properties that contain ids.</param>
internal sealed class LargestBodies(JsonNode document, Func<string, Guid> id)
{
    /// <summary>Three bytes in UTF-8, one code unit in .NET: the most bytes for each character that limits count.</summary>
    private const char Wide = '漢';

    public string Legal(string schema) => Legal("", Schema(schema), 0)!.ToJsonString();

    /// <summary>Every property is invalid; lists have the maximum number of entries, all invalid.</summary>
    public string Wrong(string schema)
    {
        var body = new JsonObject();
        foreach (var (name, property) in Schema(schema)["properties"]!.AsObject())
            body[name] = Wrong(name, Resolve(property!));
        return body.ToJsonString();
    }

    // Properties other than texts stay valid: a value of the wrong type is refused at once, before the other properties are validated.
    private JsonNode? Wrong(string name, JsonNode schema) =>
        Type(schema) switch
        {
            "array" when name is not ("contactIds" or "otherContactIds") => new JsonArray([
                .. Enumerable
                    .Range(0, Number(schema, "maxItems") ?? 100)
                    .Select(i =>
                        Type(schema["items"]!) == "string" && schema["items"]!["format"] is null
                            ? (JsonNode)JsonValue.Create($"{new string(Wide, 300)}\u0001{i}")
                            : WrongEntry(Resolve(schema["items"]!), i)
                    ),
            ]),
            "string" when schema["format"] is null && (schema["maxLength"] ?? schema["enum"]) is not null => JsonValue.Create(
                new string(Wide, (Number(schema, "maxLength") ?? 1000) + 1)
            ),
            _ => Legal(name, schema, 0),
        };

    private JsonObject WrongEntry(JsonNode schema, int index) =>
        new(
            schema["properties"]!
                .AsObject()
                .Select(property =>
                    KeyValuePair.Create(
                        property.Key,
                        Number(property.Value!, "maxLength") is { } length
                            ? JsonValue.Create($"{index}{new string(Wide, length)}")
                            : Legal(property.Key, property.Value!, index)
                    )
                )
        );

    private JsonNode? Legal(string name, JsonNode schema, int index)
    {
        schema = Resolve(schema);
        if (Special(name, index) is { } special)
            return special;
        if (schema["enum"] is JsonArray choices)
            return choices.Where(choice => choice is not null).MaxBy(choice => $"{choice}".Length)!.DeepClone();
        switch (Type(schema))
        {
            case "object":
                var body = new JsonObject();
                foreach (var (property, of) in schema["properties"]!.AsObject())
                    body[property] = Legal(property, of!, index);
                return body;
            case "array":
                return new JsonArray([
                    .. Enumerable.Range(0, Number(schema, "maxItems") ?? 100).Select(i => Legal(name + "[]", schema["items"]!, i)),
                ]);
            case "string" when schema["format"]?.GetValue<string>() == "date-time":
                return JsonValue.Create(DateTimeOffset.UtcNow.AddDays(1).ToString("O"));
            case "string":
                var unique = index.ToString("000", CultureInfo.InvariantCulture);
                return JsonValue.Create((unique + new string(Wide, 30_000))[..(Number(schema, "maxLength") ?? 50)]);
            case "integer":
                return JsonValue.Create(Number(schema, "maximum") ?? int.MaxValue);
            case "boolean":
                return JsonValue.Create(true);
            default:
                throw new InvalidOperationException($"No largest value is known for {name}: {schema.ToJsonString()}");
        }
    }

    private JsonNode? Special(string name, int index) =>
        name switch
        {
            // The label of the address at the same index.
            "emails[]" or "address" => JsonValue.Create(
                $"{new string('a', 60)}{index:000}@{new string('b', 60)}.{new string('c', 60)}.{new string('d', 63)}.com"
            ),
            "email" => JsonValue.Create($"{Guid.NewGuid():N}@{string.Join('.', Enumerable.Repeat(new string('d', 50), 4))}.com"),
            // A password that is hard to guess.
            "password" or "newPassword" => JsonValue.Create(
                string.Concat(Enumerable.Range(0, 128).Select(i => (char)(Wide + i * 37 % 1000)))
            ),
            "scopes" => new JsonArray([.. ApiScopes.All.Select(scope => (JsonNode)JsonValue.Create(scope))]),
            "number" when WhatsApp => JsonValue.Create("+49 170 1234567".PadRight(40)),
            "code" when WhatsApp => JsonValue.Create("123456"),
            "number" => JsonValue.Create($"+{index:00}-1234567890-1234567890--+++--++-+-+".PadRight(40, '-')[..40]),
            "birthday" or "date" => JsonValue.Create("2200-12-31"),
            "action" => JsonValue.Create("update"),
            "url" => JsonValue.Create($"https://example.com/{index:000}".PadRight(500, 'u')),
            "timeZone" => JsonValue.Create("America/Argentina/ComodRivadavia"),
            "rrule" => JsonValue.Create("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=" + string.Join(',', Enumerable.Range(1, 31))),
            "occurredAt" => JsonValue.Create("2026-01-02T03:04:05.1234567+05:45"),
            "relatedContactId" or "otherId" => JsonValue.Create(id(World.OtherContact).ToString()),
            "into" => JsonValue.Create(id(World.OtherTag).ToString()),
            "contactIds" => new JsonArray([
                .. Enumerable.Repeat(id("contacts").ToString(), 500).Select(text => (JsonNode)JsonValue.Create(text)),
            ]),
            "otherContactIds" => new JsonArray([
                .. Enumerable
                    .Repeat(id(World.OtherContact).ToString(), InteractionWrite.MaxOthers)
                    .Select(text => (JsonNode)JsonValue.Create(text)),
            ]),
            // A relationship's kind is one of a fixed list.
            "kind" when index >= 0 && Relationship => JsonValue.Create("colleague"),
            _ => null,
        };

    private bool Relationship { get; set; }

    private bool WhatsApp { get; set; }

    private JsonNode Schema(string name)
    {
        Relationship = name == "RelationshipWrite";
        WhatsApp = name.Contains("WhatsApp", StringComparison.Ordinal);
        return document["components"]!["schemas"]![name]!;
    }

    private JsonNode Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray any)
            schema = any.First(one => one!["type"]?.ToString() != "null")!;
        return schema["$ref"] is { } reference ? document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]! : schema;
    }

    private static string? Type(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray types => types.Select(type => type!.GetValue<string>()).FirstOrDefault(type => type != "null"),
            JsonValue type => type.GetValue<string>(),
            _ => null,
        };

    private static int? Number(JsonNode schema, string name) => schema[name]?.GetValue<int>();
}
