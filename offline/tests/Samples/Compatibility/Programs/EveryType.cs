using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>
/// Every resource type in the slices of offline/sdk/schemas, with every argument of its class, and every nested type complete once per
/// resource: names on the wire, whole numbers and fractions, secrets, JSON-encoded arguments, constants, aliases, versions.
/// </summary>
internal static class EveryType
{
    public static Task<int> RunAsync(string package, Assembly assembly) =>
        Deployment.RunAsync(() =>
        {
            var slice = Path.Combine(Deployment.Instance.RootDirectory, "offline", "sdk", "schemas", $"{package}.json");
            using var schema = JsonDocument.Parse(File.ReadAllText(slice));
            var classes = (
                from type in assembly.GetTypes()
                let attribute = type.GetCustomAttribute<ResourceTypeAttribute>(inherit: false)
                where attribute is not null
                select (attribute.Type, Class: type)
            ).ToLookup(found => found.Type, found => found.Class);
            var tokens = schema.RootElement.GetProperty("resources").EnumerateObject().Select(resource => resource.Name);
            foreach (var token in tokens.Order(StringComparer.Ordinal))
            {
                var constructor = classes[token].Single().GetConstructors().Single(candidate => IsForPrograms(candidate.GetParameters()));
                // A new object for each type, so that an added type does not change what the others send.
                var args = new Arguments().Make(constructor.GetParameters()[1].ParameterType);
                constructor.Invoke([token.Replace(':', '-').Replace('/', '-'), args, null]);
            }
        });

    private static bool IsForPrograms(ParameterInfo[] parameters) =>
        parameters.Length == 3 && typeof(ResourceArgs).IsAssignableFrom(parameters[1].ParameterType);

    /// <summary>Fills arguments, as a program would set them: through the public properties.</summary>
    private sealed class Arguments
    {
        private readonly HashSet<Type> filled = [];

        /// <param name="type">The class of the arguments.</param>
        public object Make(Type type)
        {
            var args = Activator.CreateInstance(type)!;
            // A nested type that occurs again gets only its required arguments, because some contain themselves.
            var inFull = filled.Add(type);
            var properties = type.GetProperties().Where(property => property.CanWrite);
            foreach (var property in properties.OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                if (inFull || IsRequired(property))
                    property.SetValue(args, Value(property.PropertyType, property.Name));
                else
                    property.GetValue(args); // The getter creates an empty list or map.
            }
            return args;
        }

        private static bool IsRequired(PropertyInfo property) =>
            property.CustomAttributes.Any(attribute =>
                attribute.AttributeType == typeof(InputAttribute) && attribute.ConstructorArguments is [_, { Value: true }, ..]
            );

        private object Value(Type type, string name)
        {
            if (type == typeof(string) || type == typeof(object))
                return $"the {name}";
            if (type == typeof(int))
                return 7;
            if (type == typeof(double))
                return 0.5;
            if (type == typeof(bool))
                return true;
            if (type == typeof(AssetOrArchive) || type == typeof(Asset))
                return new StringAsset($"the {name}");
            if (type == typeof(Archive))
                return new FileArchive($"{name}.zip");
            if (type == typeof(InputJson))
                return (InputJson)$$"""{"the":"{{name}}"}""";
            if (type == typeof(JsonElement))
                return JsonElement.Parse($$"""{"the":"{{name}}"}""");
            if (typeof(ResourceArgs).IsAssignableFrom(type))
                return Make(type);
            if (type.IsDefined(typeof(EnumTypeAttribute)))
            {
                return type.GetProperties(BindingFlags.Public | BindingFlags.Static)
                    .OrderBy(member => member.Name, StringComparer.Ordinal)
                    .First()
                    .GetValue(null)!;
            }
            if (type.IsEnum)
                return Enum.GetValues(type).GetValue(0)!;
            return type.IsGenericType ? OfGeneric(type, name) : throw new NotSupportedException($"no sample value for the {type} '{name}'");
        }

        private object OfGeneric(Type type, string name)
        {
            var inner = type.GenericTypeArguments;
            return type.GetGenericTypeDefinition() switch
            {
                var known when known == typeof(Input<>) => Call(nameof(OfInput), inner, Value(inner[0], name)),
                var known when known == typeof(InputList<>) => Call(nameof(OfList), inner, Value(inner[0], name)),
                var known when known == typeof(InputMap<>) => Call(nameof(OfMap), inner, Value(inner[0], name)),
                var known when known == typeof(InputUnion<,>) => Call(nameof(OfUnionInput), inner, Value(inner[0], name)),
                var known when known == typeof(Union<,>) => Call(nameof(OfUnion), inner, Value(inner[0], name)),
                var known when known == typeof(ImmutableArray<>) => Call(nameof(OfArray), inner, Value(inner[0], name)),
                var known when known == typeof(ImmutableDictionary<,>) => Call(nameof(OfDictionary), inner[1..], Value(inner[1], name)),
                _ => throw new NotSupportedException($"no sample value for the {type} '{name}'"),
            };
        }

        private static object Call(string method, Type[] types, object value) =>
            typeof(Arguments)
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(types)
                .Invoke(null, [value])!;

        private static Input<T> OfInput<T>(T value) => value;

        private static InputList<T> OfList<T>(T value) => [value];

        private static InputMap<T> OfMap<T>(T value) => new() { ["key"] = value };

        private static InputUnion<T0, T1> OfUnionInput<T0, T1>(T0 value) => value;

        private static Union<T0, T1> OfUnion<T0, T1>(T0 value) => value;

        private static ImmutableArray<T> OfArray<T>(T value) => [value];

        private static ImmutableDictionary<string, T> OfDictionary<T>(T value) => ImmutableDictionary<string, T>.Empty.Add("key", value);
    }
}
