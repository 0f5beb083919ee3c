using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi;

/// <summary>How a struct marked with <see cref="EnumTypeAttribute"/> is made from its string or double, and read back.</summary>
internal sealed class EnumStruct
{
    private static readonly ConcurrentDictionary<Type, EnumStruct?> Known = new();

    private readonly ConstructorInfo constructor;
    private readonly MethodInfo conversion;

    private EnumStruct(Type underlying, ConstructorInfo constructor, MethodInfo conversion)
    {
        Underlying = underlying;
        this.constructor = constructor;
        this.conversion = conversion;
    }

    public Type Underlying { get; }

    /// <exception cref="InvalidOperationException">If the struct has the attribute, but not the members that it requires.</exception>
    public static EnumStruct? Of(Type type) => Known.GetOrAdd(type, Inspect);

    public object Unwrap(object value) => conversion.Invoke(null, [value])!;

    public object Wrap(object value) => constructor.Invoke([value]);

    private static EnumStruct? Inspect(Type type)
    {
        if (!type.IsValueType || !type.IsDefined(typeof(EnumTypeAttribute), false))
            return null;

        foreach (var underlying in new[] { typeof(string), typeof(double) })
        {
            var constructor = type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [underlying]);
            var conversion = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]);
            if (constructor != null && conversion?.ReturnType == underlying)
                return new EnumStruct(underlying, constructor, conversion);
        }

        throw new InvalidOperationException(
            $"{type.FullName} is marked as an enum type; it needs a constructor with one string or double, and an explicit conversion to it."
        );
    }
}
