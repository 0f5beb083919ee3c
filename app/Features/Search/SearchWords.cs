using System.Text;

namespace PmCrm.App.Features.Search;

/// <summary>The words of a search in the form for comparison.</summary>
/// <param name="Typed">Without diacritics and apostrophes.</param>
/// <param name="SpelledOut">With ä as ae, ø as oe, and split at apostrophes.</param>
/// <param name="Positive">The words that a match must have, as they were typed.</param>
public sealed record SearchWords(IReadOnlyList<string> Typed, IReadOnlyList<string> SpelledOut, string Positive)
{
    /// <summary>
    /// Whether the text is only a list of words. With quotes, minus, "or" or an address, similar words would not be valid results.
    /// </summary>
    public static bool IsPlain(string text) =>
        text.IndexOfAny(['"', '@']) < 0
        && !Split(text).Any(word => word.StartsWith('-') || word.Equals("or", StringComparison.OrdinalIgnoreCase));

    /// <summary>The words that a match must have: without the excluded ones.</summary>
    public static string WithoutExcluded(string text) =>
        string.Join(
            ' ',
            Split(text.Replace('"', ' ')).Where(word => !word.StartsWith('-') && !word.Equals("or", StringComparison.OrdinalIgnoreCase))
        );

    public static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Each word once, in the forms that can occur in a folded text: also "uber" for "ueber", which may be the folded form of "über". In
    /// addition, the typed words beyond ASCII, in lower case and with a capital: most long texts contain them in this form, and then need
    /// no folding.
    /// </summary>
    public string[] Sought =>
        [
            .. Typed
                .Concat(SpelledOut)
                .SelectMany(word =>
                    (string[])
                        [
                            word,
                            word.Replace("ae", "a", StringComparison.Ordinal)
                                .Replace("oe", "o", StringComparison.Ordinal)
                                .Replace("ue", "u", StringComparison.Ordinal)
                                .Replace("aa", "a", StringComparison.Ordinal),
                        ]
                )
                .Concat(
                    Split(Positive)
                        .Where(word => !Ascii.IsValid(word))
                        .Select(word => word.ToLowerInvariant())
                        .SelectMany(word => (string[])[word, char.ToUpperInvariant(word[0]) + word[1..]])
                )
                .Distinct(),
        ];

    /// <summary>Whether a folded word of a text is one of these; the last of these may be the start of a word.</summary>
    public bool Has(string folded) => Has(Typed, folded) || Has(SpelledOut, folded);

    private static bool Has(IReadOnlyList<string> words, string folded)
    {
        for (var i = 0; i < words.Count; i++)
            if (folded == words[i] || (i == words.Count - 1 && folded.StartsWith(words[i], StringComparison.Ordinal)))
                return true;
        return false;
    }
}
