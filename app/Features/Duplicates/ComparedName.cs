namespace PmCrm.App.Features.Duplicates;

/// <summary>A word of a name.</summary>
/// <param name="Hash">The hash of the whole word.</param>
/// <param name="First">Its first letter.</param>
/// <param name="Start">The hash of its first three letters; null for a word that is not longer.</param>
public readonly record struct ComparedWord(ulong Hash, char First, ulong? Start);

/// <summary>A name in its form for comparisons: its first words in alphabetical order, and the first letters of all words.</summary>
/// <param name="Words">At most <see cref="MaxWords"/>.</param>
/// <param name="Letters">The words separated by spaces, at most <see cref="MaxLetters"/> characters.</param>
/// <param name="Hash">The hash of all words.</param>
public readonly record struct ComparedName(ComparedWord[] Words, string Letters, ulong Hash)
{
    private const int MaxWords = 6;
    private const int MaxLetters = 64;
    private const int StartLength = 3;

    public static ComparedName Of(string text)
    {
        var words = Similarity.Words(text);
        var all = string.Join(' ', words);
        return new([.. words.Take(MaxWords).Select(Word)], all.Length > MaxLetters ? all[..MaxLetters] : all, DuplicateFinder.Key(all));
    }

    private static ComparedWord Word(string word) =>
        new(DuplicateFinder.Key(word), word[0], word.Length > StartLength ? DuplicateFinder.Key(word.AsSpan(0, StartLength)) : null);
}
