namespace PmCrm.App.Features.Search;

/// <summary>Detects words that differ in one letter: one that is wrong, missing, added or swapped with its neighbor.</summary>
public static class Typos
{
    /// <summary>Shorter words have too many similar words.</summary>
    public const int MinLength = 5;

    /// <summary>Number of typed words that occur in the text only with one wrong letter.</summary>
    /// <param name="typed">Folded words, see <c>pmcrm_fold</c>; the last may be the start of a word.</param>
    /// <param name="words">The folded words of a text.</param>
    /// <returns>Null if a word does not occur at all.</returns>
    public static int? Count(IReadOnlyList<string> typed, IReadOnlyList<string> words)
    {
        var typos = 0;
        for (var i = 0; i < typed.Count; i++)
        {
            var word = typed[i];
            var mayBeUnfinished = i == typed.Count - 1;
            if (words.Any(other => mayBeUnfinished ? other.StartsWith(word, StringComparison.Ordinal) : other == word))
                continue;
            if (!words.Any(other => IsOneLetterApart(word, other)))
                return null;
            typos++;
        }
        return typos;
    }

    /// <summary>Whether changing one letter makes the words equal. Never for numbers: another number means something else.</summary>
    public static bool IsOneLetterApart(string a, string b)
    {
        if (a.Length > b.Length)
            (a, b) = (b, a);
        if (
            a.Length < MinLength - 1
            || b.Length < MinLength
            || b.Length - a.Length > 1
            || a.Any(char.IsAsciiDigit)
            || b.Any(char.IsAsciiDigit)
        )
            return false;
        var same = 0;
        while (same < a.Length && a[same] == b[same])
            same++;
        if (b.Length > a.Length)
            return a.AsSpan(same).SequenceEqual(b.AsSpan(same + 1));
        if (same == a.Length)
            return false;
        return a.AsSpan(same + 1).SequenceEqual(b.AsSpan(same + 1))
            || (
                same + 1 < a.Length
                && a[same] == b[same + 1]
                && a[same + 1] == b[same]
                && a.AsSpan(same + 2).SequenceEqual(b.AsSpan(same + 2))
            );
    }
}
