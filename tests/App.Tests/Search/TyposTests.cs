using CsCheck;
using PmCrm.App.Features.Search;

namespace PmCrm.App.Tests.Search;

public sealed class TyposTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abc"], 3, 8];

    [Fact]
    public void One_letter_apart_is_a_distance_of_one_with_exchanged_neighbors() =>
        Gen.Select(Word, Word)
            .Sample(
                (a, b) =>
                {
                    var expected = Distance(a, b) == 1 && Math.Max(a.Length, b.Length) >= Typos.MinLength;
                    Assert.Equal(expected, Typos.IsOneLetterApart(a, b));
                },
                iter: 20_000
            );

    [Theory]
    [InlineData("family12", "family13")]
    [InlineData("room101", "room10")]
    public void Different_numbers_do_not_match(string a, string b) => Assert.False(Typos.IsOneLetterApart(a, b));

    [Theory]
    [InlineData(new[] { "anna", "mutser" }, 1)]
    [InlineData(new[] { "anna", "must" }, 0)]
    [InlineData(new[] { "must", "anna" }, null)]
    [InlineData(new[] { "anna", "nobody" }, null)]
    public void Every_typed_word_must_match_and_only_the_last_may_be_a_prefix(string[] typed, int? typos) =>
        Assert.Equal(typos, Typos.Count(typed, ["anna", "muster"]));

    /// <summary>Optimal string alignment, by its definition.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        for (var j = 0; j <= b.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                d[i, j] = i + j;
                continue;
            }
            d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }
        return d[a.Length, b.Length];
    }
}
