using Pulumi;
using Pulumi.Kubernetes.Types.Outputs.Meta.V1;

namespace PmCrm.Components.Common;

/// <summary>
/// Reads outputs that may be null. A resource that <c>pulumi up --target</c> or <c>--exclude</c> leaves out, and that does not exist yet,
/// has null outputs, and the program must still run to its end.
/// </summary>
internal static class MissingValue
{
    /// <summary>
    /// Applies a callback to a value. Where the value is missing: logs a warning that names it, and returns <paramref name="missing"/>.
    /// </summary>
    /// <param name="output">The value.</param>
    /// <param name="what">What is missing, as the subject of a sentence.</param>
    /// <param name="use">Computes the result; never called with null or with a default <c>ImmutableArray</c>.</param>
    /// <param name="missing">The result where the value is missing.</param>
    public static Output<TResult> ApplyIfPresent<T, TResult>(
        this Output<T> output,
        string what,
        Func<T, TResult> use,
        TResult missing = default!
    ) =>
        output.Apply(value =>
        {
            if (!EqualityComparer<T>.Default.Equals(value, default!))
                return use(value);
            Warn(what);
            return missing;
        });

    /// <summary>The name in an object's metadata.</summary>
    /// <param name="metadata">The metadata of an object of Kubernetes.</param>
    /// <param name="kind">The object's kind, for the warning.</param>
    public static Output<string> NameOf(Output<ObjectMeta> metadata, string kind) =>
        metadata.ApplyIfPresent<ObjectMeta, string>($"The name of a {kind}", present => present.Name!);

    /// <summary>Says that a value is missing, and why.</summary>
    public static void Warn(string what) =>
        Log.Warn(
            $"{what} is missing: its resource does not exist yet and was excluded from this run (--target or --exclude). "
                + "Values that depend on it are wrong in this run; run `pulumi up` without --target and --exclude."
        );
}
