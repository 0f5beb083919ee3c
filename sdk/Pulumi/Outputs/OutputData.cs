using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// What an <see cref="Output{T}"/> resolves to: a value, and what is to be said about it. A class, because the runtime
/// compiles the tasks of every struct anew, and a program has outputs of hundreds of types.
/// </summary>
internal sealed record OutputData<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Resources)
{
    public static OutputData<T> Plain(T value) => new(value, IsKnown: true, IsSecret: false, []);

    public static OutputData<T> Unknown(ImmutableHashSet<Resource> resources, bool isSecret = false)
        => new(default!, IsKnown: false, isSecret, resources);

    public OutputData<object?> Boxed() => new(Value, IsKnown, IsSecret, Resources);
}

/// <summary>Folds several outputs into one: known is AND, secret is OR, dependencies are the union.</summary>
internal sealed class OutputMerge
{
    private ImmutableHashSet<Resource> resources = [];

    public bool IsKnown { get; private set; } = true;

    public bool IsSecret { get; private set; }

    public T Take<T>(OutputData<T> data)
    {
        IsKnown &= data.IsKnown;
        IsSecret |= data.IsSecret;
        resources = resources.IsEmpty ? data.Resources : resources.Union(data.Resources);
        return data.Value;
    }

    public OutputData<T> With<T>(T value) => new(value, IsKnown, IsSecret, resources);
}
