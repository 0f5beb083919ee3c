using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PmCrm.Preview.Project;

/// <summary>A configuration value as the Pulumi CLI understands YAML: the scalar types, lists, maps and ciphertexts.</summary>
public abstract record ConfigValue
{
    public sealed record Null : ConfigValue;
    public sealed record Bool(bool Value) : ConfigValue;
    public sealed record Whole(decimal Value) : ConfigValue;
    public sealed record Real(double Value) : ConfigValue;
    public sealed record Text(string Value) : ConfigValue;
    public sealed record List(IReadOnlyList<ConfigValue> Items) : ConfigValue;
    public sealed record Map(IReadOnlyDictionary<string, ConfigValue> Entries) : ConfigValue;

    /// <summary>A value that only the real stack can decrypt; <see cref="Placeholder"/> stands for it here.</summary>
    public sealed record Secure(string Placeholder) : ConfigValue;

    /// <summary>True when the value is, or holds, a ciphertext: the CLI then treats the whole key as secret.</summary>
    public bool IsSecret => this switch
    {
        Secure => true,
        List list => list.Items.Any(item => item.IsSecret),
        Map map => map.Entries.Values.Any(item => item.IsSecret),
        _ => false,
    };

    /// <summary>The texts that stand for ciphertexts anywhere in the value.</summary>
    public IEnumerable<string> Placeholders => this switch
    {
        Secure secure => [secure.Placeholder],
        List list => list.Items.SelectMany(item => item.Placeholders),
        Map map => map.Entries.Values.SelectMany(item => item.Placeholders),
        _ => [],
    };

    /// <summary>How the value travels to the program: text as it is, everything else as JSON.</summary>
    public string Encode()
    {
        if (this is Text text)
            return text.Value;
        if (this is Secure secure)
            return secure.Placeholder;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>
    /// The value of a key in a stack file. A scalar that stands alone is a text, letter for letter: <c>1.10</c> is not <c>1.1</c>, nor
    /// <c>0x1F</c> 31. Only inside lists and maps have scalars a type.
    /// </summary>
    /// <param name="node">The value as written.</param>
    /// <param name="placeholderFor">Makes the text that stands for a ciphertext.</param>
    public static ConfigValue FromEntry(YamlNode node, Func<string, string> placeholderFor) =>
        node is YamlScalar scalar ? new Text(FromScalar(scalar) is Null ? "" : scalar.Text) : From(node, placeholderFor);

    /// <param name="node">The value as written.</param>
    /// <param name="placeholderFor">Makes the text that stands for a ciphertext.</param>
    public static ConfigValue From(YamlNode node, Func<string, string> placeholderFor) => node switch
    {
        YamlScalar scalar => FromScalar(scalar),
        YamlSequence sequence => new List([.. sequence.Items.Select(item => From(item, placeholderFor))]),
        YamlMapping { Entries: [{ Key: "secure", Value: YamlScalar ciphertext }] } => new Secure(placeholderFor(ciphertext.Text)),
        YamlMapping mapping => new Map(mapping.Entries.ToDictionary(entry => entry.Key, entry => From(entry.Value, placeholderFor))),
        _ => throw new InvalidOperationException($"{node.Position}: unexpected {node.GetType().Name}"),
    };

    private static ConfigValue FromScalar(YamlScalar scalar)
    {
        var text = scalar.Text;
        if (!scalar.IsPlain)
            return new Text(text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new Null();
            case "true" or "True" or "TRUE":
                return new Bool(true);
            case "false" or "False" or "FALSE":
                return new Bool(false);
        }
        if (TryInteger(text.Replace("_", "", StringComparison.Ordinal), out var integer))
            return new Whole(integer);
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return (char.IsAsciiDigit(text[0]) || text[0] is '.' or '-' or '+')
            && text.Any(char.IsAsciiDigit)
            && double.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            ? new Real(number)
            : new Text(text);
    }

    private static bool TryInteger(string text, out decimal value)
    {
        var radix = text.Length > 2 && text[0] == '0' ? char.ToLowerInvariant(text[1]) : '\0';
        if (radix is 'x' or 'o' or 'b')
        {
            try
            {
                value = Convert.ToUInt64(text[2..], radix switch { 'x' => 16, 'o' => 8, _ => 2 });
                return true;
            }
            catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
            {
                value = 0;
                return false;
            }
        }
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value is >= long.MinValue and <= ulong.MaxValue;
    }

    private void Write(Utf8JsonWriter writer)
    {
        switch (this)
        {
            case Bool value: writer.WriteBooleanValue(value.Value); break;
            case Whole value: writer.WriteNumberValue(value.Value); break;
            case Real value: writer.WriteNumberValue(value.Value); break;
            case Text value: writer.WriteStringValue(value.Value); break;
            case Secure value: writer.WriteStringValue(value.Placeholder); break;
            case List value:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                    item.Write(writer);
                writer.WriteEndArray();
                break;
            case Map value:
                writer.WriteStartObject();
                foreach (var (key, item) in value.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    item.Write(writer);
                }
                writer.WriteEndObject();
                break;
            default: writer.WriteNullValue(); break;
        }
    }
}
