using System.Globalization;

namespace PmCrm.Preview.Project;

/// <summary>A type of the configuration schema: string, integer, boolean, object, or array of one of these.</summary>
/// <param name="Name">The type's name in Pulumi.yaml.</param>
/// <param name="Items">What an array holds; null for the others.</param>
public sealed record ConfigType(string Name, ConfigType? Items)
{
    /// <summary>The names that Pulumi.yaml accepts.</summary>
    public static readonly string[] Names = ["string", "integer", "boolean", "array", "object"];

    public override string ToString() => Items is null ? Name : $"array<{Items}>";

    /// <summary>
    /// Whether the CLI accepts the value. A scalar that stands alone is a text, so any of them is a string, and a text that reads as
    /// a number is an integer; inside objects and arrays the types must match. Ciphertexts are taken on trust.
    /// </summary>
    public bool Accepts(ConfigValue value) => Name switch
    {
        _ when value is ConfigValue.Secure => Items is null && Name != "object",
        "string" => value is ConfigValue.Text,
        "integer" => value switch
        {
            ConfigValue.Whole => true,
            ConfigValue.Real number => double.IsInteger(number.Value),
            ConfigValue.Text text => long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            _ => false,
        },
        "boolean" => value is ConfigValue.Bool or ConfigValue.Text { Value: "true" or "false" },
        "object" => value is ConfigValue.Map,
        _ => value is ConfigValue.List list && Items is not null && list.Items.All(item => Items.Accepts(item)),
    };
}
