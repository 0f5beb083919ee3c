using System.Text;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Tests.ContactFiles;

/// <summary>What programs write beside the standards, and what happens to a file before it is imported.</summary>
public sealed class OddFileTests
{
    /// <summary>
    /// Against RFC 6350, 3.2. A program that folds with PHP's chunk_split, for example, counts octets:
    /// https://github.com/jeroendesloovere/vcard/pull/90.
    /// </summary>
    [Theory]
    [InlineData("\r\n ")]
    [InlineData("\n ")]
    [InlineData("\r\n\t")]
    public async Task A_line_that_is_folded_within_a_character_is_read_whole(string fold)
    {
        foreach (var name in (string[])["Müller", "Ελένη", "田中", "Anna 🎉"])
            for (var width = 1; width < 12; width++)
            {
                var value = Encoding.UTF8.GetBytes(name);
                byte[] file =
                [
                    .. "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:"u8,
                    .. value.Chunk(width).SelectMany((chunk, index) => index == 0 ? chunk : [.. Encoding.UTF8.GetBytes(fold), .. chunk]),
                    .. "\r\nEMAIL:nonsense\r\nEND:VCARD\r\n"u8,
                ];
                var reader = new VCardContactReader();

                var row = Assert.Single(await reader.Read(new SmallReads(file), default).ToListAsync());

                Assert.Equal((name, "utf-8"), (row.Contact!.Name, reader.Encoding));
                var lines = Encoding
                    .UTF8.GetString(file)
                    .Split('\n')
                    .TakeWhile(line => !line.StartsWith("EMAIL", StringComparison.Ordinal));
                Assert.Equal(lines.Count() + 1, Assert.Single(row.Changes).Line);
            }
    }

    /// <summary>ez-vcard folded after a soft line break too: https://github.com/mangstadt/ez-vcard/issues/80.</summary>
    [Fact]
    public async Task Quoted_printable_that_is_folded_as_well_has_no_spaces_in_its_words()
    {
        var row = await One(
            """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;*=D0=90=
             =D0=B2=D0=B8=D0=B0- =D0=9A=D0=B0=D0=BF=D1=83=D1=81=D1=82=D0=B8=D0=BD =D0=92=
             =D0=BB=D0=B0=D0=B4=D0=B8=D0=BC=D0=B8=D1=80=D0=A2=D0=
             =B0=D0=BC
            NOTE;ENCODING=QUOTED-PRINTABLE:one=
             and two
            END:VCARD
            """
        );

        Assert.Equal("*Авиа- Капустин ВладимирТам", row.Contact!.Name);
        Assert.Equal("one and two", row.Contact.Notes);
        Assert.Empty(row.Changes);
    }

    /// <summary>
    /// Outlook adds the layout of its business card
    /// (https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxvcard/aa6d012e-64b9-4e15-99b8-d40a11b1ae2d) and its picture
    /// ([MS-OXOCNTC] 2.2.1.7.2).
    /// </summary>
    [Fact]
    public async Task Outlooks_business_card_puts_no_bytes_into_a_contact()
    {
        var picture = Convert.ToBase64String([.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))]);
        var row = await One(
            $"""
            BEGIN:VCARD
            VERSION:2.1
            FN:Anna
            X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:
             {picture}

            X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
            X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.microsoft.com/office/outlook/12/electronicbusinesscards" ver="1.0"/>
            X-MADE-UP;ENCODING=BASE64:{picture}
            X-TEXT;ENCODING=BASE64:{Convert.ToBase64String(Encoding.UTF8.GetBytes("kept"))}
            END:VCARD
            """
        );

        Assert.Equal([new CustomField { Label = "X-TEXT", Value = "kept" }], row.Contact!.CustomFields);
        Assert.Null(row.Contact.PrivateNotes);
        Assert.Equal(["X-MS-CARDPICTURE", "X-MADE-UP"], row.Changes.Select(change => change.Field));
        Assert.All(row.Changes, change => Assert.Equal(ImportedAs.NotImported, change.Result));
    }

    /// <summary>
    /// Cards that were exported one by one are joined with <c>copy *.vcf all.vcf</c>, which may end the file with Ctrl+Z
    /// (https://learn.microsoft.com/windows-server/administration/windows-commands/copy), and each may begin with a byte order mark.
    /// </summary>
    [Fact]
    public async Task Cards_that_were_joined_with_their_marks_are_read()
    {
        const string Card = "\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n";

        var rows = await Read(Card + Card + "\u001A");

        Assert.Equal(["Anna", "Anna"], rows.Select(row => row.Contact!.Name));
        Assert.All(rows, row => Assert.Empty(row.Changes));
    }

    [Theory]
    [InlineData("1985/12/31", "1985-12-31")]
    [InlineData("1985-1-5", "1985-01-05")]
    [InlineData("1985. 12. 31.", "1985-12-31")]
    [InlineData("1985.12.31", "1985-12-31")]
    [InlineData("1985/13/31", null)]
    public async Task A_date_with_the_year_first_is_read(string text, string? date)
    {
        var row = await One($"BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nBDAY:{text}\nEND:VCARD\n");

        Assert.Equal(date, row.Contact!.Birthday?.ToString("O"));
        Assert.Equal(date, FileDates.Csv(text, 2026, out var isAmbiguous)?.ToString());
        Assert.False(isAmbiguous);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_marked_table_with_semicolons_and_line_breaks_in_quotes_is_read(string encoding)
    {
        var text = "Name;E-mail;Notes;E-mail\r\n\"Müller; Eva\";eva@example.com;\"one\r\ntwo\";eva.2@example.com\r\n";
        var used = Encoding.GetEncoding(encoding);
        byte[] file = [.. used.GetPreamble(), .. used.GetBytes(text)];

        var row = Assert.Single(await new CsvContactReader().Read(new MemoryStream(file), default).ToListAsync());

        Assert.Equal(("Müller; Eva", "one\ntwo"), (row.Contact!.Name, row.Contact.Notes));
        Assert.Equal(["eva@example.com", "eva.2@example.com"], row.Contact.Emails);
    }

    /// <summary>The header of French Outlook, as several public programs that read it list it.</summary>
    [Fact]
    public async Task A_table_of_French_Outlook_has_whole_names_and_addresses()
    {
        const string Header =
            "Titre,Prénom,Nom,Société,Rue (bureau),Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),"
            + "Ville (domicile),Télécopie (bureau),Tél. mobile,Adresse de messagerie";
        const string Table = $"""
            {Header}
            Mme,Anne,Exemple,ACME,1 rue,Paris,IDF,75001,France,Lyon,01 02 03 04 05,06 12 34 56 78,a@example.com
            """;

        var row = Assert.Single(await new CsvContactReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(Table)), default).ToListAsync());

        Assert.Equal("Anne Exemple", row.Contact!.Name);
        Assert.Equal(
            [
                new PostalAddress
                {
                    Label = "work",
                    Street = "1 rue",
                    City = "Paris",
                    Region = "IDF",
                    PostalCode = "75001",
                    Country = "France",
                },
                new PostalAddress { Label = "home", City = "Lyon" },
            ],
            row.Contact.Addresses
        );
        Assert.Equal(["work, fax", "cell"], row.Contact.Phones.Select(phone => phone.Label));
        Assert.Equal([new CustomField { Label = "Titre", Value = "Mme" }], row.Contact.CustomFields);
    }

    [Theory]
    [InlineData("Vorname;Name\nAnna;Muster\n", "Anna Muster")]
    [InlineData("Name;Vorname\nMuster;\n", "Muster")]
    [InlineData("Name;Vorname\n;Anna\n", "Anna")]
    [InlineData("First Name,Name\nAnna,Anna Muster\n", "Anna Muster")]
    [InlineData("Name,Given Name,Family Name\nThe Musters,Anna,Muster\n", "The Musters")]
    public async Task A_column_Name_is_the_last_name_beside_one_for_the_first(string table, string name)
    {
        var row = Assert.Single(await new CsvContactReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(table)), default).ToListAsync());

        Assert.Equal(name, row.Contact!.Name);
    }

    [Fact]
    public async Task Outlooks_anniversary_is_a_date()
    {
        var row = await One("BEGIN:VCARD\nVERSION:2.1\nFN:Anna\nX-MS-ANNIVERSARY:20110113\nEND:VCARD\n");

        Assert.Equal([new ContactDate { Kind = ContactDateKind.Anniversary, Date = "2011-01-13" }], row.Contact!.Dates);
    }

    [Fact]
    public async Task A_separator_at_the_end_of_a_row_is_no_error()
    {
        var rows = await new CsvContactReader()
            .Read(
                new MemoryStream("name;email\r\nAnna;a@example.com;\r\nBert;b@example.com;;\"\"\r\nEva;e@example.com;x\r\n"u8.ToArray()),
                default
            )
            .ToListAsync();

        Assert.Equal(["Anna", "Bert", null], rows.Select(row => row.Contact?.Name));
        Assert.Contains("has 3 fields, the header has 2", Assert.Single(rows[2].Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_with_the_line_ends_of_the_classic_Mac_is_read()
    {
        var rows = await new CsvContactReader()
            .Read(new MemoryStream("name,email\rAnna,a@example.com\rBert,\r"u8.ToArray()), default)
            .ToListAsync();

        Assert.Equal(["Anna", "Bert"], rows.Select(row => row.Contact?.Name));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_marked_card_in_UTF_16_is_read(string encoding)
    {
        var used = Encoding.GetEncoding(encoding);
        var text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mül\r\n ler\r\nNOTE;CHARSET=UTF-8:Grüße\r\nEND:VCARD\r\n";

        var row = Assert.Single(
            await new VCardContactReader().Read(new SmallReads([.. used.GetPreamble(), .. used.GetBytes(text)]), default).ToListAsync()
        );

        Assert.Equal(("Müller", "Grüße"), (row.Contact!.Name, row.Contact.Notes));
    }

    private static async Task<ImportRow> One(string text) => Assert.Single(await Read(text));

    private static async Task<List<ImportRow>> Read(string text) =>
        await new VCardContactReader().Read(new SmallReads(Encoding.UTF8.GetBytes(text)), default).ToListAsync();

    /// <summary>Gives a few bytes at a time, so that every place in the file is once between two reads.</summary>
    private sealed class SmallReads(byte[] file) : MemoryStream(file)
    {
        private int turn;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, Next())]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Next()));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        private int Next() => 1 + turn++ % 3;
    }
}
