using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>One field of an object of the wire.</summary>
internal sealed record Field(string Name, Value Value);

/// <summary>Makes the structs of the wire.</summary>
internal static class Structs
{
    /// <summary>The fields in the order of their names, so that equal objects are equal byte for byte.</summary>
    public static Struct Of(List<Field> fields)
    {
        fields.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        var result = new Struct();
        foreach (var (name, value) in fields)
            result.Fields[name] = value;
        return result;
    }

    /// <summary>An object with a signature, which marks a special value.</summary>
    public static Value Special(string signature, params (string Name, Value Value)[] fields)
    {
        var result = new Struct { Fields = { [Wire.SignatureKey] = Value.ForString(signature) } };
        foreach (var (name, value) in fields)
            result.Fields[name] = value;
        return Value.ForStruct(result);
    }

    /// <summary>The signature of a special object; null for anything else.</summary>
    public static string? SignatureOf(Value value) =>
        value.KindCase == Value.KindOneofCase.StructValue ? TextAt(value.StructValue, Wire.SignatureKey) : null;

    /// <summary>The text of a field; null if it is missing or not a text.</summary>
    public static string? TextAt(Struct fields, string name) =>
        fields.Fields.TryGetValue(name, out var value) && value.KindCase == Value.KindOneofCase.StringValue ? value.StringValue : null;

    public static bool ContainsUnknown(Struct fields) => fields.Fields.Values.Any(ContainsUnknown);

    private static bool ContainsUnknown(Value value) =>
        value.KindCase switch
        {
            Value.KindOneofCase.StringValue => value.StringValue == Wire.Unknown,
            Value.KindOneofCase.ListValue => value.ListValue.Values.Any(ContainsUnknown),
            Value.KindOneofCase.StructValue => ContainsUnknown(value.StructValue),
            _ => false,
        };
}
