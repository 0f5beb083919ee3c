using System.Text;

namespace PmCrm.Sdk.Generator;

/// <summary>Writes the input types: arguments, states, nested arguments.</summary>
internal sealed class InputTypeWriter(CSharpTypes types, bool forStandin)
{
    /// <param name="modifiers">Such as <c>public sealed</c>.</param>
    internal string Write(string modifiers, string name, string baseType, IReadOnlyList<Property> properties, CSharpTypes.Side side)
    {
        var text = new StringBuilder();
        text.Append($"    {modifiers} class {name} : global::Pulumi.{baseType}\n    {{\n");
        foreach (var property in properties)
            WriteProperty(text, property, types.Input(property, side));
        WriteCollect(text, name, properties, isSealed: modifiers.Contains("sealed", StringComparison.Ordinal));
        WriteEnd(text, name, properties);
        return text.ToString();
    }

    /// <summary>The arguments of an awaited function, which hold plain values.</summary>
    internal string WritePlain(string name, IReadOnlyList<Property> properties)
    {
        var text = new StringBuilder();
        text.Append($"    public sealed class {name} : global::Pulumi.InvokeArgs\n    {{\n");
        foreach (var property in properties)
            WriteProperty(text, property, types.Plain(property));
        WriteCollect(text, name, properties, isSealed: true);
        WriteEnd(text, name, properties);
        return text.ToString();
    }

    private static void WriteProperty(StringBuilder text, Property property, string type)
    {
        var required = property.Optional ? "" : ", required: true";
        var json = property.Json ? ", json: true" : "";
        var attribute = $"        [Input(\"{property.Wire}\"{required}{json})]";
        // The packages mark a deprecated property only where its getter or setter has a body.
        var obsolete = property.Deprecated ? "[Obsolete] " : "";
        if (CSharpTypes.IsCollection(property))
        {
            // The getter creates the value, so that a collection initializer works.
            var value = property.Secret ? "SecretInput.Wrap(value)" : "value";
            text.Append($"{attribute} private {type}? {property.Field};\n");
            text.Append(
                $"        {obsolete}public {type} {property.Name} {{ get => {property.Field} ??= new {type}(); set => {property.Field} = {value}; }}\n"
            );
        }
        else if (property.Secret)
        {
            text.Append($"{attribute} private {type}? {property.Field};\n");
            text.Append(
                $"        {obsolete}public {type}? {property.Name} {{ get => {property.Field}; set => {property.Field} = SecretInput.Wrap(value); }}\n"
            );
        }
        else if (property.Optional)
        {
            text.Append($"{attribute} public {type}? {property.Name} {{ get; set; }}\n");
        }
        else
        {
            var initial = type is "int" or "double" or "bool" ? "" : " = null!;";
            text.Append($"{attribute} public {type} {property.Name} {{ get; set; }}{initial}\n");
        }
    }

    /// <summary>
    /// Lists the arguments, the private fields before the properties, in the order in which reflection finds them. A class that a program
    /// may derive from uses reflection, to find the members that the derived class adds.
    /// </summary>
    private void WriteCollect(StringBuilder text, string name, IReadOnlyList<Property> properties, bool isSealed)
    {
        if (!forStandin)
            return;
        text.Append("        internal override IReadOnlyList<Argument> Collect()\n            => ");
        if (!isSealed)
            text.Append($"GetType() != typeof({name}) ? base.Collect() : ");
        text.Append($"new ArgumentList(typeof({name}), {properties.Count})");
        foreach (var property in properties.OrderBy(property => IsInField(property) ? 0 : 1))
        {
            var member = IsInField(property) ? property.Field : property.Name;
            var method = $"{(property.Optional ? "Add" : "Require")}{(property.Json ? "Json" : "")}";
            var named = method == "Add" ? "" : $"\"{member}\", ";
            text.Append($"\n                .{method}(\"{property.Wire}\", {named}{member})");
        }

        text.Append(".ToArguments();\n");
    }

    private static bool IsInField(Property property) => CSharpTypes.IsCollection(property) || property.Secret;

    private static void WriteEnd(StringBuilder text, string name, IReadOnlyList<Property> properties)
    {
        var defaults = properties.Where(property => property.Default is not null).ToArray();
        if (defaults.Length > 0)
        {
            text.Append($"        public {name}()\n        {{\n");
            foreach (var property in defaults)
                text.Append($"            {property.Name} = {property.Default};\n");
            text.Append("        }\n");
        }

        text.Append($"        public static new {name} Empty => new {name}();\n    }}\n");
    }
}
