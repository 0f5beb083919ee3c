namespace Pulumi;

/// <summary>One argument by its name on the wire. A class, because the runtime compiles collections separately for every struct.</summary>
internal sealed record Argument(string Name, object? Value);

/// <summary>The arguments of a generated class, by wire name. The class lists them itself, so no reflection is needed.</summary>
internal sealed class ArgumentList(Type owner, int count)
{
    private readonly List<Argument> arguments = new(count);

    public ArgumentList Add(string name, object? value)
    {
        arguments.Add(new Argument(name, value));
        return this;
    }

    /// <summary>A required argument. If it is null, the error names the member of the class.</summary>
    /// <exception cref="ArgumentNullException">If the value is null.</exception>
    public ArgumentList Require(string name, string member, object? value) => Add(name, value ?? throw InputArgs.Missing(owner, member));

    /// <summary>An argument that the provider takes as the text of a JSON document.</summary>
    public ArgumentList AddJson(string name, string member, object? value) =>
        Add(name, InputArgs.AsJson(value, $"{owner.FullName}.{member}"));

    /// <inheritdoc cref="AddJson"/>
    /// <exception cref="ArgumentNullException">If the value is null.</exception>
    public ArgumentList RequireJson(string name, string member, object? value) =>
        AddJson(name, member, value ?? throw InputArgs.Missing(owner, member));

    public IReadOnlyList<Argument> ToArguments() => arguments;
}
