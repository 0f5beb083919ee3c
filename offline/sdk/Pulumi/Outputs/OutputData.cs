using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// The result of an <see cref="Output{T}"/>: a value, whether it is known and secret, and its resources. This type and all others that
/// implement outputs are not generic: the runtime would load tasks and state machines for every type argument, and a program has outputs of
/// hundreds of types. The value is a <c>T</c>, or null if it is null or unknown.
/// </summary>
internal sealed record OutputData(object? Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Resources)
{
    public static OutputData Plain(object? value) => new(value, IsKnown: true, IsSecret: false, []);

    public static OutputData Unknown(ImmutableHashSet<Resource> resources, bool isSecret = false) =>
        new(null, IsKnown: false, isSecret, resources);

    public T ValueAs<T>() => As<T>(Value);

    public static T As<T>(object? value) => value == null ? default! : (T)value;
}

/// <summary>Folds several outputs into one: known is AND, secret is OR, dependencies are the union.</summary>
internal sealed class OutputMerge
{
    private ImmutableHashSet<Resource> resources = [];

    public bool IsKnown { get; private set; } = true;

    public bool IsSecret { get; private set; }

    public object? Take(OutputData data)
    {
        IsKnown &= data.IsKnown;
        IsSecret |= data.IsSecret;
        resources = resources.IsEmpty ? data.Resources : resources.Union(data.Resources);
        return data.Value;
    }

    public OutputData With(object? value) => new(value, IsKnown, IsSecret, resources);
}

/// <summary>Makes outputs from other outputs.</summary>
internal static class OutputFlow
{
    /// <summary>Applies a function to a known value; an unknown one stays unknown. Secretness and dependencies are kept.</summary>
    public static async Task<OutputData> ThenAsync(Task<OutputData> source, Func<object?, Task<OutputData>> next)
    {
        var data = await source.ConfigureAwait(false);
        if (!data.IsKnown)
            return OutputData.Unknown(data.Resources, data.IsSecret);

        var merge = new OutputMerge();
        merge.Take(data);
        return merge.With(merge.Take(await next(data.Value).ConfigureAwait(false)));
    }

    /// <summary>One value made of several: secret, unknown and dependent as any of them is.</summary>
    public static async Task<OutputData> CombineAsync(Task<OutputData>[] sources, Func<object?[], object?> combine)
    {
        var merge = new OutputMerge();
        var values = new object?[sources.Length];
        for (var i = 0; i < sources.Length; i++)
            values[i] = merge.Take(await sources[i].ConfigureAwait(false));
        return merge.With(combine(values));
    }

    /// <summary>Makes the run wait for the task, and fail if the task fails, as with every output.</summary>
    public static Task<OutputData> Watched(Task<OutputData> data)
    {
        Deployment.Current?.Runner.Watch(data);
        return data;
    }

    /// <summary>The same value with other secret, unknown or dependency marks.</summary>
    public static async Task<OutputData> RemarkAsync(Task<OutputData> source, Func<OutputData, Task<OutputData>> remark) =>
        await remark(await source.ConfigureAwait(false)).ConfigureAwait(false);
}
