using System.Text.Json;

namespace PmCrm.Preview.Simulation;

/// <summary>What is simulated for a resource type.</summary>
/// <param name="AutoName">The property that the provider fills with a generated name if the program does not set it.</param>
/// <param name="Outputs">A template of the computed properties.</param>
internal sealed record SimulatedResource(string? AutoName, JsonElement? Outputs);

/// <summary>The two tables that come with the program.</summary>
internal sealed class SimulationTable
{
    private readonly JsonElement resources;
    private readonly JsonElement functions;

    private SimulationTable(JsonElement resources, JsonElement functions)
    {
        this.resources = resources;
        this.functions = functions;
    }

    public static SimulationTable Load() => new(Read("resources.json"), Read("functions.json"));

    public SimulatedResource? Resource(string type) =>
        resources.TryGetProperty(type, out var entry)
            ? new SimulatedResource(
                entry.TryGetProperty("autoName", out var name) ? name.GetString() : null,
                entry.TryGetProperty("outputs", out var outputs) ? outputs : null
            )
            : null;

    public JsonElement? Function(string token) => functions.TryGetProperty(token, out var outputs) ? outputs : null;

    private static JsonElement Read(string name)
    {
        using var stream = typeof(SimulationTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the table '{name}' is not part of this program");
        return JsonDocument.Parse(stream).RootElement;
    }
}
