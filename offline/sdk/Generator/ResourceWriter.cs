using System.Text;

namespace PmCrm.Sdk.Generator;

/// <summary>Writes the class of a resource type, or of a provider.</summary>
internal sealed class ResourceWriter(Names names, CSharpTypes types, bool forStandin, bool isParameterized)
{
    internal string Write(string token, ResourceSlice resource, IReadOnlyList<Property> outputs)
    {
        var name = resource.Type;
        var provider = token.StartsWith("pulumi:providers:", StringComparison.Ordinal);
        var args = $"global::{names.ArgsNamespace(resource.Module)}.{name}Args";
        // The Kubernetes package leaves every argument optional, and checks the required ones at registration.
        var optional = names.IsKubernetes || resource.Inputs.Values.All(type => type.Contains('?', StringComparison.Ordinal));

        var text = new StringBuilder();
        text.Append($"    [ResourceType(\"{token}\", PackageFacts.Version)]\n");
        text.Append($"    public partial class {name} : {BaseType(provider)}\n    {{\n");
        foreach (var property in outputs)
            WriteOutput(text, property);
        if (forStandin)
            text.Append($"        internal override Type LazyOutputsOf => typeof({name});\n");

        var registered = provider ? token["pulumi:providers:".Length..] : token;
        var given = resource.Constants.Count > 0 ? "MakeArgs(args)" : $"args ?? new {args}()";
        text.Append(
            $"        public {name}(string name, {args}{(optional ? "? args = null" : " args")}, CustomResourceOptions? options = null)\n"
        );
        text.Append($"            : base(\"{registered}\", name, {given}, MakeOptions(options, \"\"){Package}) {{ }}\n");
        if (!provider)
            WriteLookup(text, resource, token);
        if (resource.Constants.Count > 0)
            WriteConstants(text, resource, args);
        WriteOptions(text, resource);
        text.Append("    }\n");
        return text.ToString();
    }

    private void WriteOutput(StringBuilder text, Property property)
    {
        var type = $"Output<{types.Output(property)}>";
        var attribute = $"        [Output(\"{property.Wire}\")]";
        if (!forStandin)
        {
            text.Append($"{attribute} public {type} {property.Name} {{ get; private set; }} = null!;\n");
            return;
        }

        text.Append($"        private {type}? {property.Field};\n");
        text.Append($"{attribute} public {type} {property.Name} => OutputOf(ref {property.Field}, \"{property.Wire}\");\n");
    }

    /// <summary>The last argument of a constructor's base, which has the parameters of the package.</summary>
    private string Package => isParameterized ? ", PackageFacts.Package" : "";

    private string BaseType(bool provider) =>
        (provider, names.IsKubernetes) switch
        {
            (true, _) => "global::Pulumi.ProviderResource",
            (false, true) => $"global::{names.Root}.KubernetesResource",
            (false, false) => "global::Pulumi.CustomResource",
        };

    private void WriteLookup(StringBuilder text, ResourceSlice resource, string token)
    {
        var name = resource.Type;
        var (parameter, passed, state) = resource.State ? ($", {name}State? state = null", ", state", "state") : ("", "", "null");
        text.Append($"        private {name}(string name, Input<string> id{parameter}, CustomResourceOptions? options = null)\n");
        text.Append($"            : base(\"{token}\", name, {state}, MakeOptions(options, id){Package}) {{ }}\n");
        text.Append($"        public static {name} Get(string name, Input<string> id{parameter}, CustomResourceOptions? options = null)\n");
        text.Append($"            => new {name}(name, id{passed}, options);\n");
    }

    private static void WriteConstants(StringBuilder text, ResourceSlice resource, string args)
    {
        text.Append($"        private static {args} MakeArgs({args}? args)\n        {{\n            args ??= new {args}();\n");
        foreach (var (property, value) in resource.Constants)
            text.Append($"            args.{char.ToUpperInvariant(property[0])}{property[1..]} = \"{value}\";\n");
        text.Append("            return args;\n        }\n");
    }

    private static void WriteOptions(StringBuilder text, ResourceSlice resource)
    {
        text.Append("        private static CustomResourceOptions MakeOptions(CustomResourceOptions? options, Input<string>? id)\n");
        text.Append("            => ResourceDefaults.Merge(options, id");
        foreach (
            var (parameter, values) in new[]
            {
                ("secretOutputs", resource.SecretOutputs),
                ("aliases", resource.Aliases),
                ("replaceOnChanges", resource.ReplaceOnChanges),
            }
        )
        {
            if (values.Length > 0)
                text.Append($", {parameter}: [{string.Join(", ", values.Select(value => $"\"{value}\""))}]");
        }

        text.Append(");\n");
    }
}
