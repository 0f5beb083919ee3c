using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Engine;
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

    /// <returns>The id, empty while unknown, and the state.</returns>
    public (string Id, Struct State) Create(string type, string name, string urn, Struct inputs)
    {
        var state = inputs.Clone();
        var entry = Table.Value.Resource(type);
        if (entry?.AutoName is { } property && !state.Fields.ContainsKey(property))
            state.Fields[property] = Value.ForString(AutoName.For(urn, name, AutoName.CloudDigits));
        if (type.StartsWith("kubernetes:", StringComparison.Ordinal))
            AutoName.NameObject(state, urn, name);
        if (entry?.Outputs is { } outputs)
            new Template(unknowns, config, name).MergeInto(state, outputs);
        return (unknowns ? "" : $"<{name}.id>", state);
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
