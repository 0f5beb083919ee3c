using System.Globalization;
using System.Text;

namespace PmCrm.Preview.Project;

/// <summary>
/// JSON as Go's <c>encoding/json</c> writes it: sorted keys, no spaces, and &lt;, &gt;, &amp; and the two Unicode line separators
/// escaped. A program that compares or hashes the text of an object then sees the same bytes as under the Pulumi CLI.
/// </summary>
internal static class GoJson
{
    public static string Write(ConfigValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ConfigValue value)
    {
        switch (value)
        {
            case ConfigValue.Null:
                text.Append("null");
                break;
            case ConfigValue.Bool boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case ConfigValue.Whole whole:
                text.Append(whole.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case ConfigValue.Real real:
                text.Append(GoNumber.Json(real.Value));
                break;
            case ConfigValue.Text string_:
                AppendText(text, string_.Value);
                break;
            case ConfigValue.Time time:
                AppendText(text, time.Value.Printed);
                break;
            case ConfigValue.Secure secure:
                AppendText(text, secure.Placeholder.Text);
                break;
            case ConfigValue.List list:
                text.Append('[').AppendJoin(',', list.Items.Select(Write)).Append(']');
                break;
            case ConfigValue.Map map:
                text.Append('{');
                // Go compares bytes of UTF-8, which orders as code points do.
                foreach (var (key, item) in map.Entries.OrderBy(entry => Encoding.UTF8.GetBytes(entry.Key), ByteOrder.Instance))
                {
                    text.Append(text[^1] == '{' ? "" : ",");
                    AppendText(text, key);
                    text.Append(':');
                    Append(text, item);
                }
                text.Append('}');
                break;
            default:
                throw new InvalidOperationException($"no JSON for {value.GetType().Name}");
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
            switch (letter)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        text.Append('"');
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
