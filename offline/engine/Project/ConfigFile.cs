namespace PmCrm.Preview.Project;

/// <summary>Reads a project or stack file in the language that its name says: JSON for <c>.json</c>, otherwise YAML.</summary>
internal static class ConfigFile
{
    /// <inheritdoc cref="YamlReader.ReadFile"/>
    public static YamlNode? Read(string path, string name) =>
        Path.GetExtension(path) == ".json" ? JsonFileReader.ReadFile(path, name) : YamlReader.ReadFile(path, name);
}
