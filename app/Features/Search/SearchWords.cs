using System.Text;

namespace PmCrm.App.Features.Search;

/// <summary>The words of a search as they are compared.</summary>
/// <param name="Typed">Without letters' marks and apostrophes.</param>
/// <param name="SpelledOut">With ä as ae, ø as oe, and the parts around an apostrophe.</param>
/// <param name="Positive">The words that a match has, as they were typed.</param>
public sealed record SearchWords(IReadOnlyList<string> Typed, IReadOnlyList<string> SpelledOut, string Positive)
{
    /// <summary>
    /// Whether the text only lists words: quotes, minus, "or" and an address ask for something that a similar word is no answer to.
    /// </summary>
    public static bool IsPlain(string text) =>
        text.IndexOfAny(['"', '@']) < 0
        && !Split(text).Any(word => word.StartsWith('-') || word.Equals("or", StringComparison.OrdinalIgnoreCase));

    /// <summary>The words that a match has: without those that must not be there.</summary>
    public static string WithoutExcluded(string text) =>
        string.Join(
            ' ',
            Split(text.Replace('"', ' ')).Where(word => !word.StartsWith('-') && !word.Equals("or", StringComparison.OrdinalIgnoreCase))
        );

    public static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Each word once, as it is looked for in a folded text: also "uber" where "ueber" was typed, which may be how "über" is compared.
    /// With them the typed words beyond ASCII, in small letters and with a capital: a long text has them most often so, and needs no
    /// folding then.
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

    /// <summary>Whether a folded word of a text is one of these; the last of these may be the beginning of a word.</summary>
    public bool Has(string folded) => Has(Typed, folded) || Has(SpelledOut, folded);

    private static bool Has(IReadOnlyList<string> words, string folded)
    {
        for (var i = 0; i < words.Count; i++)
            if (folded == words[i] || (i == words.Count - 1 && folded.StartsWith(words[i], StringComparison.Ordinal)))
                return true;
        return false;
    }
}
