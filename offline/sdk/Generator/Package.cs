namespace PmCrm.Sdk.Generator;

/// <summary>Writes the C# of one provider package.</summary>
internal sealed class Package
{
    private readonly Slice slice;
    private readonly Names names;
    private readonly Properties properties;
    private readonly CSharpTypes types;
    private readonly InputTypeWriter inputs;
    private readonly OutputTypeWriter outputs;
    private readonly ResourceWriter resources;
    private readonly Parameterization? parameterization;
    private readonly CodeFile code = new();

    private Package(Slice slice, Overrides overrides, string rootNamespace, bool forStandin)
    {
        this.slice = slice;
        names = new Names(slice.Name, rootNamespace, overrides);
        properties = new Properties(names, overrides);
        types = new CSharpTypes(names);
        inputs = new InputTypeWriter(types, forStandin);
        outputs = new OutputTypeWriter(types);
        parameterization = overrides.ParameterizationOf(slice.Name);
        resources = new ResourceWriter(names, types, forStandin, IsParameterized);
    }

    private bool IsParameterized => parameterization is not null;

    /// <summary>The whole package as one C# file.</summary>
    /// <param name="rootNamespace">Such as <c>Pulumi.Gcp</c>.</param>
    /// <param name="forStandin">
    /// Uses members of the stand-in core that are not part of the API, to start faster. If false, the package works with the official core.
    /// </param>
    /// <exception cref="FormatException">The slice holds something that cannot be written in C#.</exception>
    internal static string Write(Slice slice, Overrides overrides, string rootNamespace, bool forStandin = true)
    {
        var package = new Package(slice, overrides, rootNamespace, forStandin);
        package.AddFacts();
        foreach (var (token, resource) in slice.Resources)
            package.AddResource(token, resource);
        foreach (var (token, function) in slice.Functions)
            package.AddFunction(token, WithPlainInputs(token, function));
        package.AddNestedTypes();
        package.AddConfig();
        return package.code.ToString();
    }

    private void AddFacts()
    {
        var url = slice.PluginDownloadUrl is { } address ? $"\"{address}\"" : "null";
        code.Add(
            "Pulumi.Standin",
            "PackageFacts",
            $$"""
                internal static class PackageFacts
                {
                    internal const string Version = "{{slice.Version}}";
                    internal const string? PluginDownloadUrl = {{url}};
            {{Parameters()}}    }

            """
        );
    }

    private string Parameters() =>
        parameterization is null
            ? ""
            : $"""
                        internal static readonly global::Pulumi.RegisterPackageRequest Package = new(
                            "{parameterization.Plugin}", "{parameterization.Version}", "", parameterization: new(
                                "{slice.Name}", Version, Convert.FromBase64String("{parameterization.Value}")));

                """;

    private void AddResource(string token, ResourceSlice resource)
    {
        var space = names.ResourceNamespace(resource.Module);
        var argsSpace = names.ArgsNamespace(resource.Module);
        var owner = $"{space}.{resource.Type}";
        var args = properties.ReadArgs(
            names.IsKubernetes && resource.Module.Length > 0 ? $"{argsSpace}.{resource.Type}Args" : $"{owner}Args",
            resource
        );
        var results = properties.Read(owner, resource.Outputs);
        // A member cannot have the name of its class.
        var members = results.Select(property =>
            property.Name == resource.Type ? property with { Name = $"{property.Name}Value" } : property
        );
        code.Add(space, resource.Type, resources.Write(token, resource, [.. members]));
        var modifiers = argsSpace == space ? "public sealed" : "public";
        code.Add(
            argsSpace,
            $"{resource.Type}Args",
            inputs.Write(modifiers, $"{resource.Type}Args", "ResourceArgs", args, CSharpTypes.Side.Args)
        );
        if (resource.State)
        {
            var state = Properties.ToState(results, resource);
            code.Add(
                space,
                $"{resource.Type}State",
                inputs.Write("public sealed", $"{resource.Type}State", "ResourceArgs", state, CSharpTypes.Side.State)
            );
        }
    }

    /// <summary>
    /// The function without its nested arguments, which the generator does not support. Functions of bridged packages have nested arguments
    /// that only the provider fills in. A function with a required one is an error.
    /// </summary>
    private static FunctionSlice WithPlainInputs(string token, FunctionSlice function)
    {
        var nested = function.Inputs.Where(input => PropertyType.NestedNames(input.Value).Any()).ToArray();
        if (nested.FirstOrDefault(input => !input.Value.Contains('?', StringComparison.Ordinal)) is { Key: { } required })
            throw new FormatException($"{token}: the nested argument '{required}' of a function is not supported.");
        return nested.Length == 0
            ? function
            : function with
            {
                Inputs = new(function.Inputs.Except(nested).ToDictionary(input => input.Key, input => input.Value)),
            };
    }

    private void AddFunction(string token, FunctionSlice function)
    {
        var space = names.ResourceNamespace(function.Module);
        var name = function.Type;
        code.Add(space, name, FunctionWriter.Write(token, function, IsParameterized));
        code.Add(space, $"{name}Result", outputs.Write($"{name}Result", properties.Read($"{space}.{name}Result", function.Outputs)));
        if (function.Inputs.Count == 0)
            return;
        var args = properties.Read($"{space}.{name}Args", function.Inputs);
        code.Add(space, $"{name}Args", inputs.WritePlain($"{name}Args", args));
        code.Add(space, $"{name}InvokeArgs", inputs.Write("public sealed", $"{name}InvokeArgs", "InvokeArgs", args, CSharpTypes.Side.Args));
    }

    private void AddConfig()
    {
        if (slice.Config.Count == 0)
            return;
        var space = names.ResourceNamespace("");
        code.Add(space, "Config", ConfigWriter.Write(slice, properties.Read($"{space}.Config", slice.Config), types));
    }

    private void AddNestedTypes()
    {
        var (forArgs, forState) = (Reach(resource => resource.Inputs), Reach(resource => resource.State ? resource.Outputs : []));
        var modifiers = names.IsKubernetes ? "public" : "public sealed";
        foreach (var (name, nested) in slice.Inputs)
        {
            var read = properties.ReadNestedArgs(name, nested);
            if (forArgs.Contains(name))
                AddInput(names.NestedInput(name), modifiers, read, CSharpTypes.Side.Args);
            if (forState.Contains(name))
                AddInput(names.NestedState(name), modifiers, read, CSharpTypes.Side.State);
        }

        foreach (var (name, nested) in slice.Outputs)
        {
            var (space, type) = names.NestedOutput(name);
            code.Add(space, type, outputs.Write(type, properties.ReadNestedOutput(name, nested, slice.Inputs.GetValueOrDefault(name))));
        }

        foreach (var (name, values) in slice.Enums)
        {
            var (space, type) = names.Enumeration(name);
            code.Add(space, type, OutputTypeWriter.WriteEnum(type, values));
        }
    }

    private void AddInput((string Namespace, string Type) name, string modifiers, IReadOnlyList<Property> read, CSharpTypes.Side side) =>
        code.Add(name.Namespace, name.Type, inputs.Write(modifiers, name.Type, "ResourceArgs", read, side));

    /// <summary>The nested input types that properties of the resources use, directly or through other types.</summary>
    private HashSet<string> Reach(Func<ResourceSlice, SortedDictionary<string, string>> from)
    {
        var reached = new HashSet<string>();
        var waiting = new Stack<string>(slice.Resources.Values.SelectMany(resource => from(resource).Values));
        while (waiting.TryPop(out var text))
        {
            foreach (var name in PropertyType.NestedNames(text).Where(reached.Add))
            {
                if (!slice.Inputs.TryGetValue(name, out var nested))
                    throw new FormatException($"{slice.Name}: the input type {name} is referenced but not defined.");
                foreach (var value in nested.Properties.Values)
                    waiting.Push(value);
            }
        }

        return reached;
    }
}
