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
        Assert.Equal(["Photo"], reader.Ignored);
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
        Assert.Equal((6, "emails[0]"), (rows[1].Errors[0].Line, rows[1].Errors[0].Field));
    }

    [Fact]
    public async Task A_malformed_row_does_not_spoil_its_neighbours()
    {
        var rows = await Read("name,email\nAnna,a@example.com\n\"Bert\"x,b@example.com\nCarl,c@example.com,too many\nDora,d@example.com\n");

        Assert.Equal([true, false, false, true], rows.Select(r => r.Errors.Count == 0));
        Assert.Equal([3, 4], rows.Where(r => r.Contact is null).Select(r => r.Errors[0].Line));
    }

    [Fact]
    public async Task An_error_never_repeats_the_value()
    {
        var rows = await Read("name,email,phone,birthday\n,planted-value-1,planted-value-2,planted-value-3\n");

        Assert.Equal(4, rows[0].Errors.Count);
        Assert.DoesNotContain(rows[0].Errors, e => e.Message.Contains("planted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("email,phone\na@example.com,1\n", "no column for the name")]
    [InlineData("na\"me,email\n", "malformed")]
    public async Task A_file_that_is_no_contact_list_is_refused(string text, string because)
    {
        var e = await Assert.ThrowsAsync<ImportFileException>(() => Read(text));

        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_that_is_not_UTF8_is_an_error_of_its_row()
    {
        byte[] file = [.. "name\nJ"u8, 0xF6, .. "rg\nAnna\n"u8];

        var rows = await new CsvContactReader().Read(new MemoryStream(file), default).ToListAsync();

        Assert.Contains("UTF-8", rows[0].Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("Anna", rows[1].Contact!.Name);
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
    public void Errors_are_found_on_exactly_the_lines_that_have_them() =>
        Gen
            .Bool.Array[1, 300]
            .Sample(
                bad =>
                {
                    var text =
                        "name,email\n"
                        + string.Concat(bad.Select((b, i) => b ? $"Person {i},nonsense\n" : $"Person {i},p{i}@example.com\n"));

                    var rows = Read(text).GetAwaiter().GetResult();

                    Assert.Equal(bad.Select((b, i) => (i + 2, !b)), rows.Select(r => (r.Line, r.Contact is not null)));
                },
                iter: 100
            );

    [Fact]
    public void Whatever_the_bytes_are_the_reader_answers_or_refuses() =>
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
