using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>
/// A request as one line of JSON. Two lines are equal if and only if the requests mean the same: keys and set-like lists are sorted, and
/// values that differ from run to run (addresses of callbacks, stack traces, versions of packages) are replaced.
/// </summary>
internal static partial class CanonicalRequest
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    /// <summary>What a writer allows by default; readers allow 64.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };

    private static readonly string[] Leading = ["type", "tok", "urn", "name", "id", "severity", "message"];

    // Lists whose order has no meaning, because the SDK fills them from hash sets.
    private static readonly HashSet<string> Sets = ["dependencies", "urns", "replaceWith"];

    // Fields with a provider's values: keys below them are not protocol fields.
    private static readonly HashSet<string> Values = ["object", "outputs", "properties", "args", "replacementTrigger"];

    /// <summary>The line, or null for requests that are not part of a trace: debug messages of the SDK itself.</summary>
    public static string? Line(string method, IMessage message)
    {
        if (message is LogRequest log)
            return LogLine(method, log);
        var request = (JsonObject)Read(Formatter.Format(message));
        Replace(request);
        return Write(method, Sorted(request, sets: true));
    }

    /// <summary>A line of a trace, or another JSON text of the same depth.</summary>
    public static JsonNode Read(string line) => JsonNode.Parse(line, documentOptions: new() { MaxDepth = MaxDepth })!;

    /// <summary>Compact JSON.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Compact);

    private static string? LogLine(string method, LogRequest log)
    {
        var said = OfTheSample().Match(log.Message);
        if (log.Severity == LogSeverity.Debug && !said.Success)
            return null;
        // The text of an error around the program's own message is the SDK's wording and a stack trace.
        var request = new JsonObject { ["severity"] = log.Severity.ToString(), ["message"] = said.Success ? said.Value : "(of the SDK)" };
        if (log.Urn.Length > 0)
            request["urn"] = log.Urn;
        if (log.StreamId != 0)
            request["streamId"] = log.StreamId;
        if (log.Ephemeral)
            request["ephemeral"] = true;
        return Write(method, Sorted(request, sets: false));
    }

    private static void Replace(JsonObject request)
    {
        if (request["version"] is { } version && !version.GetValue<string>().EndsWith("-sample", StringComparison.Ordinal))
            request["version"] = "(package)";
        if (request["transforms"] is JsonArray transforms)
            request["transforms"] = transforms.Count;
        if (request.ContainsKey("token") && request.ContainsKey("target"))
        {
            request["token"] = "(token)";
            request["target"] = "(address)";
        }
    }

    private static string Write(string method, JsonNode request)
    {
        // The most important fields come first.
        var fields = request.AsObject();
        var line = new JsonObject { ["call"] = method };
        foreach (
            var (key, value) in fields.OrderBy(field => Array.IndexOf(Leading, field.Key) is var place and >= 0 ? place : Leading.Length)
        )
            line[key] = value?.DeepClone();
        return Write(line);
    }

    private static JsonNode Sorted(JsonNode node, bool sets) =>
        node switch
        {
            JsonObject fields => new JsonObject(
                fields
                    .OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : Field(field.Key, field.Value, sets)))
            ),
            JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sorted(item, sets))]),
            _ => node.DeepClone(),
        };

    private static JsonNode Field(string key, JsonNode value, bool sets)
    {
        if (sets && Sets.Contains(key) && value is JsonArray items)
            return new JsonArray([
                .. items.Select(item => item!.GetValue<string>()).Order(StringComparer.Ordinal).Select(urn => JsonValue.Create(urn)),
            ]);
        return Sorted(value, sets && !Values.Contains(key));
    }

    [GeneratedRegex("""sample: [a-z' ]*|error serializing property "[^"]*"|Key: '?k""")]
    private static partial Regex OfTheSample();
}
