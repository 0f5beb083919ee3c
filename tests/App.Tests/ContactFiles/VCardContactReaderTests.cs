using System.Text;
using System.Text.Json;
using CsCheck;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.ContactFiles;

public sealed class VCardContactReaderTests
{
    [Fact]
    public async Task A_card_of_version_4_gives_every_field()
    {
        var row = Assert.Single(
            await Read(
                """
                BEGIN:VCARD
                VERSION:4.0
                FN:Anna Muster
                N:Muster;Anna;;Dr.;
                EMAIL;TYPE=home:private@example.com
                EMAIL;TYPE=work;PREF=1:work@example.com
                TEL;VALUE=uri;TYPE="voice,work":tel:+49-30-123;ext=45
                ADR;TYPE=home:;;Weg 1\, Hof;Berlin;BE;10115;Germany
                ORG:Muster GmbH;Research
                TITLE:Engineer
                BDAY:19901231
                NOTE:One\nTwo\; three
                CATEGORIES:friend,berlin\,east
                END:VCARD
                """
            )
        );

        var contact = row.Contact!;
        Assert.Empty(row.Errors);
        Assert.Equal("Anna Muster", contact.Name);
        Assert.Equal(["work@example.com", "private@example.com"], contact.Emails);
        Assert.Equal(("+49-30-123 ext. 45", "work"), (contact.Phones[0].Number, contact.Phones[0].Label));
        var address = Assert.Single(contact.Addresses);
        Assert.Equal(
            ("Weg 1, Hof", "Berlin", "BE", "10115", "Germany", "home"),
            (address.Street, address.City, address.Region, address.PostalCode, address.Country, address.Label)
        );
        Assert.Equal(("Muster GmbH, Research", "Engineer"), (contact.Company, contact.JobTitle));
        Assert.Equal(new DateOnly(1990, 12, 31), contact.Birthday);
        Assert.Equal("One\nTwo; three", contact.Notes);
        Assert.Equal(["friend", "berlin,east"], contact.Tags);
    }

    [Fact]
    public async Task A_card_of_version_3_with_groups_folding_and_base_64_is_read()
    {
        var note = Convert.ToBase64String("Grüße"u8);
        var row = Assert.Single(
            await Read(
                $"begin:vcard\r\nversion:3.0\r\nN:Muster;Anna;Maria;;\r\nitem1.EMAIL;type=INTERNET;type=pref:anna@\r\n  example.com\r\nNOTE;ENCODING=b:{note}\r\n"
                    + "TEL;CELL:030 1234\r\nBDAY:1990-12-31T00:00:00Z\r\nCLASS:PRIVATE\r\nPHOTO;ENCODING=b:AAAA\r\nend:vcard\r\n"
            )
        );

        // A folded line loses one blank, not all: the second belongs to the value, and is trimmed with it where it is at an end.
        Assert.Single(row.Errors, e => e.Field == "emails[0]");
        row = Assert.Single(
            await Read(
                $"begin:vcard\r\nversion:3.0\r\nN:Muster;Anna;Maria;;\r\nitem1.EMAIL;type=INTERNET;type=pref:anna@\r\n example.com\r\nNOTE;ENCODING=b:{note}\r\n"
                    + "TEL;CELL:030 1234\r\nBDAY:1990-12-31T00:00:00Z\r\nCLASS:PRIVATE\r\nPHOTO;ENCODING=b:AAAA\r\nend:vcard\r\n"
            )
        );
        Assert.Empty(row.Errors);
        Assert.Equal("Anna Maria Muster", row.Contact!.Name);
        Assert.Equal(["anna@example.com"], row.Contact.Emails);
        Assert.Equal(("030 1234", "cell"), (row.Contact.Phones[0].Number, row.Contact.Phones[0].Label));
        Assert.Equal((null, "Grüße"), (row.Contact.Notes, row.Contact.PrivateNotes));
    }

    [Fact]
    public async Task Quoted_printable_with_soft_line_breaks_is_read_as_phones_write_it()
    {
        var rows = await Read(
            "\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Anna=20Gr=C3=BC=\r\n=C3=9Fe\r\n"
                + "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo =3D 2=\r\n and more\r\nEMAIL:a@example.com\r\nEND:VCARD\r\n"
                + "BEGIN:VCARD\nVERSION:3.0\nFN:Bert\nNOTE;ENCODING=QUOTED-PRINTABLE:=G1\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:3.0\nFN:Carl\nNOTE;ENCODING=QUOTED-PRINTABLE:=FF\nEND:VCARD\n"
        );

        Assert.Equal("Anna Grüße", rows[0].Contact!.Name);
        Assert.Equal("one\r\ntwo = 2 and more", rows[0].Contact!.Notes);
        Assert.Equal(["a@example.com"], rows[0].Contact!.Emails);
        Assert.Equal([(12, "notes"), (17, "notes")], rows.Skip(1).Select(row => (row.Errors[0].Line, row.Errors[0].Field)));
    }

    [Fact]
    public async Task Errors_name_the_line_of_the_property()
    {
        var rows = await Read(
            "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBDAY:soon\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:2.1\nFN:Bert\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nFN:Carl\nnonsense\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nNOTE:nobody\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nFN:Dora\nEMAIL:nonsense\nEND:VCARD\n"
        );

        Assert.Equal([1, 6, 10, 15, 19], rows.Select(r => r.Line));
        Assert.Equal(
            [(4, "birthday"), (7, "version"), (13, "row"), (15, "name"), (22, "emails[0]")],
            rows.Select(r => (r.Errors[0].Line, r.Errors[0].Field))
        );
        Assert.All(rows, r => Assert.Null(r.Contact));
    }

    [Fact]
    public async Task An_error_in_one_of_several_values_names_its_own_line()
    {
        var row = Assert.Single(
            await Read(
                """
                BEGIN:VCARD
                VERSION:4.0
                N:;;;;
                FN:Anna
                EMAIL:first@example.com
                EMAIL:FIRST@example.com
                EMAIL:nonsense
                EMAIL;PREF=1:preferred
                TEL:+49 30 1234567
                TEL:none
                ADR:;;Weg 1;Berlin;;;
                ADR:;;;Two\nlines;;;
                ORG:
                ORG:Two\nlines
                CATEGORIES:friend
                CATEGORIES:family,this name of a tag is much longer than the fifty characters that one may have
                NOTE:fine
                END:VCARD
                """
            )
        );

        Assert.Equal(
            [("emails[0]", 8), ("emails[2]", 7), ("phones[1].number", 10), ("addresses[1].city", 12), ("tags[2]", 16)],
            row.Errors.Select(error => (error.Field, error.Line))
        );
    }

    [Fact]
    public async Task A_note_that_we_exported_as_private_comes_back_private()
    {
        var contact = new Contact
        {
            Id = Guid.NewGuid(),
            Name = "Anna",
            Notes = "Met at the harbour",
            PrivateNotes = "Owes me a boat",
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

        var row = Assert.Single(await Read(VCardWriter.Write(contact)));

        Assert.Equal(("Met at the harbour", "Owes me a boat"), (row.Contact!.Notes, row.Contact.PrivateNotes));
    }

    [Fact]
    public async Task A_private_card_of_another_program_has_no_note_that_search_finds()
    {
        var row = Assert.Single(
            await Read("BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nNOTE:one\nNOTE;X-PMCRM-PRIVATE=TRUE:two\nCLASS:CONFIDENTIAL\nEND:VCARD\n")
        );

        Assert.Equal((null, "one\ntwo"), (row.Contact!.Notes, row.Contact.PrivateNotes));
    }

    [Fact]
    public void Every_contact_that_we_export_comes_back_as_it_was() =>
        Gen.Select(ContactGen.Basic, Label, Label, Text)
            .Sample(
                (fields, phone, address, text) =>
                {
                    var written = ContactRules.Normalize(
                        fields with
                        {
                            Phones = [.. fields.Phones, new PhoneNumber { Number = "123;4#", Label = phone }],
                            Addresses =
                            [
                                .. fields.Addresses,
                                new PostalAddress
                                {
                                    Label = address,
                                    Street = text,
                                    City = "a;b",
                                },
                            ],
                            Company = text.ReplaceLineEndings(";"),
                            PrivateNotes = text,
                        }
                    );
                    Assert.Empty(ContactRules.Check(written));

                    var row = Assert.Single(Read(VCardWriter.Write(Stored(written))).GetAwaiter().GetResult());

                    Assert.Empty(row.Errors);
                    Assert.Equal(Json(written), Json(row.Contact!));
                },
                iter: 500
            );

    private static readonly Gen<string?> Label = Gen.OneOf(
        Gen.Const((string?)null),
        Choice.Of("home", "Work", "pref", "PREF", "quoted-printable", "Büro, \"links\" ^n", "x:y;z").Select(label => (string?)label)
    );

    private static readonly Gen<string> Text = Gen.String[Gen.Char["ab;,:\\\n^\"é"], 1, 60].Select(text => "x" + text + "x");

    private static Contact Stored(ContactFields fields) =>
        new(fields)
        {
            Id = Guid.NewGuid(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

    private static string Json(ContactFields fields) => JsonSerializer.Serialize(fields, ContactJson.Default.ContactFields);

    [Fact]
    public async Task A_card_without_an_end_is_an_error_and_the_next_is_read()
    {
        var rows = await Read("BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBEGIN:VCARD\nVERSION:4.0\nFN:Bert\nEND:VCARD\nBEGIN:VCARD\n");

        Assert.Equal([false, true, false], rows.Select(r => r.Contact is not null));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name,email\nAnna,a@example.com\n", "Line 1 is outside a card")]
    public async Task A_file_that_is_no_vCard_is_refused(string text, string because)
    {
        var e = await Assert.ThrowsAsync<ImportFileException>(() => Read(text));

        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_birthday_without_a_year_is_kept_as_a_note()
    {
        var row = Assert.Single(await Read("BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBDAY:--1231\nEND:VCARD\n"));

        Assert.Equal("Birthday: --1231", row.Contact!.Notes);
    }

    [Fact]
    public async Task What_a_contact_has_no_place_for_is_named()
    {
        var reader = new VCardContactReader();
        await Read(reader, "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nIMPP:xmpp:a@example.com\nX-FAVOURITE:1\nREV:20200101T000000Z\nEND:VCARD\n");

        Assert.Equal(["IMPP", "X-FAVOURITE"], reader.Ignored);
    }

    [Fact]
    public void Any_text_survives_escaping_and_folding() =>
        Gen.String[Gen.Char["abc;,:\\\n\" äß"], 1, 200]
            .Where(s => s.Trim().Length > 0)
            .Sample(
                note =>
                {
                    var line =
                        "NOTE:"
                        + note.Replace("\\", "\\\\", StringComparison.Ordinal)
                            .Replace(";", "\\;", StringComparison.Ordinal)
                            .Replace(",", "\\,", StringComparison.Ordinal)
                            .Replace("\n", "\\n", StringComparison.Ordinal);
                    var folded = string.Join("\r\n ", line.Chunk(30).Select(chunk => new string(chunk)));

                    var row = Assert.Single(
                        Read($"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\n{folded}\r\nEND:VCARD\r\n").GetAwaiter().GetResult()
                    );

                    Assert.Equal(note.Trim(), row.Contact!.Notes);
                },
                iter: 300
            );

    [Fact]
    public void Whatever_the_lines_are_the_reader_answers_or_refuses() =>
        Gen.String[Gen.Char["ABEGINDVCR:;=\",\\^\n\r \tTL.0143é"], 0, 200]
            .Sample(
                text =>
                {
                    foreach (var file in new[] { text, $"BEGIN:VCARD\nVERSION:4.0\n{text}\nTEL;{text}\nEND:VCARD" })
                    {
                        try
                        {
                            Read(file).GetAwaiter().GetResult();
                        }
                        catch (ImportFileException e)
                        {
                            Assert.NotEmpty(e.Message);
                        }
                    }
                },
                iter: 1000
            );

    private static Task<List<ImportRow>> Read(string text) => Read(new VCardContactReader(), text);

    private static async Task<List<ImportRow>> Read(VCardContactReader reader, string text) =>
        await reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), default).ToListAsync();
}
