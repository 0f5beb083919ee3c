namespace PmCrm.Preview.Project;

/// <summary>
/// Reads configuration values from YAML, as the Pulumi CLI 3.276.0 does. The CLI decodes a file, encodes it and decodes it again
/// (sdk/go/common/workspace/loaders.go), so a plain scalar reaches the program as its value printed again: <c>0x1F</c> is <c>31</c>. If
/// that differs from the written text, there is a warning.
/// </summary>
/// <param name="problems">Receives the errors.</param>
/// <param name="warnings">Receives warnings about values that the program gets differently than written.</param>
internal sealed class ConfigValueReader(List<string> problems, List<string> warnings)
{
    private bool isDefault;

    /// <summary>The value of a key in a stack file. Outside lists and mappings every scalar is a text.</summary>
    /// <param name="key">The full key.</param>
    /// <param name="node">The value as written.</param>
    /// <param name="type">The type that the schema declares; encrypted values get a placeholder of it.</param>
    public ConfigValue ReadStackValue(string key, YamlNode node, ConfigType? type)
    {
        isDefault = false;
        var value = Read(key, key, node, type);
        return value is ConfigValue.Bool or ConfigValue.Whole or ConfigValue.Real or ConfigValue.Null
            ? new ConfigValue.Text(value.Encode())
            : value;
    }

    /// <summary>A default or a value of the schema in Pulumi.yaml. Its scalars keep their types, which the schema checks.</summary>
    /// <param name="key">The full key.</param>
    /// <param name="node">The value as written.</param>
    /// <param name="type">The type that the schema declares.</param>
    public ConfigValue ReadDefault(string key, YamlNode node, ConfigType? type)
    {
        isDefault = true;
        return Read(key, key, node, type);
    }

    /// <summary>
    /// The value that the CLI passes for a default: it goes through JSON once more unless it is a text, an integer or a boolean
    /// (<c>createConfigValue</c> of pkg/workspace/config.go).
    /// </summary>
    public static ConfigValue AsPassed(string key, ConfigValue value) =>
        value switch
        {
            ConfigValue.Map { Entries: { Count: 1 } only }
                when only.TryGetValue("secure", out var member) && member is ConfigValue.Text ciphertext => new ConfigValue.Secure(
                SecretPlaceholder.For(key, ciphertext.Value, type: null)
            ),
            ConfigValue.Time time => new ConfigValue.Text(time.Value.Rfc3339),
            ConfigValue.Whole { Value: > long.MaxValue } whole => new ConfigValue.Real((double)whole.Value),
            ConfigValue.List list => new ConfigValue.List([.. list.Items.Select(item => AsPassed(key, item))]),
            ConfigValue.Map map => map with { Entries = map.Entries.ToDictionary(entry => entry.Key, entry => AsPassed(key, entry.Value)) },
            _ => value,
        };

    private ConfigValue Read(string key, string path, YamlNode node, ConfigType? type)
    {
        switch (node)
        {
            case YamlScalar scalar:
                return ReadScalar(path, scalar, isMember: key.Length < path.Length);
            case YamlSequence sequence:
                return new ConfigValue.List([.. sequence.Items.Select((item, i) => Read(key, $"{path}[{i}]", item, type?.Items))]);
            case YamlMapping { Entries: [{ Key: "secure", Value: YamlScalar ciphertext }] } when !isDefault && IsText(ciphertext):
                return new ConfigValue.Secure(SecretPlaceholder.For(key, ciphertext.Text, type));
            case YamlMapping mapping:
                return ReadMapping(key, path, mapping);
            default:
                throw new InvalidOperationException($"{node.Position}: unexpected {node.GetType().Name}");
        }
    }

    private ConfigValue.Map ReadMapping(string key, string path, YamlMapping mapping)
    {
        var entries = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            var member = $"{path}.{entry.Key}";
            if (entry.Key != entry.Scalar.Text)
                WarnOfReading($"the key '{member}'", entry.Scalar, $"'{entry.Key}'");
            entries[entry.Key] = Read(key, member, entry.Value, type: null);
        }
        return new ConfigValue.Map(entries, !isDefault || mapping.Entries.All(entry => entry.IsTextKey));
    }

    private ConfigValue ReadScalar(string path, YamlScalar scalar, bool isMember)
    {
        var value = YamlTypes.Resolve(scalar);
        if (value is ConfigValue.Real { Value: var number } && !double.IsFinite(number))
        {
            problems.Add(
                $"{scalar.Position}: '{path}' is {scalar.Text}, which JSON cannot hold; "
                    + $"accepted: finite numbers, or \"{scalar.Text}\" as a text"
            );
            return new ConfigValue.Text(scalar.Text);
        }
        // A whole floating-point number below 1e6 is encoded without a point, and decoded as an integer.
        if (value is ConfigValue.Real { Value: > -1e6 and < 1e6 } real && double.IsInteger(real.Value))
            value = new ConfigValue.Whole((decimal)real.Value);
        if (!isDefault && value is ConfigValue.Time time)
            value = new ConfigValue.Text(time.Value.Printed);
        // Members of an object are kept as JSON, where Go reads an integer that does not fit int64 as a floating-point number.
        if (!isDefault && isMember && value is ConfigValue.Whole { Value: > long.MaxValue } whole)
            value = new ConfigValue.Real((double)whole.Value);
        WarnIfReadOtherwise(path, scalar, value, isMember);
        return value;
    }

    private void WarnIfReadOtherwise(string path, YamlScalar scalar, ConfigValue value, bool isMember)
    {
        if (scalar.IsQuoted || scalar.Tag.Length > 0)
            return;
        if (value is ConfigValue.Null)
        {
            // Null is a value inside an object, and means "not set" in Pulumi.yaml.
            if (!isMember && !isDefault)
                warnings.Add($"{scalar.Position}: '{path}' has no value, so the program gets an empty text; write \"\" if that is meant");
            return;
        }
        var passed = AsPassed(path, value).Encode();
        if (passed != scalar.Text)
            WarnOfReading($"'{path}'", scalar, passed);
    }

    private void WarnOfReading(string what, YamlScalar scalar, string passed)
    {
        if (scalar.IsQuoted || scalar.Tag.Length > 0)
            return;
        var plain = passed.Contains(' ', StringComparison.Ordinal) ? "" : $"write {passed} if that is meant, ";
        warnings.Add(
            $"{scalar.Position}: {what} is written {scalar.Text}, "
                + $"but YAML reads it as {Kind(scalar)} and the program gets {passed}; "
                + $"{plain}\"{scalar.Text}\" if the text is meant"
        );
    }

    private static string Kind(YamlScalar scalar) =>
        YamlTypes.Resolve(scalar) switch
        {
            ConfigValue.Bool => "a boolean",
            ConfigValue.Time => "a time",
            ConfigValue.Null => "null",
            _ => "a number",
        };

    private static bool IsText(YamlScalar scalar) => YamlTypes.Resolve(scalar) is ConfigValue.Text;
}
