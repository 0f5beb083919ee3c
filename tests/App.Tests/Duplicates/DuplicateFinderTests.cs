using System.Diagnostics;
using System.Reflection;
using CsCheck;
using PmCrm.App.Features.Duplicates;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Duplicates;

public sealed class DuplicateFinderTests
{
    [Theory]
    [InlineData("Anna Müller", "anna muller")]
    [InlineData("Müller, Anna", "Anna Muller")]
    [InlineData("Seán O'Brien", "Sean OBrien")]
    public void Case_accents_order_and_punctuation_do_not_matter(string a, string b) =>
        Assert.Equal(["name"], Assert.Single(Find(Contact(1, a), Contact(2, b))).ReasonNames);

    [Theory]
    [InlineData("Jonathan Meyer", "Jonathon Meyer", true)]
    [InlineData("Anna Muller", "Anne Miller", false)]
    [InlineData("Anna", "Anna", false)]
    [InlineData("Anna Muster", "Bert Muster", false)]
    public void Names_match_only_where_people_would_think_so(string a, string b, bool expected) =>
        Assert.Equal(expected, Find(Contact(1, a), Contact(2, b)).Count == 1);

    [Fact]
    public void A_shared_address_counts_more_than_a_shared_number_and_both_together_most()
    {
        var pairs = Find(
            Contact(1, "A One") with
            {
                Emails = [Key("x@example.com")],
                Phones = [7],
            },
            Contact(2, "B Two") with
            {
                Emails = [Key("X@example.com")],
            },
            Contact(3, "C Three") with
            {
                Phones = [7],
            },
            Contact(4, "D Four") with
            {
                Emails = [Key("x@example.com")],
                Phones = [7],
            }
        );

        Assert.Equal((Id(1), Id(4)), (pairs[0].First, pairs[0].Second));
        Assert.Equal(["email", "phone"], pairs[0].ReasonNames);
        Assert.Equal(["phone"], pairs[^1].ReasonNames);
    }

    [Fact]
    public void Contacts_with_different_birthdays_do_not_match()
    {
        var anna = Contact(1, "Anna Muster") with { Birthday = new(1990, 1, 1) };

        Assert.Single(Find(anna, Contact(2, "Anna Muster") with { Birthday = new(1990, 1, 1) }));
        Assert.Empty(Find(anna, Contact(2, "Anna Muster") with { Birthday = new(1960, 1, 1) }));
    }

    [Fact]
    public void Planted_duplicates_are_found_among_thousands_in_any_order() =>
        Gen.Shuffle(Enumerable.Range(0, 3000).ToArray())
            .Sample(
                order =>
                {
                    var contacts = order
                        .Select(i => Contact(i, $"Person{i} Family{i}") with { Emails = [Key($"p{(i == 2999 ? 7 : i)}@example.com")] })
                        .ToList();

                    var pair = Assert.Single(DuplicateFinder.Find(contacts, minScore: 0.9));

                    Assert.Equal((Id(7), Id(2999)), (pair.First, pair.Second));
                },
                iter: 3
            );

    /// <summary>Two seconds; code that the compiler did not optimize takes three to five times as long.</summary>
    private static readonly TimeSpan Allowed =
        TimeSpan.FromSeconds(2)
        * (typeof(DuplicateFinder).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true ? 5 : 1);

    /// <summary>
    /// Shapes that once cost minutes: names of a hundred one-letter words, everybody alike, and whatever has most in common.
    /// </summary>
    public static TheoryData<string, Func<int, DuplicateCandidate>> WorstShapes =>
        new()
        {
            { "everybody has one name", i => Contact(i, "Anna Muster") },
            {
                "names of a hundred words",
                i => Contact(i, string.Join(' ', Enumerable.Range(0, 100).Select(word => (char)('a' + (i + word) % 26))))
            },
            { "long names that differ in one letter", i => Contact(i, new string('a', 99) + " " + new string('b', 95) + i) },
            {
                "blocks just small enough to compare all pairs",
                i => Contact(i, $"Family{i / 50} Person{i % 50} {new string('x', 150)}{i}")
            },
            {
                "every contact shares each of its addresses and numbers with others",
                i =>
                    Contact(i, $"Person{i} Family{i}") with
                    {
                        Emails = [.. Enumerable.Range(0, 20).Select(n => (ulong)((i * 7 + n * 131) % 5000))],
                        Phones = [.. Enumerable.Range(0, 20).Select(n => (ulong)((i * 13 + n * 977) % 5000))],
                    }
            },
        };

    [Theory]
    [MemberData(nameof(WorstShapes), DisableDiscoveryEnumeration = true)]
    public void Ten_thousand_contacts_of_the_worst_shape_take_at_most_two_seconds(string shape, Func<int, DuplicateCandidate> contact)
    {
        var contacts = Enumerable.Range(0, 10_000).Select(contact).ToList();
        DuplicateFinder.Find(contacts[..500]);
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var start = ThreadTime.Now;

        var pairs = DuplicateFinder.Find(contacts, minScore: 0.1);

        var spent = ThreadTime.Now - start;
        TestContext.Current.TestOutputHelper?.WriteLine($"{shape}: {spent.TotalSeconds:0.00} s, {pairs.Count} pairs");
        Assert.True(spent < Allowed, $"{shape}: {spent.TotalSeconds:0.0} s of processor time");
        Assert.InRange(pairs.Count, 0, DuplicateFinder.MaxPairs);
        Assert.True(
            GC.GetAllocatedBytesForCurrentThread() - memory < 200_000_000,
            $"{shape}: {GC.GetAllocatedBytesForCurrentThread() - memory:N0} bytes allocated"
        );
    }

    [Fact]
    public void An_abandoned_search_for_pairs_stops()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            DuplicateFinder.Find([.. Enumerable.Range(0, 100).Select(i => Contact(i, "Anna Muster"))], cancellationToken: left.Token)
        );
    }

    [Fact]
    public void Similarity_is_symmetric_and_between_0_and_1() =>
        Gen.Select(Gen.String[Gen.Char["abcd"], 0, 12], Gen.String[Gen.Char["abcd"], 0, 12])
            .Sample(
                (a, b) =>
                {
                    var similarity = Similarity.JaroWinkler(a, b);

                    Assert.InRange(similarity, 0, 1);
                    Assert.Equal(a == b, similarity == 1);
                }
            );

    [Fact]
    public void The_fast_path_for_short_texts_gives_the_same_similarity() =>
        Gen.Select(Gen.String[Gen.Char["abcdé\u0161жá\u0061\u00e1"], 1, 64], Gen.String[Gen.Char["abcdéжáš"], 1, 64])
            .Where((a, b) => a != b)
            .Sample(
                (a, b) =>
                {
                    var prefix = a.Zip(b).Take(4).TakeWhile(pair => pair.First == pair.Second).Count();
                    var jaro = Similarity.Jaro(a, b);

                    Assert.Equal(jaro + prefix * 0.1 * (1 - jaro), Similarity.JaroWinkler(a, b), 12);
                }
            );

    [Fact]
    public void Jaro_Winkler_gives_the_published_figures()
    {
        Assert.Equal(0.961, Similarity.JaroWinkler("MARTHA", "MARHTA"), 3);
        Assert.Equal(0.840, Similarity.JaroWinkler("DWAYNE", "DUANE"), 3);
        Assert.Equal(0.813, Similarity.JaroWinkler("DIXON", "DICKSONX"), 3);
    }

    private static IReadOnlyList<DuplicatePair> Find(params DuplicateCandidate[] contacts) => DuplicateFinder.Find(contacts);

    private static DuplicateCandidate Contact(int number, string name) => new(Id(number), ComparedName.Of(name), [], [], null);

    private static ulong Key(string email) => DuplicateFinder.Key(email);

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
