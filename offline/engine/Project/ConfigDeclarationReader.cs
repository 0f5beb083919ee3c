namespace PmCrm.Preview.Project;

/// <summary>Reads one entry of Pulumi.yaml's <c>config</c>, with the rules that the CLI applies to it.</summary>
internal static class ConfigDeclarationReader
{
    /// <returns>Null when something is wrong; <paramref name="problems"/> then says what.</returns>
    public static ConfigDeclaration? Read(string project, YamlEntry entry, List<string> problems)
    {
        var before = problems.Count;
        var (name, position, node) = entry;
        if (ConfigKey.TryParse(project, name) is not { } key)
        {
            problems.Add($"{position}: '{name}' is not a configuration key; accepted: name, namespace:name");
            return null;
        }
        // "key: value" is short for a key with that value.
        if (node is not YamlMapping schema)
            return new ConfigDeclaration(key, name, null, ConfigValue.From(node, NoSecrets), IsSecret: false, position);

        var type = ReadType(name, schema, problems);
        var @default = schema["default"];
        var value = schema["value"];
        var given = @default ?? value;
        var plain = given is null ? null : ConfigValue.From(given, NoSecrets);
        if (@default is not null && value is not null)
            problems.Add($"{position}: '{name}' has both a 'default' and a 'value'; one of them must go");
        if (!ConfigKey.IsOf(project, key))
            CheckForeign(name, position, schema, problems);
        else if (@default is not null && type is not null && !type.Accepts(plain!))
            problems.Add($"{@default.Position}: the default of '{name}' must be of type {type}");
        var secret = schema["secret"] is YamlScalar { Text: "true" };
        return problems.Count == before ? new ConfigDeclaration(key, name, type, plain, secret, position) : null;
    }

    private static void CheckForeign(string name, Position position, YamlMapping schema, List<string> problems)
    {
        if (schema["type"] is { } type)
            problems.Add($"{type.Position}: '{name}' belongs to another namespace, so it takes no 'type'");
        if (schema["default"] is { } @default)
            problems.Add($"{@default.Position}: '{name}' belongs to another namespace, so it takes a 'value', not a 'default'");
        else if (schema["value"] is null)
            problems.Add($"{position}: '{name}' belongs to another namespace, so it needs a 'value'");
    }

    private static ConfigType? ReadType(string name, YamlMapping schema, List<string> problems)
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
            return ReadType(name, items, problems) is { } itemType ? new ConfigType("array", itemType) : null;
        problems.Add($"{node.Position}: '{name}' is an array, so it needs 'items' with the type of its elements");
        return null;
    }

    private static string NoSecrets(string ciphertext) => ciphertext;
}
