namespace Pulumi;

/// <summary>Makes values of one type from plain ones.</summary>
internal abstract class ValueConverter(Type type)
{
    public Type Type { get; } = type;

    /// <summary>
    /// The value, or the type's default where the plain value is null or does not fit; a mismatch is also reported to
    /// <paramref name="warn"/>, because a provider newer than its package must not make the program fail.
    /// </summary>
    public T Convert<T>(string context, object? plain, Action<string> warn) => Convert(context, plain, warn) is T value ? value : default!;

    public object? Convert(string context, object? plain, Action<string> warn)
    {
        if (plain == null)
            return Default;
        if (TryConvert(context, plain, warn, out var value, out var problem))
            return value;
        warn(problem);
        return value ?? Default;
    }

    /// <summary>
    /// Whether the plain value, which is not null, fits this type; if not, <paramref name="value"/> is the replacement.
    /// </summary>
    public abstract bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem);

    private protected virtual object? Default => null;

    private protected static string Mismatch(string context, Type expected, object plain) =>
        $"Expected {expected.FullName} but got {plain.GetType().FullName} deserializing {context}";
}

/// <summary>A base for converters whose only possible problem is that the plain value has another type.</summary>
internal abstract class ValueConverter<TPlain>(Type type) : ValueConverter(type)
{
    public sealed override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        if (plain is TPlain fitting)
        {
            value = Convert(context, fitting, warn);
            problem = "";
            return true;
        }

        value = InPlaceOfMismatch;
        problem = Mismatch(context, typeof(TPlain), plain);
        return false;
    }

    private protected virtual object? InPlaceOfMismatch => null;

    private protected abstract object? Convert(string context, TPlain plain, Action<string> warn);
}
