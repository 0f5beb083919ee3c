namespace PmCrm.App.Features.Search;

/// <summary>Tells words that differ in one letter: one that is wrong, missing, added or exchanged with its neighbor.</summary>
public static class Typos
{
    /// <summary>Shorter words have too many neighbors that are words themselves.</summary>
    public const int MinLength = 5;

    /// <summary>How many of the words typed are in the text only with one letter wrong.</summary>
    /// <param name="typed">Folded words, see <c>pmcrm_fold</c>; the last may be the beginning of a word.</param>
    /// <param name="words">The folded words of a text.</param>
    /// <returns>Null where a word is not there at all.</returns>
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

    /// <summary>Whether one change of a letter makes one word the other. Numbers do not: another number is another thing.</summary>
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
