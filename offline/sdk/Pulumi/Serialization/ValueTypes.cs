using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>Which types an output can have, and the converter of plain values for each.</summary>
internal static class ValueTypes
{
    private static readonly ConcurrentDictionary<Type, ValueConverter?> Converters = new([
        Of(new ExactConverter<string>()),
        Of(new ExactConverter<bool>()),
        Of(new ExactConverter<double>()),
        Of(new IntConverter()),
        Of(new AnyConverter()),
        Of(new JsonElementConverter()),
        Of(new AssetConverter<Asset>()),
        Of(new AssetConverter<Archive>()),
        Of(new AssetConverter<AssetOrArchive>()),
    ]);

    /// <exception cref="InvalidOperationException">If an output cannot be of this type.</exception>
    public static void Check(string context, Type type)
    {
        if (Find(type) == null)
        {
            throw new InvalidOperationException(
                $"{context} has the unsupported type {type.FullName}. Supported are string, bool, int, double, object, JsonElement, "
                    + "assets, archives, resources, enumerations, Nullable<>, ImmutableArray<>, ImmutableDictionary<string, >, Union<,>, "
                    + "and classes marked [OutputType] with a constructor marked [OutputConstructor]."
            );
        }
    }

    /// <exception cref="InvalidOperationException">If an output cannot be of this type.</exception>
    public static ValueConverter For(string context, Type type)
    {
        Check(context, type);
        return Find(type)!;
    }

    private static ValueConverter? Find(Type type)
    {
        // Not GetOrAdd: making a converter may look up others, and making the same one twice is harmless.
        if (!Converters.TryGetValue(type, out var converter))
            Converters[type] = converter = Make(type);
        return converter;
    }

    private static ValueConverter? Make(Type type)
    {
        if (typeof(Resource).IsAssignableFrom(type))
            return Generic(typeof(ReferenceConverter<>), type);
        if (type.IsEnum)
            return Enum.GetUnderlyingType(type) == typeof(int) ? new EnumConverter(type) : null;
        if (type.IsConstructedGenericType)
            return MakeGeneric(type, type.GetGenericTypeDefinition(), type.GenericTypeArguments);
        if (EnumStruct.Of(type) is { } enumStruct)
            return new EnumStructConverter(type, enumStruct);
        return OutputTypeConverter.Make(type);
    }

    private static ValueConverter? MakeGeneric(Type type, Type definition, Type[] arguments)
    {
        if (definition == typeof(Nullable<>))
            return Find(arguments[0]);
        if (definition == typeof(ImmutableArray<>) && Find(arguments[0]) != null)
            return Generic(typeof(ArrayConverter<>), arguments);
        if (definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string) && Find(arguments[1]) != null)
            return Generic(typeof(MapConverter<>), arguments[1]);
        if (definition == typeof(Union<,>) && Find(arguments[0]) != null && Find(arguments[1]) != null)
            return Generic(typeof(UnionConverter<,>), arguments);
        if (definition == typeof(Output<>) && Find(arguments[0]) != null)
            return Generic(typeof(OutputConverter<>), arguments);
        return OutputTypeConverter.Make(type);
    }

    private static ValueConverter Generic(Type definition, params Type[] arguments) =>
        (ValueConverter)Activator.CreateInstance(definition.MakeGenericType(arguments))!;

    private static KeyValuePair<Type, ValueConverter?> Of(ValueConverter converter) => new(converter.Type, converter);
}
