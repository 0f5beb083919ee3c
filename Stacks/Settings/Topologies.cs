using System.Text.Json;

namespace PmCrm.Stacks.Settings;

/// <summary>The shapes that an environment can have: which stack class a stack is made by.</summary>
public static class Topologies
{
    /// <summary>A cluster of our own on Google Cloud.</summary>
    public const string Gke = "gke";

    /// <summary>Managed platforms, for up to 1,000 users.</summary>
    public const string Mvp = "mvp";

    private const string Key = "topology";

    /// <summary>
    /// Whether the stack that runs is of the topology <see cref="Mvp"/>. Asked before there is a stack, so from the environment that the
    /// Pulumi CLI sets; everything else, wrong values too, is for the settings of <see cref="Gke"/> to read or to refuse.
    /// </summary>
    /// <param name="project">Name of the project, which the key begins with.</param>
    public static bool IsMvp(string project)
    {
        using var configuration = JsonDocument.Parse(
            Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { Length: > 0 } text ? text : "{}"
        );
        return configuration.RootElement.TryGetProperty($"{project}:{Key}", out var value)
            && value.ValueKind is JsonValueKind.String
            && value.GetString() == Mvp;
    }

    /// <summary>Notes a problem where the configuration is not of a topology.</summary>
    internal static void Check(SettingsReader reader, string topology)
    {
        var choices = new[] { Gke, Mvp }.ToDictionary(choice => choice);
        if (reader.Choice(Key, choices) is var chosen && reader.Has(Key) && choices.ContainsKey(chosen) && chosen != topology)
            reader.Refuse(Key, $"{topology} for this class of stack");
    }
}
