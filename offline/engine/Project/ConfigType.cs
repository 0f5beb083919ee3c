using System.Globalization;

namespace PmCrm.Preview.Project;

/// <summary>A type of the configuration schema: string, integer, boolean, object, or array of one of these.</summary>
/// <param name="Name">The type's name in Pulumi.yaml.</param>
/// <param name="Items">What an array holds; null for the others.</param>
public sealed record ConfigType(string Name, ConfigType? Items)
{
    /// <summary>The names that Pulumi.yaml accepts.</summary>
    public static readonly string[] Names = ["string", "integer", "boolean", "array", "object"];

    public override string ToString() => Name == "array" ? $"array<{Items}>" : Name;

    /// <summary>
    /// Whether the CLI accepts the value: <c>ValidateConfigValue</c> of its sdk/go/common/workspace/project.go. A text that reads as an
    /// integer is an integer, and so is a whole floating-point number. A ciphertext cannot be checked, so it is accepted wherever a text
    /// could be.
    /// </summary>
    public bool Accepts(ConfigValue value) =>
        Name switch
        {
            _ when value is ConfigValue.Secure => Name is "string" or "integer" or "boolean",
            "string" => value is ConfigValue.Text,
            "integer" => value switch
            {
                // A larger one is a uint64 in Go, which the CLI does not accept.
                ConfigValue.Whole whole => whole.Value <= long.MaxValue,
                ConfigValue.Real number => double.IsInteger(number.Value) || double.IsInfinity(number.Value),
                ConfigValue.Text text => IsInteger(text.Value),
                _ => false,
            },
            "boolean" => value is ConfigValue.Bool or ConfigValue.Text { Value: "true" or "false" },
            "object" => value is ConfigValue.Map { HasTextKeys: true },
            _ => value is ConfigValue.List list && Items is not null && list.Items.All(item => Items.Accepts(item)),
        };

    // Go's strconv.Atoi. .NET would also accept zero characters at the end.
    private static bool IsInteger(string text) =>
        !text.Contains('\0', StringComparison.Ordinal)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
