namespace PmCrm.App.Features.Duplicates;

/// <summary>What is compared of a contact.</summary>
/// <param name="PhoneKeys">Equal for equal numbers; the numbers themselves stay encrypted.</param>
public sealed record DuplicateCandidate(
    Guid Id, string Name, IReadOnlyList<string> Emails, IReadOnlyList<string> PhoneKeys, DateOnly? Birthday);

/// <summary>Two contacts that may be one person.</summary>
/// <param name="Score">From 0 to 1: how sure it is.</param>
/// <param name="Reasons">What they share: <c>email</c>, <c>phone</c>, <c>name</c>, <c>similar-name</c>.</param>
public sealed record DuplicatePair(Guid First, Guid Second, double Score, IReadOnlyList<string> Reasons);

/// <summary>
/// Finds contacts that may be the same person. Only contacts that share something (an address, a number, a word of the name) are
/// compared, so that the work grows with the contacts and not with their pairs.
/// </summary>
public static class DuplicateFinder
{
    /// <summary>The least score worth showing: two people who share a full name reach it, two who share a first name do not.</summary>
    public const double DefaultMinScore = 0.6;

    private const double SameEmail = 0.95;
    private const double SamePhone = 0.8;
    private const double SameFullName = 0.75;
    private const double SameSingleName = 0.4;
    private const double SimilarName = 0.6;

    /// <summary>Below this, Jaro-Winkler joins names that people would not: "anna muller" and "anne miller" have 0.91.</summary>
    private const double SimilarFrom = 0.92;

    /// <summary>Two birthdays that differ speak against one person whatever else is equal: families share numbers, even addresses.</summary>
    private const double OtherBirthday = 0.5;

    /// <summary>A word or number that this many share tells nothing; its contacts are compared with the first of them only.</summary>
    private const int LargestBlock = 50;

    /// <summary>Pairs of at least the score, the surest first; equal scores in the order of the ids.</summary>
    public static IReadOnlyList<DuplicatePair> Find(IReadOnlyList<DuplicateCandidate> contacts, double minScore = DefaultMinScore)
    {
        var words = contacts.Select(contact => Similarity.Words(contact.Name)).ToArray();
        var blocks = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < contacts.Count; i++)
            foreach (var key in Keys(contacts[i], words[i]))
                (blocks.TryGetValue(key, out var block) ? block : blocks[key] = []).Add(i);

        var seen = new HashSet<(int, int)>();
        var pairs = new List<DuplicatePair>();
        foreach (var block in blocks.Values)
            foreach (var (i, j) in Pairs(block))
                if (seen.Add((i, j)) && Compare(contacts[i], words[i], contacts[j], words[j]) is { } pair && pair.Score >= minScore)
                    pairs.Add(pair);
        pairs.Sort(Order);
        return pairs;
    }

    /// <summary>The order of the answer, and so of its pages.</summary>
    public static int Order(DuplicatePair a, DuplicatePair b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score)
        : a.First != b.First ? a.First.CompareTo(b.First)
        : a.Second.CompareTo(b.Second);

    private static HashSet<string> Keys(DuplicateCandidate contact, string[] words) =>
    [
        .. contact.Emails.Select(email => $"e {email.ToLowerInvariant()}"),
        .. contact.PhoneKeys.Select(phone => $"p {phone}"),
        $"n {string.Join(' ', words)}",
        // A misspelt word still has its neighbour, and the start of itself.
        .. words.Length > 1 ? words.SelectMany(word => words.Where(other => other != word).Select(other => $"w {word} {other[0]}")) : [],
        .. words.Where(word => word.Length > 3).Select(word => $"s {word[..3]} {words.Length}"),
    ];

    private static IEnumerable<(int, int)> Pairs(List<int> block)
    {
        var last = block.Count > LargestBlock ? 1 : block.Count;
        for (var i = 0; i < last; i++)
            for (var j = i + 1; j < block.Count; j++)
                yield return (block[i], block[j]);
    }

    private static DuplicatePair? Compare(DuplicateCandidate a, string[] wordsOfA, DuplicateCandidate b, string[] wordsOfB)
    {
        var against = 1.0;
        var reasons = new List<string>();
        void Because(string reason, double sure)
        {
            reasons.Add(reason);
            against *= 1 - sure;
        }

        if (a.Emails.Intersect(b.Emails, StringComparer.OrdinalIgnoreCase).Any()) Because("email", SameEmail);
        if (a.PhoneKeys.Intersect(b.PhoneKeys, StringComparer.Ordinal).Any()) Because("phone", SamePhone);
        if (wordsOfA.Length > 0 && wordsOfA.AsSpan().SequenceEqual(wordsOfB)) Because("name", wordsOfA.Length > 1 ? SameFullName : SameSingleName);
        else if (wordsOfA.Length > 1 && wordsOfB.Length > 1
            && Similarity.JaroWinkler(string.Join(' ', wordsOfA), string.Join(' ', wordsOfB)) >= SimilarFrom) Because("similar-name", SimilarName);
        if (reasons.Count == 0) return null;

        var score = 1 - against;
        if (a.Birthday is { } one && b.Birthday is { } other && one != other) score *= OtherBirthday;
        var (first, second) = a.Id.CompareTo(b.Id) < 0 ? (a.Id, b.Id) : (b.Id, a.Id);
        return new(first, second, Math.Round(score, 4), reasons);
    }
}
