namespace PmCrm.Preview.Project;

/// <summary>
/// Reads one entry of Pulumi.yaml's <c>config</c> with the rules that the CLI applies to it: the JSON schema and <c>Validate</c> of
/// sdk/go/common/workspace.
/// </summary>
/// <param name="project">The project's name.</param>
/// <param name="problems">Receives the errors.</param>
/// <param name="warnings">Receives warnings about values that the CLI reads differently than written.</param>
internal sealed class ConfigDeclarationReader(string project, List<string> problems, List<string> warnings)
{
    private static readonly string[] Attributes = ["type", "items", "description", "secret", "default", "value"];

    private readonly ConfigValueReader values = new(problems, warnings);

    /// <returns>Null when something is wrong; the problems then say what.</returns>
    public ConfigDeclaration? Read(YamlEntry entry)
    {
        var before = problems.Count;
        if (ConfigKey.TryParse(project, entry.Key) is not { } key)
        {
            problems.Add($"{entry.Position}: '{entry.Key}' is not a configuration key; accepted: name, namespace:name");
            return null;
        }
        var declaration = entry.Value is YamlMapping schema ? ReadSchema(key, entry, schema) : ReadShort(key, entry);
        return problems.Count == before ? declaration : null;
    }

    // "key: value" is short for a key with that default, or that value in another namespace.
    private ConfigDeclaration ReadShort(string key, YamlEntry entry)
    {
        var value = values.ReadDefault(key, entry.Value, type: null);
        if (value is not (ConfigValue.Text or ConfigValue.Whole { Value: <= long.MaxValue } or ConfigValue.Bool or ConfigValue.List))
            problems.Add(
                $"{entry.Value.Position}: '{entry.Key}' must be a text, an integer, true, false, a list, "
                    + $"or a mapping with {string.Join(", ", Attributes)}"
            );
        return new ConfigDeclaration(key, entry.Key, null, value, IsSecret: false, entry.Position);
    }

    private ConfigDeclaration ReadSchema(string key, YamlEntry entry, YamlMapping schema)
    {
        var (name, position) = (entry.Key, entry.Position);
        foreach (var attribute in schema.Entries.Where(attribute => !Attributes.Contains(attribute.Key)))
            problems.Add($"{attribute.Position}: '{name}' has no attribute '{attribute.Key}'; accepted: {string.Join(", ", Attributes)}");
        var type = ReadType(name, schema);
        var @default = Given(schema["default"]);
        var value = Given(schema["value"]);
        var given = @default ?? value;
        var plain = given is null ? null : values.ReadDefault(key, given, type);
        if (@default is not null && value is not null)
            problems.Add($"{position}: '{name}' has both a 'default' and a 'value'; remove one of them");
        if (!ConfigKey.IsOf(project, key))
            CheckForeign(name, position, schema);
        else if (@default is not null && type is not null && !type.Accepts(plain!))
            problems.Add($"{@default.Position}: the default of '{name}' must be of type {type}");
        return new ConfigDeclaration(key, name, type, plain, ReadSecret(name, schema), position);
    }

    private bool ReadSecret(string name, YamlMapping schema)
    {
        if (schema["secret"] is not { } node)
            return false;
        if (node is YamlScalar scalar && YamlTypes.Resolve(scalar) is ConfigValue.Bool secret)
            return secret.Value;
        problems.Add($"{node.Position}: 'secret' of '{name}' must be true or false");
        return false;
    }

    private void CheckForeign(string name, Position position, YamlMapping schema)
    {
        if (schema["type"] is { } type)
            problems.Add($"{type.Position}: '{name}' belongs to another namespace, so it takes no 'type'");
        if (Given(schema["default"]) is { } @default)
            problems.Add($"{@default.Position}: '{name}' belongs to another namespace, so it takes a 'value', not a 'default'");
        else if (Given(schema["value"]) is null)
            problems.Add($"{position}: '{name}' belongs to another namespace, so it needs a 'value'");
    }

    private ConfigType? ReadType(string name, YamlMapping schema)
    {
        if (schema["type"] is not { } node)
            return null;
        if (node is not YamlScalar scalar || !ConfigType.Names.Contains(scalar.Text))
        {
            problems.Add($"{node.Position}: '{name}' has an unknown type; accepted: {string.Join(", ", ConfigType.Names)}");
            return null;
        }
        if (scalar.Text != "array")
            return new ConfigType(scalar.Text, null);
        if (schema["items"] is YamlMapping items)
            return ReadType(name, items) is { } itemType ? new ConfigType("array", itemType) : null;
        problems.Add($"{node.Position}: '{name}' is an array, so it needs 'items' with the type of its elements");
        return null;
    }

    // The CLI treats null as not set.
    private static YamlNode? Given(YamlNode? node) =>
        node is YamlScalar scalar && YamlTypes.Resolve(scalar) is ConfigValue.Null ? null : node;
}
