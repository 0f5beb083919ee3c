using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi;

/// <summary>Resolves one <see cref="OutputAttribute"/> property of one resource.</summary>
internal sealed class OutputSlot(Resource owner, string wireName, Type valueType)
{
    private readonly TaskCompletionSource<OutputData> source = new();
    private readonly ImmutableHashSet<Resource> resources = [owner];

    public string WireName => wireName;

    /// <summary>The <c>T</c> of the <see cref="Output{T}"/>.</summary>
    public Type ValueType => valueType;

    public Task<OutputData> Data => source.Task;

    private object? Default =>
        valueType.IsValueType && Nullable.GetUnderlyingType(valueType) == null ? RuntimeHelpers.GetUninitializedObject(valueType) : null;

    public void Resolve(OutputData data) =>
        source.TrySetResult(data with { Value = data.Value ?? Default, Resources = resources.Union(data.Resources) });

    public void ResolveMissing(bool isKnown) => source.TrySetResult(new OutputData(Default, isKnown, IsSecret: false, resources));

    public void Fail(Exception exception) => source.TrySetException(exception);
}

/// <summary>The <see cref="OutputAttribute"/> properties of a resource class; found once per class.</summary>
internal sealed class OutputProperty
{
    private static readonly ConcurrentDictionary<Type, OutputProperty[]> Known = new();
    private static readonly ConcurrentDictionary<Type, string?> NamedTwice = new();

    private readonly PropertyInfo property;
    private readonly ConstructorInfo? constructor;

    private OutputProperty(PropertyInfo property, OutputAttribute attribute)
    {
        this.property = property;
        Name = attribute.Name;
        WireName = attribute.Name ?? property.Name;
        if (property.PropertyType is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Output<>))
        {
            ValueType = type.GenericTypeArguments[0];
            constructor = type.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [typeof(Task<OutputData>)]);
        }
    }

    public string? Name { get; }

    public string WireName { get; }

    /// <summary>The <c>T</c> of <see cref="Output{T}"/>; null if the property is no output.</summary>
    public Type? ValueType { get; }

    public Type DeclaringType => property.DeclaringType!;

    public string PropertyName => property.Name;

    public static OutputProperty[] Of(Type resource) =>
        Known.GetOrAdd(resource, static type =>
            [
                .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                let attribute = property.GetCustomAttribute<OutputAttribute>()
                where attribute != null
                select new OutputProperty(property, attribute),
            ]
        );

    /// <summary>
    /// The properties of the classes derived from <paramref name="lazy"/>. Outputs of that class and its bases are created on first use.
    /// </summary>
    public static IEnumerable<OutputProperty> Below(Type lazy, Type resource) =>
        lazy == resource ? [] : Of(resource).Where(property => !property.DeclaringType.IsAssignableFrom(lazy));

    /// <exception cref="ArgumentException">Two properties of the class have one name (OutputCompletionSource.cs).</exception>
    public static void RequireDistinctNames(Type resource)
    {
        var name = NamedTwice.GetOrAdd(resource, static type =>
            Of(type).GroupBy(property => property.WireName).FirstOrDefault(group => group.Count() > 1)?.Key
        );
        if (name != null)
            throw new ArgumentException($"{resource.FullName} has two [Output] properties with the name '{name}'.");
    }

    public object? Read(Resource resource) => property.GetValue(resource);

    /// <summary>Sets the property of the resource to a new output.</summary>
    /// <exception cref="RunException">If the property is not an output.</exception>
    /// <exception cref="InvalidOperationException">If it has no setter, or its type cannot be read from the wire.</exception>
    public OutputSlot Open(Resource resource)
    {
        if (constructor == null)
            throw RunException.OutputsHaveIncorrectType([WireName]);
        var context = $"[Output] {resource.GetType().FullName}.{property.Name}";
        ValueTypes.Check(context, ValueType!);

        var slot = new OutputSlot(resource, WireName, ValueType!);
        var output = constructor.Invoke([slot.Data]);
        if (BackingField.Of(property) is { } field)
        {
            field.SetValue(resource, output);
            return slot;
        }

        // A private setter is visible only on the class that declares it.
        var declared =
            property.DeclaringType == property.ReflectedType
                ? property
                : property.DeclaringType!.GetProperty(
                    property.Name,
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly
                )!;
        var setter = declared.GetSetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"{context} needs a setter, which may be private.");
        setter.Invoke(resource, [output]);
        return slot;
    }
}
