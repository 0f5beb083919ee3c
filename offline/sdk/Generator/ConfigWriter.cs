using System.Text;

namespace PmCrm.Sdk.Generator;

/// <summary>
/// Writes the class Config of a package: its settings in the stack's configuration, which a program can also set in code.
/// </summary>
internal static class ConfigWriter
{
    internal static string Write(Slice slice, IReadOnlyList<Property> settings, CSharpTypes types)
    {
        var text = new StringBuilder();
        text.Append("    public static class Config\n    {\n");
        text.Append($"        private static global::Pulumi.Config Settings => new(\"{slice.Name}\");\n");
        foreach (var setting in settings)
        {
            var type = types.Output(setting with { Optional = true });
            var read =
                $"Settings.{Getter(setting, types)}(\"{setting.Wire}\"){Default(setting, slice.ConfigDefaults.GetValueOrDefault(setting.Wire))}";
            text.Append($"        private static (bool IsSet, {type} Value) {setting.Field};\n");
            text.Append($"        public static {type} {setting.Name}\n        {{\n");
            text.Append($"            get => {setting.Field}.IsSet ? {setting.Field}.Value : {read};\n");
            text.Append($"            set => {setting.Field} = (true, value);\n        }}\n");
        }

        text.Append("    }\n");
        return text.ToString();
    }

    private static string Getter(Property setting, CSharpTypes types) =>
        setting.Type switch
        {
            PropertyType.Leaf { Name: "string" } => "Get",
            PropertyType.Leaf { Name: "boolean" } => "GetBoolean",
            PropertyType.Leaf { Name: "number" } => setting.IsDouble ? "GetDouble" : "GetInt32",
            _ => $"GetObject<{types.Output(setting with { Optional = false })}>",
        };

    private static string Default(Property setting, ConfigDefault? value)
    {
        if (value is null)
            return "";
        var reader = setting.Type switch
        {
            PropertyType.Leaf { Name: "string" } => "String",
            PropertyType.Leaf { Name: "boolean" } => "Boolean",
            PropertyType.Leaf { Name: "number" } => setting.IsDouble ? "Double" : "Int32",
            _ => throw new FormatException($"Config.{setting.Wire}: a default from the environment is for a string, boolean or number."),
        };
        var otherwise = value.Otherwise is { } constant ? $" ?? {(constant ? "true" : "false")}" : "";
        return $" ?? FromEnvironment.{reader}({string.Join(", ", value.Environment.Select(name => $"\"{name}\""))}){otherwise}";
    }
}
