using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

internal sealed class ArrayConverter<T>() : ValueConverter<ImmutableArray<object?>>(typeof(ImmutableArray<T>))
{
    private protected override object Convert(string context, ImmutableArray<object?> plain, Action<string> warn)
    {
        var converter = ValueTypes.For(context, typeof(T));
        var items = ImmutableArray.CreateBuilder<T>(plain.Length);
        foreach (var item in plain)
            items.Add(converter.Convert<T>(context, item, warn));
        return items.MoveToImmutable();
    }
}

internal sealed class MapConverter<T>() : ValueConverter<ImmutableDictionary<string, object?>>(typeof(ImmutableDictionary<string, T>))
{
    private protected override object Convert(string context, ImmutableDictionary<string, object?> plain, Action<string> warn)
    {
        var converter = ValueTypes.For(context, typeof(T));
        var entries = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, value) in plain)
            entries[key] = converter.Convert<T>(context, value, warn);
        return entries.ToImmutable();
    }
}

internal sealed class OutputConverter<T>() : ValueConverter(typeof(Output<T>))
{
    public override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        var fits = ValueTypes.For(context, typeof(T)).TryConvert(context, plain, warn, out value, out problem);
        value = fits ? Output.Create((T)value!) : null;
        return fits;
    }
}

internal sealed class UnionConverter<T0, T1>() : ValueConverter(typeof(Union<T0, T1>))
{
    public override bool TryConvert(string context, object plain, Action<string> warn, out object? value, out string problem)
    {
        problem = "";
        if (ValueTypes.For(context, typeof(T0)).TryConvert($"{context}.AsT0", plain, warn, out var first, out _))
            value = Union<T0, T1>.FromT0((T0)first!);
        else if (ValueTypes.For(context, typeof(T1)).TryConvert($"{context}.AsT1", plain, warn, out var second, out _))
            value = Union<T0, T1>.FromT1((T1)second!);
        else
        {
            value = null;
            problem = $"Expected {typeof(T0).FullName} or {typeof(T1).FullName} but got {plain.GetType().FullName} deserializing {context}";
        }

        return value != null;
    }
}

/// <summary>Calls the constructor of an <see cref="OutputTypeAttribute"/> class with the values that its parameters name.</summary>
internal sealed class OutputTypeConverter : ValueConverter<ImmutableDictionary<string, object?>>
{
    private readonly ConstructorInfo constructor;
    private readonly Lazy<(string Name, string Context, ValueConverter Converter, object? Default)[]> parameters;

    private OutputTypeConverter(Type type, ConstructorInfo constructor)
        : base(type)
    {
        this.constructor = constructor;

        // Lazily, because types may contain themselves.
        parameters = new(() => Array.ConvertAll(constructor.GetParameters(), parameter =>
            {
                var context = $"{type.FullName}({parameter.Name})";
                var name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
                var missing = parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
                return (name, context, ValueTypes.For(context, parameter.ParameterType), missing);
            }));
    }

    public static OutputTypeConverter? Make(Type type)
    {
        if (!type.IsDefined(typeof(OutputTypeAttribute), false))
            return null;

        var constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        var constructor = constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(OutputConstructorAttribute), false));
        if (constructor == null && constructors.Count(candidate => candidate.IsPublic) == 1)
            constructor = constructors.First(candidate => candidate.IsPublic);
        return constructor == null ? null : new OutputTypeConverter(type, constructor);
    }

    private protected override object Convert(string context, ImmutableDictionary<string, object?> plain, Action<string> warn)
    {
        var arguments = new object?[parameters.Value.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, parameterContext, converter, missing) = parameters.Value[i];
            arguments[i] = converter.Convert(parameterContext, plain.GetValueOrDefault(name), warn) ?? missing;
        }

        return constructor.Invoke(arguments);
    }
}
