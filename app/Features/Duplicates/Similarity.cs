using System.Globalization;
using System.Numerics;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Duplicates;

/// <summary>The similarity of two names.</summary>
public static class Similarity
{
    /// <summary>In characters: longer texts are compared with arrays on the heap.</summary>
    private const int StackLimit = 256;

    private const int BitsOfWord = 64;

    /// <summary>
    /// The words of a name in alphabetical order, without case, accents and punctuation: "Müller, Anna" and "anna muller" are equal.
    /// </summary>
    public static string[] Words(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var letter = char.ToLowerInvariant(c);
            if (PlainLetters.Of(letter) is { } letters)
                plain.Append(letters);
            else if (char.IsLetterOrDigit(letter))
                plain.Append(letter);
            else if (
                char.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                && c is not ('\'' or '’')
            )
                plain.Append(' ');
        }
        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(words, StringComparer.Ordinal);
        return words;
    }

    /// <summary>
    /// Jaro-Winkler similarity (Winkler 1990): 1 for equal texts, 0 for texts with nothing in common. It is designed for the misspellings
    /// that occur in people's names.
    /// </summary>
    public static double JaroWinkler(string a, string b)
    {
        if (a == b)
            return 1;
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var jaro = b.Length <= BitsOfWord ? ShortJaro(a, b) : Jaro(a, b);
        var prefix = 0;
        while (prefix < 4 && prefix < a.Length && prefix < b.Length && a[prefix] == b[prefix])
            prefix++;
        return jaro + prefix * 0.1 * (1 - jaro);
    }

    /// <summary>
    /// Like <see cref="Jaro"/>, for a second text of at most 64 characters. The positions of a letter and the matched positions are bit
    /// sets, so the work is proportional to the sum of the lengths and not to their product.
    /// </summary>
    private static double ShortJaro(string a, string b)
    {
        const int Slots = 128;
        var window = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        Span<ulong> places = stackalloc ulong[Slots];
        places.Clear();
        for (var j = 0; j < b.Length; j++)
            places[b[j] % Slots] |= 1ul << j;
        Span<char> matchedInA = stackalloc char[BitsOfWord];
        var taken = 0ul;
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - window), Math.Min(b.Length - 1, i + window));
            if (from > to)
                break;
            var near = ulong.MaxValue >> (BitsOfWord - 1 - to) & ulong.MaxValue << from;
            for (var open = places[a[i] % Slots] & near & ~taken; open != 0; open &= open - 1)
            {
                var j = BitOperations.TrailingZeroCount(open);
                // Characters beyond ASCII may share a slot.
                if (b[j] != a[i])
                    continue;
                taken |= 1ul << j;
                matchedInA[matches++] = a[i];
                break;
            }
        }
        if (matches == 0)
            return 0;
        var outOfOrder = 0;
        for (var k = 0; taken != 0; taken &= taken - 1)
            if (matchedInA[k++] != b[BitOperations.TrailingZeroCount(taken)])
                outOfOrder++;
        double m = matches;
        return (m / a.Length + m / b.Length + (m - outOfOrder / 2.0) / m) / 3;
    }

    internal static double Jaro(string a, string b)
    {
        var window = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        Span<bool> taken = b.Length <= StackLimit ? stackalloc bool[b.Length] : new bool[b.Length];
        Span<char> matchedInA = a.Length <= StackLimit ? stackalloc char[a.Length] : new char[a.Length];
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
            {
                if (taken[j] || a[i] != b[j])
                    continue;
                taken[j] = true;
                matchedInA[matches++] = a[i];
                break;
            }
        }
        if (matches == 0)
            return 0;
        var outOfOrder = 0;
        for (int j = 0, k = 0; j < b.Length; j++)
            if (taken[j] && matchedInA[k++] != b[j])
                outOfOrder++;
        double m = matches;
        return (m / a.Length + m / b.Length + (m - outOfOrder / 2.0) / m) / 3;
    }
}
