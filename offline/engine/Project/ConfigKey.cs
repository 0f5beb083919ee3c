namespace PmCrm.Preview.Project;

/// <summary>Configuration keys: <c>name</c>, <c>namespace:name</c>, and the older <c>namespace:config:name</c>.</summary>
internal static class ConfigKey
{
    /// <returns>The full key, or null when the text is not a key.</returns>
    public static string? TryParse(string project, string text) =>
        text.Split(':') switch
        {
            [{ Length: > 0 } name] => $"{project}:{name}",
            [{ Length: > 0 } space, { Length: > 0 } name] => $"{space}:{name}",
            [{ Length: > 0 } space, "config", { Length: > 0 } name] => $"{space}:{name}",
            _ => null,
        };

    /// <summary>Whether a full key is in the project's own namespace, the one that the schema governs.</summary>
    public static bool IsOf(string project, string key) => key.StartsWith(project + ":", StringComparison.Ordinal);
}
