using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.Contacts;

/// <summary>Removes accents from letters, to compare names that are spelled in different ways.</summary>
internal static class PlainLetters
{
    // Without ICU, which the image does not contain, the runtime has no Unicode decomposition. These are the letters of the Latin alphabets
    // of Europe; others stay unchanged.
    private static readonly Dictionary<char, string> Plain = new[]
    {
        ("a", "àáâãäåāăą"),
        ("ae", "æ"),
        ("c", "çćĉċč"),
        ("d", "ďđð"),
        ("e", "èéêëēĕėęě"),
        ("g", "ĝğġģ"),
        ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįı"),
        ("j", "ĵ"),
        ("k", "ķ"),
        ("l", "ĺļľŀł"),
        ("n", "ñńņňŋ"),
        ("o", "òóôõöøōŏő"),
        ("oe", "œ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšș"),
        ("ss", "ß"),
        ("t", "ţťŧțþ"),
        ("u", "ùúûüũūŭůűų"),
        ("w", "ŵ"),
        ("y", "ýÿŷ"),
        ("z", "źżž"),
    }
        .SelectMany(pair => pair.Item2, (pair, letter) => (letter, pair.Item1))
        .ToDictionary();

    /// <param name="letter">In lower case.</param>
    /// <returns>Null for a letter without another form.</returns>
    public static string? Of(char letter) => Plain.GetValueOrDefault(letter);

    /// <summary>
    /// A name without case, accents and punctuation, with its words in order: "Köln", "KOLN" and "köln " are equal. Empty if it has no
    /// letter and no digit.
    /// </summary>
    public static string Fold(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var letter = char.ToLowerInvariant(c);
            if (Of(letter) is { } letters)
                plain.Append(letters);
            else if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
                plain.Append(letter);
            else if (
                char.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                && c is not ('\'' or '’')
                && plain is not ({ Length: 0 } or [.., ' '])
            )
                plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }
}
