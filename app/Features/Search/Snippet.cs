using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.Search;

/// <summary>The found words with the words around them.</summary>
public static class Snippet
{
    private const int MaxWords = 20;
    private const int WordsBefore = 5;

    /// <summary>In characters. A text without spaces is one word, so it is truncated.</summary>
    private const int MaxLength = 300;

    /// <param name="excerpt">A part of the original text.</param>
    /// <param name="folded">The same in the form for comparison, with its words separated by spaces.</param>
    /// <param name="spelledOut">The same with ä as ae and ø as oe; null if there is no such letter.</param>
    /// <returns>Null if none of the searched words occurs.</returns>
    public static string? Of(string? excerpt, string? folded, string? spelledOut, SearchWords sought)
    {
        if (excerpt is null || folded is null)
            return null;
        var words = Words(excerpt);
        var (compared, otherwise) = (SearchWords.Split(folded), SearchWords.Split(spelledOut ?? ""));
        bool Has(int i) => sought.Has(compared[i]) || (i < otherwise.Length && sought.Has(otherwise[i]));
        // Folding keeps the number of words, except for characters that decompose into several words: such texts are shown without marks.
        var first = Enumerable.Range(0, compared.Length).FirstOrDefault(Has, -1);
        if (first < 0)
            return null;
        var isAligned = words.Count == compared.Length;
        if (!isAligned)
            first = Math.Min(first, Math.Max(0, words.Count - 1));
        var from = Math.Max(0, first - WordsBefore);
        var to = Math.Min(words.Count, from + MaxWords);
        if (words.Count == 0)
            return null;
        var snippet = new StringBuilder();
        for (var i = from; i < to; i++)
        {
            var (start, end) = words[i];
            if (i > from)
                snippet.Append(excerpt, words[i - 1].End, start - words[i - 1].End);
            var isSought = isAligned && Has(i);
            snippet.Append(isSought ? "«" : "").Append(excerpt, start, end - start).Append(isSought ? "»" : "");
        }
        return snippet.Length <= MaxLength ? snippet.ToString() : Cut(snippet.ToString());
    }

    /// <summary>The start and end of each word, split at the same characters as in pmcrm_words.</summary>
    private static List<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        for (var i = 0; i < text.Length; )
        {
            while (i < text.Length && IsSeparator(text[i]))
                i++;
            var start = i;
            while (i < text.Length && !IsSeparator(text[i]))
                i++;
            if (i > start)
                words.Add((start, i));
        }
        return words;
    }

    private static bool IsSeparator(char c) =>
        c <= ' '
        || (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != '\x7f')
        || c is (>= '\u2010' and <= '\u2015') or '‘' or '’' or 'ʼ' or '´' or '′';

    private static string Cut(string text)
    {
        var marked = text.IndexOf('«', StringComparison.Ordinal);
        var start = Math.Max(0, Math.Min(marked < 0 ? 0 : marked - 20, text.Length - MaxLength));
        var elements = StringInfo.GetTextElementEnumerator(text, Rounded(text, start));
        var cut = new StringBuilder();
        while (cut.Length < MaxLength && elements.MoveNext())
            cut.Append(elements.GetTextElement());
        return cut.ToString();
    }

    private static int Rounded(string text, int index) => index > 0 && char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
