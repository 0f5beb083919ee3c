namespace PmCrm.Preview.Project;

/// <summary>A configuration value with the types that the Pulumi CLI gives to YAML, and encrypted values.</summary>
public abstract record ConfigValue
{
    public sealed record Null : ConfigValue;

    public sealed record Bool(bool Value) : ConfigValue;

    /// <param name="Value">Within the range of Go's int64 or uint64.</param>
    public sealed record Whole(decimal Value) : ConfigValue;

    public sealed record Real(double Value) : ConfigValue;

    public sealed record Text(string Value) : ConfigValue;

    public sealed record Time(YamlTime Value) : ConfigValue;

    public sealed record List(IReadOnlyList<ConfigValue> Items) : ConfigValue;

    /// <param name="Entries">By key.</param>
    /// <param name="HasTextKeys">Every key is a text. The CLI cannot read a default with other keys.</param>
    public sealed record Map(IReadOnlyDictionary<string, ConfigValue> Entries, bool HasTextKeys) : ConfigValue;

    /// <summary>An encrypted value, which only the real stack can decrypt. The preview uses the placeholder instead.</summary>
    /// <param name="Placeholder">What the program reads.</param>
    public sealed record Secure(SecretPlaceholder Placeholder) : ConfigValue;

    /// <summary>True when the value is, or holds, a ciphertext: the CLI then treats the whole key as secret.</summary>
    public bool IsSecret => Placeholders.Any();

    /// <summary>The placeholders of all ciphertexts in the value.</summary>
    public IEnumerable<SecretPlaceholder> Placeholders =>
        this switch
        {
            Secure secure => [secure.Placeholder],
            List list => list.Items.SelectMany(item => item.Placeholders),
            Map map => map.Entries.Values.SelectMany(item => item.Placeholders),
            _ => [],
        };

    /// <summary>A list or a mapping: it is passed as JSON, and its members have types.</summary>
    public bool IsObject => this is List or Map;

    /// <summary>How the value reaches the program: a text as it is, null as an empty text, everything else as Go's JSON.</summary>
    public string Encode() =>
        this switch
        {
            Null => "",
            Text text => text.Value,
            Time time => time.Value.Printed,
            Secure secure => secure.Placeholder.Text,
            _ => GoJson.Write(this),
        };
}
