using System.Net;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

/// <summary>Names are found in all common spellings, and names that only look similar are not.</summary>
public sealed class SearchFoldTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly string[] Contacts =
    [
        """{"name":"Jürgen Müller"}""",
        """{"name":"Ruth Moeller"}""",
        """{"name":"Conor O'Brien"}""",
        """{"name":"Aoife O’Connell"}""",
        """{"name":"Anna Muster","emails":["anna@example.com"],"company":"Lighthouse Ltd"}""",
        """{"name":"Bert Beispiel","emails":["bert.beispiel@mail.example.org"]}""",
        """{"name":"Søren Kjærgaard"}""",
        """{"name":"Łukasz Wałęsa"}""",
        """{"name":"José Núñez"}""",
        """{"name":"Zoë Straße"}""",
        """{"name":"Михаил Щербаков"}""",
        """{"name":"Юлия Жукова"}""",
        """{"name":"Γιώργος Παπαδόπουλος"}""",
        """{"name":"Þórdís Guðmundsdóttir"}""",
        """{"name":"İsmail Yıldız"}""",
        """{"name":"Jean-Luc Picard"}""",
        """{"name":"D'Angelo Russo"}""",
        """{"name":"Åsa Lindström"}""",
        """{"name":"François Lefèvre"}""",
        """{"name":"Dvořák Antonín"}""",
        """{"name":"Nguyễn Văn An"}""",
        """{"name":"Joel Noelle"}""",
        """{"name":"Katherine Johnson","nickname":"Käthe","department":"Forschung","tags":["Bücherwürmer"]}""",
        """{"name":"Tim Web","websites":[{"url":"https://lantern.example/über"}],"relatedPeople":[{"name":"Zacharias","relation":"uncle"}]}""",
        """{"name":"Hans 2024","notes":"Traf ihn in Göttingen auf der Messe"}""",
    ];

    /// <summary>The typed text, and the name that must be the first hit.</summary>
    private static readonly (string Query, string Name)[] Found =
    [
        ("Muller", "Jürgen Müller"),
        ("Mueller", "Jürgen Müller"),
        ("Müller", "Jürgen Müller"),
        ("MÜLLER", "Jürgen Müller"),
        ("Mu\u0308ller", "Jürgen Müller"),
        ("Juergen", "Jürgen Müller"),
        ("jurgen muell", "Jürgen Müller"),
        ("Mülelr", "Jürgen Müller"),
        ("Möller", "Ruth Moeller"),
        ("OBrien", "Conor O'Brien"),
        ("O'Brien", "Conor O'Brien"),
        ("O’Brien", "Conor O'Brien"),
        ("o brien", "Conor O'Brien"),
        ("brien", "Conor O'Brien"),
        ("O'Br", "Conor O'Brien"),
        ("oconnell", "Aoife O’Connell"),
        ("O'Connell", "Aoife O’Connell"),
        ("Mutser", "Anna Muster"),
        ("Musterr", "Anna Muster"),
        ("Mustr", "Anna Muster"),
        ("Anna Muser", "Anna Muster"),
        ("anna@exam", "Anna Muster"),
        ("anna@example.com", "Anna Muster"),
        ("lighthuose", "Anna Muster"),
        ("Mutser lightho", "Anna Muster"),
        ("(Mutser lightho", "Anna Muster"),
        ("?, Mutser, lightho", "Anna Muster"),
        ("bert.beispiel@ma", "Bert Beispiel"),
        ("beispiel@mail", "Bert Beispiel"),
        ("Soren", "Søren Kjærgaard"),
        ("Soeren", "Søren Kjærgaard"),
        ("Kjaergaard", "Søren Kjærgaard"),
        ("Lukasz", "Łukasz Wałęsa"),
        ("walesa", "Łukasz Wałęsa"),
        ("Nunez", "José Núñez"),
        ("jose", "José Núñez"),
        ("strasse", "Zoë Straße"),
        ("zoe", "Zoë Straße"),
        ("Mikhail", "Михаил Щербаков"),
        ("Shcherbakov", "Михаил Щербаков"),
        ("Щербаков", "Михаил Щербаков"),
        ("щерб", "Михаил Щербаков"),
        ("Zhukova", "Юлия Жукова"),
        ("Papadopoulos", "Γιώργος Παπαδόπουλος"),
        ("ΠΑΠΑΔΟΠΟΥΛΟΣ", "Γιώργος Παπαδόπουλος"),
        ("Thordis", "Þórdís Guðmundsdóttir"),
        ("Gudmundsdottir", "Þórdís Guðmundsdóttir"),
        ("ismail yildiz", "İsmail Yıldız"),
        ("jean luc", "Jean-Luc Picard"),
        ("jean-l", "Jean-Luc Picard"),
        ("dangelo", "D'Angelo Russo"),
        ("angelo", "D'Angelo Russo"),
        ("lindstroem", "Åsa Lindström"),
        ("aasa", "Åsa Lindström"),
        ("francois lefevre", "François Lefèvre"),
        ("dvorak", "Dvořák Antonín"),
        ("nguyen van", "Nguyễn Văn An"),
        ("kaethe", "Katherine Johnson"),
        ("forschung", "Katherine Johnson"),
        ("bucherwurmer", "Katherine Johnson"),
        ("Bücherwürmer", "Katherine Johnson"),
        ("bücher", "Katherine Johnson"),
        ("lantern.example", "Tim Web"),
        ("zacharias", "Tim Web"),
        ("gottingen", "Hans 2024"),
        ("Goettingen messe", "Hans 2024"),
    ];

    /// <summary>The typed text, and a name that must not be among the hits.</summary>
    private static readonly (string Query, string Name)[] NotFound =
    [
        ("Joel", "Ruth Moeller"),
        ("Jol", "Joel Noelle"),
        ("Jöl", "Ruth Moeller"),
        ("anna@exam", "Bert Beispiel"),
        ("anna@lighthouse", "Anna Muster"),
        ("exam@anna", "Anna Muster"),
        ("Mutsre", "Anna Muster"),
        ("Bret", "Bert Beispiel"),
        ("2042", "Hans 2024"),
        ("Anna -Muster", "Anna Muster"),
        ("\"Muster Anna\"", "Anna Muster"),
        ("\"Mutser\"", "Anna Muster"),
        ("Mutser -Anna", "Anna Muster"),
        ("Ottingen", "Jürgen Müller"),
        ("Muller", "Ruth Moeller"),
        ("Шукова", "Михаил Щербаков"),
        ("Papa Muster", "Γιώργος Παπαδόπουλος"),
        ("Brienne", "Aoife O’Connell"),
        ("zoe muller", "Zoë Straße"),
    ];

    [Fact]
    public async Task A_name_is_found_in_any_spelling_and_names_that_only_look_similar_are_not()
    {
        var client = (await app.NewPerson()).Client;
        foreach (var contact in Contacts)
            await client.Create(contact);
        var wrong = new List<string>();

        foreach (var (query, name) in Found)
            if ((await Names(client, query)).FirstOrDefault() is var first && first != name)
                wrong.Add($"\"{query}\" finds {first ?? "nothing"} first instead of {name}");
        foreach (var (query, name) in NotFound)
            if ((await Names(client, query)).Contains(name))
                wrong.Add($"\"{query}\" finds {name}");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Muller", "Sprach mit «Müller» über Bienen")]
    [InlineData("ueber", "Sprach mit Müller «über» Bienen")]
    [InlineData("biene", "Sprach mit Müller über «Bienen»")]
    public async Task A_snippet_marks_the_word_in_its_original_spelling(string query, string snippet)
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna","notes":"Sprach mit Müller über Bienen"}""");

        var answer = await (await client.Get($"/v1/search?q={query}").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(snippet, Assert.Single(answer.GetProperty("items").EnumerateArray()).Text("snippet"));
    }

    [Theory]
    [InlineData("Wort ")]
    [InlineData("Слово ")]
    [InlineData("Straße ")]
    public async Task A_snippet_is_found_at_the_end_of_the_longest_text(string filler)
    {
        var client = (await app.NewPerson()).Client;
        var notes = string.Concat(Enumerable.Repeat(filler, (19_000 / filler.Length))) + "sah den Leuchtturm von weitem";
        await client.Create($$"""{"name":"Anna","notes":"{{notes}}"}""");

        var answer = await (await client.Get("/v1/search?q=leuchtturm").Expect(HttpStatusCode.OK)).ReadJson();

        var snippet = Assert.Single(answer.GetProperty("items").EnumerateArray()).Text("snippet");
        Assert.Contains("sah den «Leuchtturm» von", snippet, StringComparison.Ordinal);
        Assert.True(snippet!.Length <= 310, snippet);
    }

    private static async Task<List<string>> Names(HttpClient client, string query)
    {
        var answer = await (await client.Get($"/v1/search?q={Uri.EscapeDataString(query)}").Expect(HttpStatusCode.OK)).ReadJson();
        return [.. answer.GetProperty("items").EnumerateArray().Select(hit => hit.Text("name")!)];
    }
}
