namespace PmCrm.App.Features.Duplicates;

/// <summary>
/// The data of a contact that is compared. Up to 20,000 of these are in memory at once, so they contain hashes instead of texts where
/// possible.
/// </summary>
/// <param name="Emails">A 64-bit hash of each lower-case address: see <see cref="DuplicateFinder.Key(ReadOnlySpan{char})"/>.</param>
/// <param name="Phones">A 64-bit hash of each number's fingerprint; the numbers themselves stay encrypted.</param>
public sealed record DuplicateCandidate(Guid Id, ComparedName Name, ulong[] Emails, ulong[] Phones, DateOnly? Birthday);

/// <summary>What two contacts have in common.</summary>
[Flags]
public enum DuplicateReasons
{
    None = 0,
    Email = 1,
    Phone = 2,
    Name = 4,
    SimilarName = 8,
}

/// <summary>Two contacts that may be one person.</summary>
/// <param name="Score">From 0 to 1: how likely it is.</param>
public readonly record struct DuplicatePair(Guid First, Guid Second, double Score, DuplicateReasons Reasons)
{
    private static readonly (DuplicateReasons Reason, string Name)[] Names =
    [
        (DuplicateReasons.Email, "email"),
        (DuplicateReasons.Phone, "phone"),
        (DuplicateReasons.Name, "name"),
        (DuplicateReasons.SimilarName, "similar-name"),
    ];

    /// <summary>The reasons' names in the API.</summary>
    public IReadOnlyList<string> ReasonNames
    {
        get
        {
            var reasons = Reasons;
            return [.. Names.Where(name => reasons.HasFlag(name.Reason)).Select(name => name.Name)];
        }
    }
}

/// <summary>
/// Finds contacts that may be the same person. Only contacts with something in common (an address, a number, a word of the name) are
/// compared. The number of comparisons is limited, whatever the contacts look like; contacts that share something rare are compared first.
/// </summary>
public static class DuplicateFinder
{
    /// <summary>
    /// The minimum score worth showing: two people with the same full name reach it, two with the same first name do not.
    /// </summary>
    public const double DefaultMinScore = 0.6;

    /// <summary>Maximum number of pairs, the most likely ones: two million bytes of memory for one account.</summary>
    public const int MaxPairs = 40_000;

    private const double SameEmail = 0.95;
    private const double SamePhone = 0.8;
    private const double SameFullName = 0.75;
    private const double SameSingleName = 0.4;
    private const double SimilarName = 0.6;

    /// <summary>With a lower limit, Jaro-Winkler matches names that people would not: "anna muller" and "anne miller" have 0.91.</summary>
    private const double SimilarFrom = 0.92;

    /// <summary>
    /// Different birthdays are evidence against one person, whatever else is equal: families share numbers and even addresses.
    /// </summary>
    private const double OtherBirthday = 0.5;

    /// <summary>
    /// A word or number that more contacts share is no evidence; these contacts are compared only with the first of them.
    /// </summary>
    private const int LargestBlock = 50;

    /// <summary>Less than a second of work for the longest names.</summary>
    private const int MaxComparisons = 200_000;

    private const int CancellationInterval = 1024;

    /// <summary>Pairs with at least this score, the most likely first; equal scores in the order of the ids.</summary>
    /// <exception cref="OperationCanceledException">Thrown within a few milliseconds of the cancellation.</exception>
    public static IReadOnlyList<DuplicatePair> Find(
        IReadOnlyList<DuplicateCandidate> contacts,
        double minScore = DefaultMinScore,
        CancellationToken cancellationToken = default
    )
    {
        // With the final capacity: growing lists would leave twice their size as garbage.
        var keys = new List<(ulong Key, int Contact)>(contacts.Sum(MaxKeys));
        for (var i = 0; i < contacts.Count; i++)
        {
            if (i % CancellationInterval == 0)
                cancellationToken.ThrowIfCancellationRequested();
            AddKeys(keys, contacts[i], i);
        }
        keys.Sort();

        var seen = new HashSet<long>(Math.Min(MaxComparisons, contacts.Count * LargestBlock));
        var pairs = new List<DuplicatePair>();
        foreach (var (start, length) in Blocks(keys))
        {
            var firsts = length > LargestBlock ? 1 : length;
            for (var a = start; a < start + firsts; a++)
            for (var b = a + 1; b < start + length; b++)
            {
                var (i, j) = (keys[a].Contact, keys[b].Contact);
                if (i == j || !seen.Add((long)i << 32 | (uint)j))
                    continue;
                if (seen.Count > MaxComparisons)
                    return Surest(pairs);
                if (seen.Count % CancellationInterval == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (Compare(contacts[i], contacts[j]) is not { } pair || pair.Score < minScore)
                    continue;
                pairs.Add(pair);
                if (pairs.Count >= 2 * MaxPairs)
                    KeepSurest(pairs);
            }
        }
        return Surest(pairs);
    }

    /// <summary>The order of the answer and of its pages.</summary>
    public static int Order(DuplicatePair a, DuplicatePair b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score)
        : a.First != b.First ? a.First.CompareTo(b.First)
        : a.Second.CompareTo(b.Second);

    /// <summary>FNV-1a of the lower-case text: the same in every process, so that equal contacts give equal pages.</summary>
    public static ulong Key(ReadOnlySpan<char> text)
    {
        var hash = FnvStart;
        foreach (var c in text)
            hash = (hash ^ char.ToLowerInvariant(c)) * FnvPrime;
        return hash;
    }

    private const ulong FnvStart = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private static List<DuplicatePair> Surest(List<DuplicatePair> pairs)
    {
        KeepSurest(pairs);
        pairs.TrimExcess();
        return pairs;
    }

    private static void KeepSurest(List<DuplicatePair> pairs)
    {
        pairs.Sort(Order);
        if (pairs.Count > MaxPairs)
            pairs.RemoveRange(MaxPairs, pairs.Count - MaxPairs);
    }

    /// <summary>Maximum number of keys that <see cref="AddKeys"/> adds.</summary>
    private static int MaxKeys(DuplicateCandidate contact) =>
        contact.Emails.Length + contact.Phones.Length + 1 + contact.Name.Words.Length * contact.Name.Words.Length;

    /// <summary>The lowest bits of a key are its strength as evidence: an address or number, a whole name, a part of a name.</summary>
    private static void AddKeys(List<(ulong Key, int Contact)> keys, DuplicateCandidate contact, int index)
    {
        var name = contact.Name;
        void Add(ulong key, char kind, int weight) => keys.Add((((key ^ kind) * FnvPrime & ~3ul) | (uint)weight, index));

        foreach (var email in contact.Emails)
            Add(email, 'e', 0);
        foreach (var phone in contact.Phones)
            Add(phone, 'p', 0);
        if (name.Words.Length > 0)
            Add(name.Hash, 'n', 1);
        for (var i = 0; i < name.Words.Length; i++)
        {
            var word = name.Words[i];
            // A misspelled word still matches by its neighboring word and by its own start.
            if (word.Start is { } start)
                Add(start + (ulong)name.Words.Length, 's', 3);
            for (var j = 0; j < name.Words.Length; j++)
                if (i != j && word.Hash != name.Words[j].Hash)
                    Add(word.Hash * FnvPrime ^ name.Words[j].First, 'w', 2);
        }
    }

    /// <summary>Groups of more than one contact with an equal key: the strongest evidence first, then the rarest.</summary>
    private static List<(int Start, int Length)> Blocks(List<(ulong Key, int Contact)> keys)
    {
        var blocks = new List<(int Start, int Length)>();
        for (var start = 0; start < keys.Count; )
        {
            var end = start + 1;
            while (end < keys.Count && keys[end].Key == keys[start].Key)
                end++;
            if (end - start > 1)
                blocks.Add((start, end - start));
            start = end;
        }
        blocks.Sort(
            (a, b) =>
            {
                var weight = (keys[a.Start].Key & 3).CompareTo(keys[b.Start].Key & 3);
                return weight != 0 ? weight
                    : a.Length != b.Length ? a.Length.CompareTo(b.Length)
                    : a.Start.CompareTo(b.Start);
            }
        );
        return blocks;
    }

    private static DuplicatePair? Compare(DuplicateCandidate a, DuplicateCandidate b)
    {
        var (nameOfA, nameOfB) = (a.Name, b.Name);
        var against = 1.0;
        var reasons = DuplicateReasons.None;
        void Because(DuplicateReasons reason, double sure)
        {
            reasons |= reason;
            against *= 1 - sure;
        }

        if (a.Emails.AsSpan().ContainsAny(b.Emails))
            Because(DuplicateReasons.Email, SameEmail);
        if (a.Phones.AsSpan().ContainsAny(b.Phones))
            Because(DuplicateReasons.Phone, SamePhone);
        if (nameOfA.Words.Length > 0 && nameOfA.Hash == nameOfB.Hash)
            Because(DuplicateReasons.Name, nameOfA.Words.Length > 1 ? SameFullName : SameSingleName);
        else if (
            nameOfA.Words.Length > 1
            && nameOfB.Words.Length > 1
            && Similarity.JaroWinkler(nameOfA.Letters, nameOfB.Letters) >= SimilarFrom
        )
            Because(DuplicateReasons.SimilarName, SimilarName);
        if (reasons == DuplicateReasons.None)
            return null;

        var score = 1 - against;
        if (a.Birthday is { } one && b.Birthday is { } other && one != other)
            score *= OtherBirthday;
        var (first, second) = a.Id.CompareTo(b.Id) < 0 ? (a.Id, b.Id) : (b.Id, a.Id);
        return new(first, second, Math.Round(score, 4), reasons);
    }
}
