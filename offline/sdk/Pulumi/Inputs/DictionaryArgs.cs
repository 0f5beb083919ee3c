using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments of a resource by name, where no class describes them.</summary>
/// <exception cref="InvalidOperationException">If a value is of a type that cannot be sent.</exception>
public sealed class DictionaryResourceArgs : ResourceArgs
{
    private readonly ImmutableDictionary<string, object?> dictionary;

    public DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary)
    {
        foreach (var (name, value) in dictionary)
            DictionaryArgs.Check(name, value, typeof(Output<>));
        this.dictionary = dictionary;
    }

    internal override IReadOnlyList<Argument> Collect() => [.. dictionary.Select(entry => new Argument(entry.Key, entry.Value))];
}

/// <summary>Arguments of a provider's function by name, where no class describes them.</summary>
/// <exception cref="InvalidOperationException">If a value is of a type that cannot be sent.</exception>
public sealed class DictionaryInvokeArgs : InvokeArgs
{
    private readonly ImmutableDictionary<string, object?> dictionary;

    public DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary)
    {
        foreach (var (name, value) in dictionary)
            DictionaryArgs.Check(name, value, typeof(Output<>), typeof(Input<>));
        this.dictionary = dictionary;
    }

    internal override IReadOnlyList<Argument> Collect() => [.. dictionary.Select(entry => new Argument(entry.Key, entry.Value))];
}

internal static class DictionaryArgs
{
    public static void Check(string name, object? value, params ReadOnlySpan<Type> wrappers)
    {
        if (value == null)
            return;
        var type = value.GetType();
        if (type.IsGenericType && wrappers.Contains(type.GetGenericTypeDefinition()))
            type = type.GenericTypeArguments[0];
        ValueTypes.Check($"argument \"{name}\"", type);
    }
}
