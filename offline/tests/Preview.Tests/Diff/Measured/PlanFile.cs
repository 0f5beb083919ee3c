using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Diff.Measured;

/// <summary>
/// Plans in a file: the deployed one and, for each change of settings, the resources that the program then registers differently. A
/// secret is stored as its fingerprint only. URNs are numbers into a list, because they are most of the text.
/// </summary>
internal sealed class PlanFile
{
    private const string Secret = "$secret";
    private const string Unknown = "$unknown";
    private const string Masked = "$masked";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> urns = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public List<PlanResource> Before { get; } = [];

    /// <summary>By the change's name: the resources in the order of the plan.</summary>
    public SortedDictionary<string, List<PlanResource>> After { get; } = new(StringComparer.Ordinal);

    public static PlanFile Read(string path)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        var file = new PlanFile();
        file.urns.AddRange(root["urns"]!.AsArray().Select(urn => urn!.GetValue<string>()));
        file.Before.AddRange(root["before"]!.AsArray().Select(resource => file.ReadResource(resource!, null)));
        var before = file.Before.ToDictionary(resource => resource.Urn);
        foreach (var (name, change) in root["changes"]!.AsObject())
        {
            var resources = new List<PlanResource>();
            foreach (var item in change!.AsArray())
                resources.Add(
                    item is JsonValue number
                        ? before[file.urns[number.GetValue<int>()]]
                        : file.ReadResource(item!, before.GetValueOrDefault(file.urns[item!["urn"]!.GetValue<int>()]))
                );
            file.After[name] = resources;
        }
        return file;
    }

    public void Write(string path)
    {
        var before = Before.ToDictionary(resource => resource.Urn);
        var lines = new StringBuilder();
        lines
            .Append("{\"before\":[\n")
            .AppendJoin(",\n", Before.Select(resource => Text(ToJson(resource, null))))
            .Append("\n],\n\"changes\":{\n");
        lines.AppendJoin(
            ",\n",
            After.Select(change =>
                $"{Text(change.Key)}:["
                + string.Join(
                    ",",
                    change.Value.Select(resource =>
                    {
                        var was = before.GetValueOrDefault(resource.Urn);
                        var json = ToJson(resource, was);
                        return json.Count == 1 && was is not null ? Text(Number(resource.Urn)) : $"\n{Text(json)}";
                    })
                )
                + "]"
            )
        );
        lines.Append("\n},\n\"urns\":[\n").AppendJoin(",\n", urns.Select(urn => Text(urn))).Append("\n]}\n");
        File.WriteAllText(path, lines.ToString());
    }

    private static string Text(JsonNode node) => node.ToJsonString(Options);

    private PlanResource ReadResource(JsonNode json, PlanResource? was)
    {
        var urn = urns[json["urn"]!.GetValue<int>()];
        var options = json["options"] is { } said ? ReadOptions(said) : was?.Options ?? new PlanOptions();
        return new PlanResource
        {
            Urn = urn,
            Type = Urn.Type(urn),
            Name = Urn.Name(urn),
            IsCustom = json["component"] is null,
            Parent = json["parent"] is { } parent ? urns[parent.GetValue<int>()] : was?.Parent,
            Provider = json["provider"] is { } provider ? provider.GetValue<string>() : was?.Provider,
            Inputs = ReadInputs(json["inputs"], was?.Inputs),
            Outputs = PlanMap.Empty,
            Dependencies = json["dependencies"] is { } dependencies ? ReadUrns(dependencies) : was?.Dependencies ?? [],
            PropertyDependencies = json["propertyDependencies"] is { } byProperty
                ? byProperty.AsObject().ToDictionary(entry => entry.Key, entry => ReadUrns(entry.Value!))
                : was?.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<string>>(),
            Options = options,
        };
    }

    private static PlanMap ReadInputs(JsonNode? json, PlanMap? was)
    {
        var entries = new SortedDictionary<string, PlanValue>(was?.Entries.ToDictionary() ?? [], StringComparer.Ordinal);
        foreach (var (key, value) in json?.AsObject() ?? [])
            if (value is JsonArray { Count: 0 } && was is not null)
                entries.Remove(key);
            else
                entries[key] = ReadValue(value is JsonArray { Count: 1 } wrapped && was is not null ? wrapped[0] : value);
        return new PlanMap(entries);
    }

    private JsonObject ToJson(PlanResource resource, PlanResource? was)
    {
        var json = new JsonObject { ["urn"] = Number(resource.Urn) };
        if (!resource.IsCustom && was is null)
            json["component"] = true;
        if (resource.Parent is { } parent && parent != was?.Parent)
            json["parent"] = Number(parent);
        if (resource.Provider is { } provider && provider != was?.Provider)
            json["provider"] = provider;
        var inputs = new JsonObject();
        foreach (var key in resource.Inputs.Entries.Keys.Union(was?.Inputs.Entries.Keys ?? []))
            if (was is null)
                inputs[key] = ToJson(resource.Inputs[key]!);
            else if (!PlanValue.Same(was.Inputs[key], resource.Inputs[key]))
                inputs[key] = resource.Inputs[key] is { } value ? new JsonArray(ToJson(value)) : [];
        if (inputs.Count > 0)
            json["inputs"] = inputs;
        if (!resource.Dependencies.SequenceEqual(was?.Dependencies ?? []))
            json["dependencies"] = Numbers(resource.Dependencies);
        var byProperty = new JsonObject();
        foreach (var (key, dependencies) in resource.PropertyDependencies)
            byProperty[key] = Numbers(dependencies);
        if (was is null ? byProperty.Count > 0 : !SameDependencies(was, resource))
            json["propertyDependencies"] = byProperty;
        var options = OptionsOf(resource.Options);
        if (!JsonNode.DeepEquals(options, was is null ? new JsonObject() : OptionsOf(was.Options)))
            json["options"] = options;
        return json;
    }

    private static bool SameDependencies(PlanResource was, PlanResource resource) =>
        was.PropertyDependencies.Count == resource.PropertyDependencies.Count
        && was.PropertyDependencies.All(entry => entry.Value.SequenceEqual(resource.PropertyDependencies.GetValueOrDefault(entry.Key, [])));

    private JsonObject OptionsOf(PlanOptions options)
    {
        var json = new JsonObject();
        if (options.Protect)
            json["protect"] = true;
        if (options.DeleteBeforeReplace is { } first)
            json["deleteBeforeReplace"] = first;
        if (options.DeletedWith is { } owner)
            json["deletedWith"] = Number(owner);
        foreach (var (name, items) in new[] { ("ignoreChanges", options.IgnoreChanges), ("replaceOnChanges", options.ReplaceOnChanges) })
            if (items.Count > 0)
                json[name] = new JsonArray([.. items.Select(item => JsonValue.Create(item))]);
        if (options.Aliases.Count > 0)
            json["aliases"] = Numbers(options.Aliases.Select(alias => alias.Urn));
        return json;
    }

    private PlanOptions ReadOptions(JsonNode json) =>
        new()
        {
            Protect = json["protect"] is not null,
            DeleteBeforeReplace = json["deleteBeforeReplace"]?.GetValue<bool>(),
            DeletedWith = json["deletedWith"] is { } owner ? urns[owner.GetValue<int>()] : null,
            IgnoreChanges = [.. json["ignoreChanges"]?.AsArray().Select(item => item!.GetValue<string>()) ?? []],
            ReplaceOnChanges = [.. json["replaceOnChanges"]?.AsArray().Select(item => item!.GetValue<string>()) ?? []],
            Aliases = [.. json["aliases"] is { } aliases ? ReadUrns(aliases).Select(urn => new PlanAlias(urn)) : []],
        };

    private static PlanValue ReadValue(JsonNode? json) =>
        json switch
        {
            null => PlanNull.Instance,
            JsonArray list => new PlanList([.. list.Select(ReadValue)]),
            JsonObject map when map[Secret] is { } print => new PlanSecret(print.GetValue<string>()),
            JsonObject map when map[Unknown] is not null => PlanUnknown.Instance,
            JsonObject map when map[Masked] is { } text => new PlanText(text[0]!.GetValue<string>(), text[1]!.GetValue<string>()),
            JsonObject map => new PlanMap(
                new SortedDictionary<string, PlanValue>(
                    map.ToDictionary(entry => entry.Key, entry => ReadValue(entry.Value)),
                    StringComparer.Ordinal
                )
            ),
            _ => json.GetValueKind() switch
            {
                JsonValueKind.String => new PlanText(json.GetValue<string>()),
                JsonValueKind.Number => new PlanNumber(json.GetValue<double>()),
                _ => new PlanBool(json.GetValue<bool>()),
            },
        };

    private static JsonNode? ToJson(PlanValue value) =>
        value switch
        {
            PlanBool boolean => boolean.Value,
            PlanNumber number => number.Value,
            PlanText { Fingerprint: { } print } text => new JsonObject { [Masked] = new JsonArray(text.Text, print) },
            PlanText text => text.Text,
            PlanSecret secret => new JsonObject { [Secret] = secret.Fingerprint },
            PlanUnknown => new JsonObject { [Unknown] = true },
            PlanList list => new JsonArray([.. list.Items.Select(ToJson)]),
            PlanMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
            PlanNull => null,
            _ => throw new NotSupportedException($"a plan file holds no {value.GetType().Name}"),
        };

    private int Number(string urn)
    {
        if (!numbers.TryGetValue(urn, out var number))
        {
            numbers[urn] = number = urns.Count;
            urns.Add(urn);
        }
        return number;
    }

    private JsonArray Numbers(IEnumerable<string> list) => new([.. list.Select(urn => JsonValue.Create(Number(urn)))]);

    private IReadOnlyList<string> ReadUrns(JsonNode json) => [.. json.AsArray().Select(number => urns[number!.GetValue<int>()])];
}
