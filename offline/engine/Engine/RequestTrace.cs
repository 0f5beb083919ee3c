using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using Pulumirpc;
using KindOf = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace PmCrm.Preview.Engine;

/// <summary>
/// Writes requests as JSON that is the same for every run of the same program: fields in the order of their numbers, maps
/// sorted, fields that are not set left out, and the requests themselves sorted, because a program sends in parallel. Lists that an SDK
/// fills from sets are sorted, a feature is asked for once, and a callback's address and token, which are new in every run, are replaced.
/// What an SDK logs for its own debugging is left out.
/// </summary>
public static class RequestTrace
{
    // Lists of URNs in which the order has no meaning. These are protocol fields, never properties of resources.
    private static readonly HashSet<string> Sets = ["dependencies", "urns", "replace_with"];

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // The depth that a writer allows; a reader's own default is 64.
    private static readonly JsonDocumentOptions AsDeepAsWritten = new() { MaxDepth = 1000 };

    /// <param name="mask">Takes secrets out of the texts. Without it they stay: for comparisons inside a process.</param>
    public static string Write(IEnumerable<RecordedRequest> requests, SecretMask? mask)
    {
        var written = requests
            .Where(request => request.Message is not LogRequest { Severity: LogSeverity.Debug })
            .Select(request => (request.Method, Json: WriteOne(request.Message, mask)))
            .ToLookup(request => request.Method == "SupportsFeature");
        // An SDK may ask for one feature twice at the same time.
        var lines = written[false]
            .Concat(written[true].Distinct())
            .OrderBy(line => line.Method, StringComparer.Ordinal)
            .ThenBy(line => line.Json, StringComparer.Ordinal);
        return ToText(Indented, json =>
            {
                json.WriteStartArray();
                foreach (var (method, request) in lines)
                {
                    json.WriteStartObject();
                    json.WriteString("method", method);
                    json.WritePropertyName("request");
                    using var document = JsonDocument.Parse(request, AsDeepAsWritten);
                    document.RootElement.WriteTo(json);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }) + "\n";
    }

    /// <summary>One request on one line.</summary>
    public static string WriteOne(IMessage message, SecretMask? mask) => ToText(Compact, json => new Writer(json, mask).Message(message));

    private static string ToText(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
            write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private sealed class Writer(Utf8JsonWriter json, SecretMask? mask)
    {
        public void Message(IMessage message)
        {
            switch (message)
            {
                case Struct properties:
                    Properties(properties);
                    return;
                case Value value:
                    Any(value);
                    return;
                case Callback:
                    json.WriteStringValue("(callback)");
                    return;
            }
            json.WriteStartObject();
            foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
            {
                if (IsUnset(field, message))
                    continue;
                json.WritePropertyName(field.Name);
                Field(field, field.Accessor.GetValue(message));
            }
            json.WriteEndObject();
        }

        private static bool IsUnset(FieldDescriptor field, IMessage message)
        {
            if (field.IsMap || field.IsRepeated)
                return field.Accessor.GetValue(message) is System.Collections.ICollection { Count: 0 };
            return field.HasPresence
                ? !field.Accessor.HasValue(message)
                : field.Accessor.GetValue(message) is null or "" or false or 0 or ByteString { IsEmpty: true };
        }

        private void Field(FieldDescriptor field, object value)
        {
            if (value is System.Collections.IDictionary map)
            {
                json.WriteStartObject();
                foreach (var key in map.Keys.Cast<string>().Order(StringComparer.Ordinal))
                {
                    json.WritePropertyName(key);
                    Scalar(map[key]!);
                }
                json.WriteEndObject();
            }
            else if (field.IsRepeated)
            {
                var items = ((System.Collections.IEnumerable)value).Cast<object>();
                json.WriteStartArray();
                foreach (var item in Sets.Contains(field.Name) ? items.Order(Comparer<object>.Create(ByText)) : items)
                    Scalar(item);
                json.WriteEndArray();
            }
            else
                Scalar(value);
        }

        private static int ByText(object? one, object? other) => string.CompareOrdinal((string?)one, (string?)other);

        private void Scalar(object value)
        {
            switch (value)
            {
                case IMessage message:
                    Message(message);
                    break;
                case string text:
                    Text(text);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case ByteString bytes:
                    json.WriteBase64StringValue(bytes.Span);
                    break;
                default:
                    json.WriteStringValue(value.ToString());
                    break;
            }
        }

        private void Properties(Struct properties)
        {
            json.WriteStartObject();
            foreach (var (key, value) in properties.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(mask?.Apply(key) ?? key);
                Any(value);
            }
            json.WriteEndObject();
        }

        private void Any(Value value)
        {
            switch (value.KindCase)
            {
                case KindOf.BoolValue:
                    json.WriteBooleanValue(value.BoolValue);
                    break;
                // As protobuf's JSON writes NaN and the infinities: as texts.
                case KindOf.NumberValue when !double.IsFinite(value.NumberValue):
                    json.WriteStringValue(value.NumberValue.ToString(CultureInfo.InvariantCulture));
                    break;
                case KindOf.NumberValue:
                    json.WriteNumberValue(value.NumberValue);
                    break;
                case KindOf.StringValue:
                    Text(value.StringValue);
                    break;
                case KindOf.ListValue:
                    json.WriteStartArray();
                    foreach (var item in value.ListValue.Values)
                        Any(item);
                    json.WriteEndArray();
                    break;
                case KindOf.StructValue when mask is not null && Wire.IsSecret(value):
                    json.WriteStringValue(PlanValue.Masked);
                    break;
                case KindOf.StructValue:
                    Properties(value.StructValue);
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }

        private void Text(string text) => json.WriteStringValue(mask?.Apply(text) ?? text);
    }
}
