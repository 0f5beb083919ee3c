using System.Globalization;
using System.Net;
using CsCheck;
using PmCrm.App.Data;
using PmCrm.App.Features.Search;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

/// <summary>
/// The part of a long text that a search shows. It is cut from the text's bytes, unfolded where that does; folding the whole text is what
/// it is compared with.
/// </summary>
public sealed class ExcerptTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Characters of one to four bytes, with letters that folding changes, marks of their own, and what separates words.</summary>
    private static readonly Gen<string> AnyText = OneOf(
        "a",
        "b",
        " ",
        "\n",
        "-",
        "ü",
        "Ü",
        "u\u0308",
        "ß",
        "é",
        "щ",
        "Ж",
        "λ",
        "Σ",
        "李",
        "😀",
        "İ",
        "ﬁ",
        "word ",
        "Hüter "
    )
        .Array[0, 700]
        .Select(string.Concat);

    private static readonly Gen<string> AsciiText = OneOf("a", "B", " ", "\n", "-", "'", "keeper", "Of ", "bees", "@", "word ")
        .Array[0, 700]
        .Select(string.Concat);

    private static readonly Gen<string[]> Sought = OneOf(
        "a",
        "keeper",
        "bees",
        "of",
        "hueter",
        "huter",
        "hüter",
        "shch",
        "none",
        "ß"
    ).Array[0, 4];

    [Fact]
    public void An_ASCII_texts_excerpt_equals_the_one_from_folding_the_whole_text() =>
        Gen.Select(AsciiText, Sought)
            .Sample((text, sought) => Assert.Equal(Folded(text, sought), Excerpt(text, sought)), iter: 150, threads: 1);

    [Fact]
    public void Any_excerpt_has_whole_characters_and_contains_a_searched_word() =>
        Gen.Select(AnyText, Sought)
            .Sample(
                (text, sought) =>
                {
                    var excerpt = Excerpt(text, sought);

                    Assert.Contains(excerpt, text, StringComparison.Ordinal);
                    Assert.True(new StringInfo(excerpt).LengthInTextElements <= 600);
                    if (sought.Any(word => $" {text}".Contains($" {word}", StringComparison.Ordinal)))
                        Assert.Contains(sought, word => $" {excerpt}".Contains(word, StringComparison.OrdinalIgnoreCase));
                },
                iter: 300,
                threads: 1
            );

    [Theory]
    [InlineData("Wir gingen über die Brücke. ", "Hüter", "Hüter")]
    [InlineData("Wir gingen über die Brücke. ", "HÜTER", "Hüter")]
    [InlineData("Wir gingen über die Brücke. ", "huter", "Hüter")]
    [InlineData("Wir gingen über die Brücke. ", "hueter", "Hüter")]
    [InlineData("Wir gingen über die Brücke. ", "Öl", "öl")]
    [InlineData("Мы говорили о пчёлах на мосту. ", "хранитель", "Хранитель")]
    [InlineData("Мы говорили о пчёлах на мосту. ", "khranitel", "Хранитель")]
    [InlineData("Μιλήσαμε για τις μέλισσες. ", "φάρος", "Φάρος")]
    [InlineData("我们谈到了桥。😀 ", "leuchtturm", "Leuchtturm")]
    public async Task A_non_ASCII_word_is_shown_from_anywhere_in_the_longest_text_in_any_spelling(string filler, string query, string word)
    {
        var client = (await app.NewPerson()).Client;
        var before = string.Concat(Enumerable.Repeat(filler, 19_000 / filler.Length));
        foreach (var notes in (string[])[$"{word} {before}", $"{before}{word}", before[..9_000] + $"\\n{word}\\n" + before[9_000..18_000]])
            await client.Create($$"""{"name":"Anna","notes":"{{notes}}"}""");

        var answer = await (await client.Get($"/v1/search?q={Uri.EscapeDataString(query)}").Expect(HttpStatusCode.OK)).ReadJson();

        var snippets = answer.GetProperty("items").EnumerateArray().Select(hit => hit.Text("snippet")).ToList();
        Assert.Equal(3, snippets.Count);
        Assert.All(snippets, snippet => Assert.Contains($"«{word}»", snippet, StringComparison.Ordinal));
    }

    [Fact]
    public void Non_ASCII_words_are_also_searched_as_typed() =>
        Assert.Equal(["uber", "anna", "ueber", "über", "Über"], new SearchWords(["uber", "anna"], ["ueber", "anna"], "ÜBER Anna").Sought);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private string Excerpt(string text, string[] sought) => Text($"select pmcrm_excerpt({text}, {sought})");

    private string Folded(string text, string[] sought) => Text($"select pmcrm_folded_excerpt({text}, {sought})");

    private string Text(Sql sql) => app.Database.FirstOrDefault(sql, row => row.GetString(0), default).GetAwaiter().GetResult()!;
}
