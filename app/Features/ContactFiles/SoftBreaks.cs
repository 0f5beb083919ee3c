using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// The soft line breaks of a quoted-printable value. Some programs fold such a value too, and write a space after each break, which is not
/// part of the text (https://github.com/mangstadt/ez-vcard/issues/80). For others a line may just begin with a space.
/// </summary>
internal sealed class SoftBreaks
{
    /// <summary>If this many lines all begin with a space, it is no chance.</summary>
    private const int ManyBreaks = 3;

    private readonly List<int> spaces = [];
    private int count;

    /// <param name="at">The place of the break in the value.</param>
    /// <param name="hasSpace">Whether the next line begins with a space or tab.</param>
    public void Add(int at, bool hasSpace)
    {
        count++;
        if (hasSpace)
            spaces.Add(at);
    }

    public void Clear()
    {
        spaces.Clear();
        count = 0;
    }

    /// <summary>The value, without the spaces if they are of folds.</summary>
    public string Join(StringBuilder value)
    {
        var text = value.ToString();
        if (spaces.Count == 0 || !((spaces.Count == count && count >= ManyBreaks) || spaces.Exists(at => IsWithinCharacter(text, at))))
            return text;
        var joined = new StringBuilder(text.Length);
        var from = 0;
        // A value that was cut may end before its last spaces.
        foreach (var at in spaces.TakeWhile(at => at < text.Length))
        {
            joined.Append(text, from, at - from);
            from = at + 1;
        }
        return joined.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Whether the encoded octets on both sides of a space are one character in UTF-8.</summary>
    private static bool IsWithinCharacter(string text, int space)
    {
        for (var before = 1; before <= 3; before++)
        {
            if (Octet(text, space - 3 * before) is not { } octet)
                return false;
            var size = octet switch
            {
                >= 0xC2 and < 0xE0 => 2,
                >= 0xE0 and < 0xF0 => 3,
                >= 0xF0 and <= 0xF4 => 4,
                _ => 0,
            };
            if (size > 0)
                return size > before
                    && Enumerable.Range(0, size - before).All(after => Octet(text, space + 1 + 3 * after) is >= 0x80 and <= 0xBF);
            if (octet is < 0x80 or > 0xBF)
                return false;
        }
        return false;
    }

    private static int? Octet(string text, int at) =>
        at >= 0
        && at + 3 <= text.Length
        && text[at] == '='
        && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)
            ? octet
            : null;
}
