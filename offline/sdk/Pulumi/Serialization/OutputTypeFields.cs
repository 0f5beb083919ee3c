using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi;

/// <summary>The read-only fields of an <see cref="OutputTypeAttribute"/> class, to write an instance to the wire.</summary>
internal sealed class OutputTypeFields
{
    private static readonly ConcurrentDictionary<Type, OutputTypeFields?> Known = new();

    private readonly (string Name, FieldInfo Field)[] fields;

    private OutputTypeFields(Type type) =>
        fields = [
            .. from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            where field.IsInitOnly
            select (char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field),
        ];

    public static OutputTypeFields? Of(Type type) =>
        Known.GetOrAdd(type, static key => key.IsDefined(typeof(OutputTypeAttribute), false) ? new OutputTypeFields(key) : null);

    public IEnumerable<Argument> Read(object instance) => fields.Select(field => new Argument(field.Name, field.Field.GetValue(instance)));
}
