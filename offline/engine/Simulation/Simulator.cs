using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Simulation;

/// <summary>
/// Stands in for the providers: echoes a resource's inputs and adds what only the cloud would know, as placeholders that
/// name their origin (<c>&lt;postgres.privateIpAddress&gt;</c>), or as unknown values. What it knows of computed properties is in
/// <c>resources.json</c> and <c>functions.json</c>; a property that neither the inputs nor the table has is absent, and so unknown to
/// the program.
/// </summary>
internal sealed class Simulator(bool unknowns, IReadOnlyDictionary<string, ConfigEntry> config)
{
    private static readonly Lazy<SimulationTable> Table = new(SimulationTable.Load);

    /// <summary>Reads the tables, so that the first resource does not wait for them.</summary>
    public static void Prepare() => _ = Table.Value;

    /// <summary>The property that the provider generates if the program does not set it; null for a type that has none.</summary>
    public static string? AutoNamed(string type) => Table.Value.Resource(type)?.AutoName;

    /// <param name="type">The resource's type.</param>
    /// <param name="urn">Its URN, or the one that it was created under.</param>
    /// <param name="inputs">What the program sets.</param>
    /// <param name="outcome">What the deployment does with the existing resource.</param>
    /// <returns>The id, empty while unknown, and the state.</returns>
    public (string Id, Struct State) Create(string type, string urn, Struct inputs, Outcome outcome)
    {
        var isUnknown = unknowns || outcome is Outcome.Created or Outcome.Replaced;
        var name = Urn.Name(urn);
        var state = inputs.Clone();
        // A replacement gets a suffix different from that of the old resource.
        var identity = outcome == Outcome.Replaced ? $"{urn}#" : urn;
        var entry = Table.Value.Resource(type);
        if (entry?.AutoName is { } property && !state.Fields.ContainsKey(property))
            state.Fields[property] = Value.ForString(AutoName.For(identity, name, AutoName.CloudDigits));
        if (type.StartsWith("kubernetes:", StringComparison.Ordinal))
            AutoName.NameObject(state, identity, name);
        if (entry?.Outputs is { } outputs)
            new Template(isUnknown, config, name).MergeInto(state, outputs);
        return (isUnknown ? "" : $"<{name}.id>", state);
    }

    /// <summary>The results of a function that is in no table: those that most functions of most providers have.</summary>
    public static IReadOnlyList<string> GuessedResults { get; } = ["id", "arn", "name", "ids", "names", "zoneIds"];

    // A program that spreads over zones uses two or three elements of a list.
    private const int GuessedLength = 3;

    /// <summary>The arguments, and placeholders for <see cref="GuessedResults"/>.</summary>
    public Struct Guess(string token, Struct arguments)
    {
        var (result, origin) = (arguments.Clone(), token[(token.LastIndexOf(':') + 1)..]);
        foreach (var property in GuessedResults.Where(property => !result.Fields.ContainsKey(property)))
            result.Fields[property] =
                property.EndsWith('s')
                    ? Value.ForList([.. Enumerable.Range(0, GuessedLength).Select(i => Value.ForString($"<{origin}.{property}[{i}]>"))])
                : config.TryGetValue($"{token.Split(':')[0]}:region", out var region) && origin == "getRegion" && property is "name" or "id"
                    ? Value.ForString(region.Text)
                : Value.ForString($"<{origin}.{property}>");
        return result;
    }

    /// <returns>The result, or null for a function that the table does not have.</returns>
    public Struct? Invoke(string token, Struct arguments)
    {
        if (Table.Value.Function(token) is not { } outputs)
            return null;
        var result = arguments.Clone();
        // A function is called even in a real preview, so its results are never unknown.
        new Template(unknowns: false, config, token[(token.LastIndexOf(':') + 1)..]).MergeInto(result, outputs);
        return result;
    }
}
