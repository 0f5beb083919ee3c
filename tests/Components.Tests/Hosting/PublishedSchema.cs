using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PmCrm.Components.Tests.Hosting;

/// <summary>Facts of a schema that a platform publishes: for each member of a file its type, values and bounds.</summary>
/// <param name="table">
/// A line each: path, type, values (with commas between them) or MIN..MAX (of a number, or of a list's length), and the members that an
/// object must have. An item of a list is written as [], a member with any name as *.
/// </param>
internal sealed class PublishedSchema(string table)
{
    private readonly Dictionary<string, Fact> facts = table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(Fact.Parse)
        .ToDictionary(fact => fact.Path);

    /// <summary>What the published schema would refuse in a file, one sentence each.</summary>
    public IEnumerable<string> ProblemsWith(JsonNode file) => Check("$", "$", file);

    /// <summary>Where a schema of ours accepts what the published one refuses, one sentence each.</summary>
    public IEnumerable<string> WiderParts(JsonElement schema) => Compare("$", schema);

    private IEnumerable<string> Check(string path, string name, JsonNode? value)
    {
        if (!facts.TryGetValue(path, out var fact))
            return [$"{name} is no member that is published"];
        return value switch
        {
            JsonObject members when fact.Type is "object" => fact
                .Required.Where(member => !members.ContainsKey(member))
                .Select(member => $"{name} lacks {member}")
                .Concat(members.SelectMany(member => Check(Below(path, member.Key), $"{name}.{member.Key}", member.Value))),
            JsonArray items when fact.Type is "array" => Bounds(fact, name, items.Count)
                .Concat(items.SelectMany((item, index) => Check($"{path}[]", $"{name}[{index}]", item))),
            JsonValue single => CheckSingle(fact, name, single),
            _ => [$"{name} is no {fact.Type}"],
        };
    }

    private static IEnumerable<string> CheckSingle(Fact fact, string name, JsonValue value) =>
        (fact.Type, value.GetValueKind()) switch
        {
            ("string", JsonValueKind.String) => Values(fact, name, value.GetValue<string>()),
            ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
            ("number" or "integer", JsonValueKind.Number) => Bounds(
                fact,
                name,
                decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            ),
            _ => [$"{name} is no {fact.Type}"],
        };

    private List<string> Compare(string path, JsonElement schema)
    {
        if (!facts.TryGetValue(path, out var fact))
            return [$"{path} is no member that is published"];
        var wider = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !IsWithin(type.GetString()!, fact.Type))
            wider.Add($"{path} is no {fact.Type}");
        if (schema.TryGetProperty("enum", out var accepted))
            wider.AddRange(accepted.EnumerateArray().SelectMany(value => Values(fact, path, value.GetString()!)));
        if (schema.TryGetProperty("const", out var only) && only.ValueKind is JsonValueKind.String)
            wider.AddRange(Values(fact, path, only.GetString()!));
        foreach (var bound in new[] { "minimum", "maximum", "maxItems" })
            if (schema.TryGetProperty(bound, out var limit))
                wider.AddRange(Bounds(fact, path, limit.GetDecimal()));
        if (fact.Min is not null && fact.Type is not "array" && !schema.TryGetProperty("minimum", out _))
            wider.Add($"{path} has no minimum");
        if (fact.Max is not null && !schema.TryGetProperty(fact.Type is "array" ? "maxItems" : "maximum", out _))
            wider.Add($"{path} has no maximum");
        if (schema.TryGetProperty("properties", out var members))
            wider.AddRange(members.EnumerateObject().SelectMany(member => Compare(Below(path, member.Name), member.Value)));
        if (schema.TryGetProperty("items", out var items))
            wider.AddRange(Compare($"{path}[]", items));
        return wider;
    }

    private static bool IsWithin(string type, string published) => type == published || (type, published) is ("integer", "number");

    private string Below(string path, string member) => facts.ContainsKey($"{path}.*") ? $"{path}.*" : $"{path}.{member}";

    private static IEnumerable<string> Values(Fact fact, string name, string value) =>
        fact.Values.Count == 0 || fact.Values.Contains(value) ? [] : [$"{name} is '{value}'; published: {string.Join(", ", fact.Values)}"];

    private static IEnumerable<string> Bounds(Fact fact, string name, decimal value) =>
        value < fact.Min || value > fact.Max ? [$"{name} is {value}, not within {fact.Min}..{fact.Max}"] : [];

    private sealed record Fact(
        string Path,
        string Type,
        IReadOnlyCollection<string> Values,
        decimal? Min,
        decimal? Max,
        IReadOnlyCollection<string> Required
    )
    {
        public static Fact Parse(string line)
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var bounds = cells[2].Split("..");
            return bounds.Length == 2
                ? new(cells[0], cells[1], [], Number(bounds[0]), Number(bounds[1]), Words(cells[3]))
                : new(cells[0], cells[1], Words(cells[2]), null, null, Words(cells[3]));
        }

        private static List<string> Words(string cell) =>
            [.. cell.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

        private static decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
    }
}
