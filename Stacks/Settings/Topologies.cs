using System.Text.Json;

namespace PmCrm.Stacks.Settings;

/// <summary>The topologies of an environment: each has its own stack class.</summary>
public static class Topologies
{
    /// <summary>A GKE cluster on Google Cloud.</summary>
    public const string Gke = "gke";

    /// <summary>Managed platforms, for up to 1,000 users.</summary>
    public const string Mvp = "mvp";

    private const string Key = "topology";

    /// <summary>
    /// Whether the running stack has the topology <see cref="Mvp"/>. No stack exists yet, so this reads the environment variable that the
    /// Pulumi CLI sets. For every other value, also a wrong one, the settings of <see cref="Gke"/> read or refuse it.
    /// </summary>
    /// <param name="project">Name of the project: prefix of the key.</param>
    public static bool IsMvp(string project)
    {
        using var configuration = JsonDocument.Parse(
            Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { Length: > 0 } text ? text : "{}"
        );
        return configuration.RootElement.TryGetProperty($"{project}:{Key}", out var value)
            && value.ValueKind is JsonValueKind.String
            && value.GetString() == Mvp;
    }

    /// <summary>Adds a problem when the configuration is for another topology.</summary>
    internal static void Check(SettingsReader reader, string topology)
    {
        var choices = new[] { Gke, Mvp }.ToDictionary(choice => choice);
        if (reader.Choice(Key, choices) is var chosen && reader.Has(Key) && choices.ContainsKey(chosen) && chosen != topology)
            reader.Refuse(Key, $"{topology} for this class of stack");
    }
}
