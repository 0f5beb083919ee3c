using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PmCrm.Preview.Project;

/// <summary>
/// Reads a project or stack file in JSON into the same nodes as YAML. The Pulumi CLI reads every number as a floating-point number
/// first (Go's <c>encoding/json</c> into <c>any</c>), so integers above 2^53 lose digits.
/// </summary>
internal sealed class JsonFileReader
{
    private readonly byte[] bytes;
    private readonly string file;

    private JsonFileReader(byte[] bytes, string file)
    {
        this.bytes = bytes;
        this.file = file;
    }

    /// <inheritdoc cref="YamlReader.ReadFile"/>
    public static YamlNode? ReadFile(string path, string name)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            byte[] mark = [0xef, 0xbb, 0xbf];
            return new JsonFileReader(bytes.AsSpan().StartsWith(mark) ? bytes[mark.Length..] : bytes, name).Read();
        }
        catch (JsonException error)
        {
            var at = new Position(name, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            throw PreviewException.Usage($"{at}: not valid JSON", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot read {name}: {error.Message}", error);
        }
    }

    private YamlNode? Read()
    {
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        var root = ReadNode(ref json);
        json.Read();
        return root is YamlScalar { Text: "null", IsQuoted: false } ? null : root;
    }

    private YamlNode ReadNode(ref Utf8JsonReader json)
    {
        var at = At(json.TokenStartIndex);
        switch (json.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<YamlNode>();
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadNode(ref json));
                return new YamlSequence(at, items);
            case JsonTokenType.StartObject:
                return ReadMapping(ref json, at);
            case JsonTokenType.String:
                return new YamlScalar(at, json.GetString()!, IsQuoted: true, "");
            case JsonTokenType.Number:
                return new YamlScalar(at, NumberText(ref json, at), IsQuoted: false, "");
            default:
                return new YamlScalar(at, Encoding.UTF8.GetString(json.ValueSpan), IsQuoted: false, "");
        }
    }

    private YamlMapping ReadMapping(ref Utf8JsonReader json, Position at)
    {
        var entries = new List<YamlEntry>();
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var key = new YamlScalar(At(json.TokenStartIndex), json.GetString()!, IsQuoted: true, "");
            json.Read();
            // Of two entries with one key, Go keeps the last.
            entries.RemoveAll(entry => entry.Key == key.Text);
            entries.Add(new YamlEntry(key.Text, key, ReadNode(ref json)));
        }
        return new YamlMapping(at, entries);
    }

    private static string NumberText(ref Utf8JsonReader json, Position at)
    {
        var text = Encoding.UTF8.GetString(json.ValueSpan);
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw PreviewException.Usage($"{at}: {text} is out of the range of a number; write \"{text}\" for a text");
        return Math.Abs(value) >= 1L << 53 ? GoNumber.Json(value) : text;
    }

    private Position At(long index)
    {
        var before = bytes.AsSpan(0, (int)index);
        return new Position(file, before.Count((byte)'\n') + 1, (int)index - before.LastIndexOf((byte)'\n'));
    }
}
