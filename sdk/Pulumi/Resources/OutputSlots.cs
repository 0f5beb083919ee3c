using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The producing end of one <see cref="OutputAttribute"/> property of one resource.</summary>
internal abstract class OutputSlot(string wireName)
{
    public string WireName => wireName;

    /// <summary>The <c>T</c> of the <see cref="Output{T}"/>.</summary>
    public abstract Type ValueType { get; }

    public abstract object Output { get; }

    public abstract void Resolve(OutputData<object?> data);

    public abstract void ResolveMissing(bool isKnown);

    public abstract void Fail(Exception exception);
}

internal sealed class OutputSlot<T> : OutputSlot
{
    private readonly TaskCompletionSource<OutputData<T>> source = new();
    private readonly ImmutableHashSet<Resource> owner;

    public OutputSlot(Resource resource, string wireName)
        : base(wireName)
    {
        owner = [resource];
        Output = new Output<T>(source.Task);
    }

    public override Type ValueType => typeof(T);

    public override Output<T> Output { get; }

    public override void Resolve(OutputData<object?> data)
        => source.TrySetResult(new OutputData<T>(
            data.Value == null ? default! : (T)data.Value, data.IsKnown, data.IsSecret, owner.Union(data.Resources)));

    public override void ResolveMissing(bool isKnown) => source.TrySetResult(new OutputData<T>(default!, isKnown, IsSecret: false, owner));

    public override void Fail(Exception exception) => source.TrySetException(exception);

    /// <summary>Resolves an output that nobody has got.</summary>
    public void Abandon() => ResolveMissing(isKnown: false);
}

/// <summary>The <see cref="OutputAttribute"/> properties of a resource class; found once per class.</summary>
internal sealed class OutputProperty
{
    private static readonly ConcurrentDictionary<Type, OutputProperty[]> Known = new();

    private readonly PropertyInfo property;
    private readonly ConstructorInfo? slot;

    private OutputProperty(PropertyInfo property, OutputAttribute attribute)
    {
        this.property = property;
        Name = attribute.Name;
        WireName = attribute.Name ?? property.Name;
        if (property.PropertyType is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Output<>))
        {
            ValueType = type.GenericTypeArguments[0];
            slot = typeof(OutputSlot<>).MakeGenericType(ValueType).GetConstructors()[0];
        }
    }

    public string? Name { get; }

    public string WireName { get; }

    /// <summary>The <c>T</c> of <see cref="Output{T}"/>; null if the property is no output.</summary>
    public Type? ValueType { get; }

    public Type DeclaringType => property.DeclaringType!;

    public string PropertyName => property.Name;

    public static OutputProperty[] Of(Type resource)
        => Known.GetOrAdd(resource, static type =>
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let attribute = property.GetCustomAttribute<OutputAttribute>()
               where attribute != null
               select new OutputProperty(property, attribute),
        ]);

    /// <summary>Those of the classes below the one whose outputs, with those of its bases, are made when they are asked for.</summary>
    public static IEnumerable<OutputProperty> Below(Type lazy, Type resource)
        => lazy == resource ? [] : Of(resource).Where(property => !property.DeclaringType.IsAssignableFrom(lazy));

    public object? Read(Resource resource) => property.GetValue(resource);

    /// <summary>Puts a fresh output in the property of the resource.</summary>
    /// <exception cref="RunException">If the property is no output.</exception>
    /// <exception cref="InvalidOperationException">If it has no setter, or its type cannot be read from the wire.</exception>
    public OutputSlot Open(Resource resource)
    {
        if (slot == null)
            throw RunException.OutputsHaveIncorrectType([WireName]);
        var context = $"[Output] {resource.GetType().FullName}.{property.Name}";
        ValueTypes.Check(context, ValueType!);

        var opened = (OutputSlot)slot.Invoke([resource, WireName]);
        if (BackingField.Of(property) is { } field)
        {
            field.SetValue(resource, opened.Output);
            return opened;
        }

        // A private setter is visible only on the class that declares it.
        var declared = property.DeclaringType == property.ReflectedType
            ? property
            : property.DeclaringType!.GetProperty(property.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)!;
        var setter = declared.GetSetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"{context} needs a setter, which may be private.");
        setter.Invoke(resource, [opened.Output]);
        return opened;
    }
}
