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
        Assert.Equal(("Muster GmbH", "Research", "Engineer"), (contact.Company, contact.Department, contact.JobTitle));
        Assert.Equal(
            [new EmailLabel { Address = "work@example.com", Label = "work" }, new() { Address = "private@example.com", Label = "home" }],
            contact.EmailLabels
        );
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

        // Unfolding removes one blank, not all: the second belongs to the value, and is trimmed if it is at the value's start or end.
        Assert.Single(row.Changes, change => change.Field == "emails");
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
        Assert.Equal("one\ntwo = 2 and more", rows[0].Contact!.Notes);
        Assert.Equal(["a@example.com"], rows[0].Contact!.Emails);
        // Invalid quoted-printable is kept unchanged, and bytes that are not UTF-8 are decoded as windows-1252.
        Assert.Equal((12, "notes"), (rows[1].Changes[0].Line, rows[1].Changes[0].Field));
        Assert.Equal("=G1", Assert.Single(rows[1].Contact!.CustomFields).Value);
        Assert.Equal("ÿ", rows[2].Contact!.Notes);
    }

    [Fact]
    public async Task A_value_that_is_changed_by_the_import_is_reported_with_its_line()
    {
        var rows = await Read(
            "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBDAY:soon\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:2.1\nFN:Bert\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nFN:Carl\nnonsense\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nNOTE:nobody\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nFN:Dora\nEMAIL:nonsense\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n"
        );

        Assert.Equal([1, 6, 10, 15, 19, 24], rows.Select(r => r.Line));
        Assert.Equal(
            [
                (4, "birthday", ImportedAs.CustomField),
                (13, "row", ImportedAs.NotImported),
                (15, "name", ImportedAs.Changed),
                (22, "emails", ImportedAs.CustomField),
            ],
            rows.SelectMany(r => r.Changes).Select(change => (change.Line, change.Field, change.Result))
        );
        Assert.Equal(["Anna", "Bert", "Carl", "Contact without a name", "Dora"], rows.Take(5).Select(r => r.Contact!.Name));
        // Only an empty card creates no contact.
        Assert.Equal((24, "row"), (Assert.Single(rows[5].Errors).Line, rows[5].Errors[0].Field));
    }

    [Fact]
    public async Task An_excess_or_too_long_value_is_kept_elsewhere_and_reported()
    {
        var row = Assert.Single(
            await Read(
                "BEGIN:VCARD\nVERSION:4.0\nFN:"
                    + new string('n', 201)
                    + "\n"
                    + string.Concat(Enumerable.Range(1, 25).Select(i => $"EMAIL:person{i}@example.com\n"))
                    + "CATEGORIES:"
                    + new string('t', 51)
                    + "\nTITLE:One\nTITLE:Two\nX-LONG:"
                    + new string('x', 1_001)
                    + "\nEND:VCARD\n"
            )
        );

        var contact = row.Contact!;
        Assert.Empty(row.Errors);
        Assert.Equal((200, 20, 0), (contact.Name.Length, contact.Emails.Count, contact.Tags.Count));
        Assert.Contains(contact.CustomFields, field => field.Value == new string('n', 201));
        Assert.Equal(5, contact.CustomFields.Count(field => field.Label == "E-mail"));
        Assert.Contains(contact.CustomFields, field => field.Value == "Two");
        // Text beyond a custom field's limit is in the private notes.
        Assert.Contains(new string('x', 1_001), contact.PrivateNotes, StringComparison.Ordinal);
        Assert.Contains(row.Changes, change => change is { Field: "X-LONG", Result: ImportedAs.PrivateNotes });
        Assert.All(row.Changes, change => Assert.True(change.Value.Length <= ImportLimits.ShownValue));
    }

    [Fact]
    public async Task A_nested_card_becomes_a_related_person_and_its_other_values_are_ignored()
    {
        var row = Assert.Single(
            await Read(
                "BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Helper\nTEL:555 0100\nEND:VCARD\nTEL:555 0101\nEND:VCARD\n"
            )
        );

        Assert.Equal(("Boss", "555 0101"), (row.Contact!.Name, Assert.Single(row.Contact.Phones).Number));
        Assert.Equal([new RelatedPerson { Name = "Helper", Relation = "agent" }], row.Contact.RelatedPeople);
    }

    [Fact]
    public async Task A_property_of_version_2_1_is_read_in_its_own_charset()
    {
        byte[] file =
        [
            .. "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=ISO-8859-1:J"u8,
            0xF6,
            .. "rg\r\nNOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller\r\nTITLE;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=83e=83X=83g\r\nEND:VCARD\r\n"u8,
        ];

        var row = Assert.Single(await new VCardContactReader().Read(new MemoryStream(file), default).ToListAsync());

        Assert.Equal(("Jörg", "Müller", "テスト"), (row.Contact!.Name, row.Contact.Notes, row.Contact.JobTitle));
    }

    [Fact]
    public async Task A_private_note_stays_private_after_export_and_import()
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
    public async Task The_note_of_another_programs_private_card_is_not_searchable()
    {
        var row = Assert.Single(
            await Read("BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nNOTE:one\nNOTE;X-PMCRM-PRIVATE=TRUE:two\nCLASS:CONFIDENTIAL\nEND:VCARD\n")
        );

        Assert.Equal((null, "one\ntwo"), (row.Contact!.Notes, row.Contact.PrivateNotes));
    }

    [Fact]
    public void Every_exported_contact_is_read_back_unchanged() =>
        Gen.Select(ContactGen.Any, Label, Label, Text)
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
    public async Task A_card_without_an_end_is_kept_and_reported_and_the_next_is_read()
    {
        var rows = await Read("BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBEGIN:VCARD\nVERSION:4.0\nFN:Bert\nEND:VCARD\nBEGIN:VCARD\n");

        Assert.Equal(["Anna", "Bert", null], rows.Select(r => r.Contact?.Name));
        Assert.Contains("no END:VCARD", Assert.Single(rows[0].Changes).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name,email\nAnna,a@example.com\n", "Line 1 is outside a card")]
    public async Task A_file_that_is_not_a_vCard_is_refused(string text, string because)
    {
        var e = await Assert.ThrowsAsync<ImportFileException>(() => Read(text));

        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_birthday_without_a_year_is_a_date()
    {
        var row = Assert.Single(await Read("BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nBDAY:--1231\nEND:VCARD\n"));

        Assert.Equal(new ContactDate { Kind = ContactDateKind.Birthday, Date = "--12-31" }, Assert.Single(row.Contact!.Dates));
    }

    [Fact]
    public async Task An_unknown_property_becomes_a_custom_field()
    {
        var row = Assert.Single(
            await Read(
                "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nX-FAVOURITE:1\nitem1.X-OWN:2\nitem1.X-ABLabel:My label\nREV:20200101T000000Z\nEND:VCARD\n"
            )
        );

        Assert.Equal([("X-FAVOURITE", "1"), ("My label", "2")], row.Contact!.CustomFields.Select(field => (field.Label, field.Value)));
        Assert.Empty(row.Changes);
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
    public void For_any_lines_the_reader_returns_rows_or_refuses_the_file() =>
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
