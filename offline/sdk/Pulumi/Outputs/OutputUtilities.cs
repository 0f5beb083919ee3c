using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>
/// Access to the value of an output, for tests and libraries. A program uses <see cref="Output{T}.Apply{TResult}(Func{T, TResult})"/>.
/// </summary>
public static class OutputUtilities
{
    /// <summary>An unknown output: no <c>Apply</c> runs on it, and <see cref="GetValueAsync"/> does not return the value.</summary>
    public static Output<T> CreateUnknown<T>(T value) => new(OutputData.Plain(value) with { IsKnown = false });

    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => CreateUnknown(default(T)!).Apply(_ => valueFactory());

    /// <summary>The same output with one more dependency.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.Remark(data => data with { Resources = data.Resources.Add(resource) });
    }

    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsKnown;

    /// <summary>The value, or the type's default when it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
        (await output.DataTask.ConfigureAwait(false)).Resources;
}
