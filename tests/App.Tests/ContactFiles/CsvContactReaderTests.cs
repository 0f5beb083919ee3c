using System.Text;
using CsCheck;
using PmCrm.App.Features.ContactFiles;

namespace PmCrm.App.Tests.ContactFiles;

public sealed class CsvContactReaderTests
{
    [Fact]
    public async Task Every_field_of_a_contact_has_a_column()
    {
        var row = Assert.Single(
            await Read(
                """
                name,email,phone,phone label,company,job title,birthday,notes,private notes,tags,street,city,region,postal code,country
                Anna Muster,a@example.com; b@example.com,+49 30 123,work,Muster GmbH,Engineer,1990-12-31,"Likes, commas",Only for me,friend;berlin,Weg 1,Berlin,BE,10115,Germany
                """
            )
        );

        var contact = row.Contact!;
        Assert.Empty(row.Errors);
        Assert.Equal("Anna Muster", contact.Name);
        Assert.Equal(["a@example.com", "b@example.com"], contact.Emails);
        Assert.Equal(("+49 30 123", "work"), (contact.Phones[0].Number, contact.Phones[0].Label));
        Assert.Equal(("Muster GmbH", "Engineer"), (contact.Company, contact.JobTitle));
        Assert.Equal(new DateOnly(1990, 12, 31), contact.Birthday);
        Assert.Equal(("Likes, commas", "Only for me"), (contact.Notes, contact.PrivateNotes));
        Assert.Equal(["friend", "berlin"], contact.Tags);
        var address = Assert.Single(contact.Addresses);
        Assert.Equal(
            ("Weg 1", "Berlin", "BE", "10115", "Germany"),
            (address.Street, address.City, address.Region, address.PostalCode, address.Country)
        );
    }

    [Fact]
    public async Task Headers_of_a_Google_export_are_understood()
    {
        var reader = new CsvContactReader();
        var row = Assert.Single(
            await Read(
                reader,
                "First Name,Last Name,Photo,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Organization Name,Labels\n"
                    + "Anna,Muster,https://example.com/p,a@example.com,b@example.com,Home,030 111,Mobile,030 222 ::: 030 333,Muster GmbH,* friends ::: * myContacts\n"
            )
        );

        Assert.Equal("Anna Muster", row.Contact!.Name);
        Assert.Equal(["a@example.com", "b@example.com"], row.Contact.Emails);
        Assert.Equal(
            [("030 111", "Home"), ("030 222", "Mobile"), ("030 333", "Mobile")],
            row.Contact.Phones.Select(p => (p.Number, p.Label))
        );
        Assert.Equal(["friends", "myContacts"], row.Contact.Tags);
        Assert.Equal(("photo", ImportedAs.NotImported), (row.Changes[0].Field, row.Changes[0].Result));
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task The_separator_is_recognised(char separator)
    {
        var row = Assert.Single(await Read($"\uFEFFname{separator}email\r\nAnna{separator}a@example.com\r\n"));

        Assert.Equal(["a@example.com"], row.Contact!.Emails);
    }

    [Fact]
    public async Task Line_numbers_count_lines_inside_quotes_and_blank_ones()
    {
        var rows = await Read("name,notes,email\n\"Anna\",\"two\nlines\",a@example.com\n\n,,\nBert,,not-an-address\n");

        Assert.Equal([2, 6], rows.Select(r => r.Line));
        Assert.Equal("two\nlines", rows[0].Contact!.Notes);
        Assert.Equal((6, "emails"), (rows[1].Changes[0].Line, rows[1].Changes[0].Field));
    }

    [Fact]
    public async Task A_malformed_row_does_not_affect_other_rows()
    {
        var rows = await Read("name,email\nAnna,a@example.com\n\"Bert\"x,b@example.com\nCarl,c@example.com,too many\nDora,d@example.com\n");

        Assert.Equal([true, false, false, true], rows.Select(r => r.Errors.Count == 0));
        Assert.Equal([3, 4], rows.Where(r => r.Contact is null).Select(r => r.Errors[0].Line));
    }

    [Fact]
    public async Task A_value_that_no_field_accepts_becomes_a_custom_field_and_is_reported()
    {
        var row = Assert.Single(await Read("name,email,phone,birthday,favourite\nExample Person One,none,call first,some day,blue\n"));

        Assert.Empty(row.Errors);
        Assert.Equal(
            [("E-mail", "none"), ("Phone", "call first"), ("Birthday", "some day"), ("favourite", "blue")],
            row.Contact!.CustomFields.Select(field => (field.Label, field.Value))
        );
        Assert.Equal(
            [("emails", "none"), ("phones", "call first"), ("birthday", "some day")],
            row.Changes.Select(change => (change.Field, change.Value))
        );
        Assert.All(row.Changes, change => Assert.Equal((2, ImportedAs.CustomField), (change.Line, change.Result)));
    }

    [Theory]
    [InlineData("12/31/1985", "1985-12-31", false)]
    [InlineData("31/12/1985", "1985-12-31", false)]
    [InlineData("31.12.1985", "1985-12-31", false)]
    [InlineData("1985/12/31", "1985-12-31", false)]
    [InlineData("12/31/85", "1985-12-31", false)]
    [InlineData("1/2/05", "2005-01-02", true)]
    [InlineData("2/3/1990", "1990-02-03", true)]
    [InlineData("4/4/1990", "1990-04-04", false)]
    [InlineData("--12-31", "--12-31", false)]
    [InlineData("2/30/1990", null, false)]
    public void Dates_of_spreadsheets_are_read_and_ambiguous_ones_are_reported(string text, string? expected, bool ambiguous)
    {
        Assert.Equal(expected, FileDates.Csv(text, 2026, out var isAmbiguous)?.ToString());
        Assert.Equal(ambiguous && expected is not null, isAmbiguous && expected is not null);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("colour,size\nblue,1\n", "no column that identifies a person")]
    [InlineData("colour,size\nblue,1\n", "The file has: colour, size")]
    [InlineData("na\"me,email\n", "malformed")]
    public async Task A_file_that_is_not_a_contact_list_is_refused(string text, string because)
    {
        var e = await Assert.ThrowsAsync<ImportFileException>(() => Read(text));

        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_windows_1252_file_is_detected_and_a_bad_byte_in_UTF8_is_reported()
    {
        var reader = new CsvContactReader();
        byte[] western = [.. "name\nJ"u8, 0xF6, .. "rg "u8, 0x80, .. "\nExample\n"u8];
        var rows = await reader.Read(new MemoryStream(western), default).ToListAsync();
        Assert.Equal(["Jörg €", "Example"], rows.Select(row => row.Contact!.Name));
        Assert.Equal("windows-1252", reader.Encoding);

        byte[] mixed = [.. "name\nJörg ä\nJ"u8, 0xF6, .. "rg\n"u8];
        rows = await reader.Read(new MemoryStream(mixed), default).ToListAsync();
        Assert.Equal("utf-8", reader.Encoding);
        Assert.Equal("Jörg ä", rows[0].Contact!.Name);
        Assert.Contains("not valid in the file's encoding", Assert.Single(rows[1].Changes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_rows_are_accepted_and_one_more_is_not()
    {
        static string File(int rows) => "name\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"Person {i}\n"));

        Assert.Equal(ImportLimits.Rows, (await Read(File(ImportLimits.Rows))).Count);
        var e = await Assert.ThrowsAsync<ImportFileException>(() => Read(File(ImportLimits.Rows + 1)));
        Assert.Contains("10000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_are_reported_on_exactly_the_lines_that_have_them() =>
        Gen
            .Bool.Array[1, 300]
            .Sample(
                bad =>
                {
                    var text =
                        "name,email\n"
                        + string.Concat(bad.Select((b, i) => b ? $"Person {i},nonsense\n" : $"Person {i},p{i}@example.com\n"));

                    var rows = Read(text).GetAwaiter().GetResult();

                    Assert.Equal(bad.Select((b, i) => (i + 2, b)), rows.Select(r => (r.Line, r.Changes.Count > 0)));
                },
                iter: 100
            );

    [Fact]
    public void For_any_bytes_the_reader_returns_rows_or_refuses_the_file() =>
        Gen
            .Byte.Array[0, 300]
            .Sample(
                bytes =>
                {
                    byte[] file = [.. "name,email\n"u8, .. bytes];
                    try
                    {
                        _ = new CsvContactReader().Read(new MemoryStream(file), default).ToListAsync().AsTask().GetAwaiter().GetResult();
                    }
                    catch (ImportFileException e)
                    {
                        Assert.NotEmpty(e.Message);
                    }
                },
                iter: 1000
            );

    private static Task<List<ImportRow>> Read(string text) => Read(new CsvContactReader(), text);

    private static async Task<List<ImportRow>> Read(CsvContactReader reader, string text) =>
        await reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), default).ToListAsync();
}
