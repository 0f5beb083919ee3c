using CsCheck;
using PmCrm.App.Features.Duplicates;

namespace PmCrm.App.Tests.Duplicates;

public sealed class DuplicateFinderTests
{
    [Theory]
    [InlineData("Anna Müller", "anna muller")]
    [InlineData("Müller, Anna", "Anna Muller")]
    [InlineData("Seán O'Brien", "Sean OBrien")]
    public void Case_accents_order_and_punctuation_do_not_matter(string a, string b) =>
        Assert.Equal(["name"], Assert.Single(Find(Contact(1, a), Contact(2, b))).Reasons);

    [Theory]
    [InlineData("Jonathan Meyer", "Jonathon Meyer", true)]
    [InlineData("Anna Muller", "Anne Miller", false)]
    [InlineData("Anna", "Anna", false)]
    [InlineData("Anna Muster", "Bert Muster", false)]
    public void Names_are_the_same_person_only_where_people_would_think_so(string a, string b, bool expected) =>
        Assert.Equal(expected, Find(Contact(1, a), Contact(2, b)).Count == 1);

    [Fact]
    public void A_shared_address_is_surer_than_a_shared_number_and_both_are_surer_still()
    {
        var pairs = Find(
            Contact(1, "A One") with { Emails = ["x@example.com"], PhoneKeys = ["p"] },
            Contact(2, "B Two") with { Emails = ["X@example.com"] },
            Contact(3, "C Three") with { PhoneKeys = ["p"] },
            Contact(4, "D Four") with { Emails = ["x@example.com"], PhoneKeys = ["p"] });

        Assert.Equal((Id(1), Id(4)), (pairs[0].First, pairs[0].Second));
        Assert.Equal(["email", "phone"], pairs[0].Reasons);
        Assert.Equal(["phone"], pairs[^1].Reasons);
    }

    [Fact]
    public void Different_birthdays_speak_against_one_person()
    {
        var anna = Contact(1, "Anna Muster") with { Birthday = new(1990, 1, 1) };

        Assert.Single(Find(anna, Contact(2, "Anna Muster") with { Birthday = new(1990, 1, 1) }));
        Assert.Empty(Find(anna, Contact(2, "Anna Muster") with { Birthday = new(1960, 1, 1) }));
    }

    [Fact]
    public void Planted_duplicates_are_found_among_thousands_in_any_order() =>
        Gen.Shuffle(Enumerable.Range(0, 3000).ToArray()).Sample(order =>
        {
            var contacts = order.Select(i => Contact(i, $"Person{i} Family{i}") with { Emails = [$"p{(i == 2999 ? 7 : i)}@example.com"] }).ToList();

            var pair = Assert.Single(DuplicateFinder.Find(contacts, minScore: 0.9));

            Assert.Equal((Id(7), Id(2999)), (pair.First, pair.Second));
        }, iter: 3);

    [Fact]
    public void Similarity_is_symmetric_and_between_nothing_and_equal() =>
        Gen.Select(Gen.String[Gen.Char["abcd"], 0, 12], Gen.String[Gen.Char["abcd"], 0, 12]).Sample((a, b) =>
        {
            var similarity = Similarity.JaroWinkler(a, b);

            Assert.InRange(similarity, 0, 1);
            Assert.Equal(a == b, similarity == 1);
        });

    [Fact]
    public void Jaro_Winkler_gives_the_published_figures()
    {
        Assert.Equal(0.961, Similarity.JaroWinkler("MARTHA", "MARHTA"), 3);
        Assert.Equal(0.840, Similarity.JaroWinkler("DWAYNE", "DUANE"), 3);
        Assert.Equal(0.813, Similarity.JaroWinkler("DIXON", "DICKSONX"), 3);
    }

    private static IReadOnlyList<DuplicatePair> Find(params DuplicateCandidate[] contacts) => DuplicateFinder.Find(contacts);

    private static DuplicateCandidate Contact(int number, string name) => new(Id(number), name, [], [], null);

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
