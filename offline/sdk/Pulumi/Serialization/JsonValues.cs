using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>JSON elements to the wire and back.</summary>
internal static class JsonValues
{
    /// <summary>Null for JSON null; inside objects and arrays it is kept, unlike null arguments.</summary>
    public static Value? ToWire(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Value.ForString(element.GetString());
            case JsonValueKind.Number:
                return Value.ForNumber(element.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return Value.ForBool(element.GetBoolean());
            case JsonValueKind.Array:
                return Value.ForList([.. element.EnumerateArray().Select(item => ToWire(item) ?? Value.ForNull())]);
            case JsonValueKind.Object:
                var fields = new Dictionary<string, Value>();
                foreach (var property in element.EnumerateObject())
                    fields[property.Name] = ToWire(property.Value) ?? Value.ForNull();
                return Value.ForStruct(Structs.Of([.. fields.Select(field => new Field(field.Key, field.Value))]));
            default:
                return null;
        }
    }

    /// <exception cref="NotSupportedException">If the value contains something that JSON cannot express, such as an asset.</exception>
    public static JsonElement FromPlain(object? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value);
        return JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case ImmutableArray<object?> items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case ImmutableDictionary<string, object?> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case IOutput output:
                Write(writer, output.DataTask.GetAwaiter().GetResult().Value);
                break;
            default:
                throw new NotSupportedException($"Unexpected type {value.GetType().FullName}");
        }
    }
}
