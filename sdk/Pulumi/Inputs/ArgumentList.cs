using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The arguments of a generated class, by their names on the wire: it lists them itself, which spares looking for them.</summary>
internal sealed class ArgumentList(Type owner, int count)
{
    private readonly ImmutableArray<KeyValuePair<string, object?>>.Builder arguments =
        ImmutableArray.CreateBuilder<KeyValuePair<string, object?>>(count);

    public ArgumentList Add(string name, object? value)
    {
        arguments.Add(new(name, value));
        return this;
    }

    /// <summary>An argument that must be there; if it is not, the error names the member of the class.</summary>
    /// <exception cref="ArgumentNullException">If the value is null.</exception>
    public ArgumentList Require(string name, string member, object? value)
        => Add(name, value ?? throw InputArgs.Missing(owner, member));

    /// <summary>An argument that the provider takes as the text of a JSON document.</summary>
    public ArgumentList AddJson(string name, string member, object? value) => Add(name, InputArgs.AsJson(value, $"{owner.FullName}.{member}"));

    /// <inheritdoc cref="AddJson"/>
    /// <exception cref="ArgumentNullException">If the value is null.</exception>
    public ArgumentList RequireJson(string name, string member, object? value)
        => AddJson(name, member, value ?? throw InputArgs.Missing(owner, member));

    public ImmutableArray<KeyValuePair<string, object?>> ToArguments() => arguments.MoveToImmutable();
}
