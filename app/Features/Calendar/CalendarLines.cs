using System.Text;

namespace PmCrm.App.Features.Calendar;

/// <summary>Writes content lines of iCalendar (RFC 5545, 3.1): folded at 75 octets, with CR LF, and with escaped texts.</summary>
internal sealed class CalendarLines
{
    /// <summary>In octets, without the line break.</summary>
    private const int MaxLine = 75;

    private readonly StringBuilder text = new();

    /// <summary>Adds a line whose value needs no escaping.</summary>
    public void Add(string name, string value) => Fold($"{name}:{value}");

    /// <summary>Adds a line whose value is text (3.3.11).</summary>
    public void AddText(string name, string value) => Fold($"{name}:{Escape(value)}");

    public override string ToString() => text.ToString();

    /// <summary>Control characters except line breaks are not allowed in a text (3.3.11, TSAFE-CHAR); they are removed.</summary>
    internal static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value.Replace("\r\n", "\n", StringComparison.Ordinal))
            switch (c)
            {
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(c);
                    break;
                case '\n' or '\r':
                    escaped.Append("\\n");
                    break;
                case '\t':
                    escaped.Append(' ');
                    break;
                default:
                    if (!char.IsControl(c))
                        escaped.Append(c);
                    break;
            }
        return escaped.ToString();
    }

    /// <summary>Never splits a character's octets: a reader that decodes before unfolding would lose the character.</summary>
    private void Fold(string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
