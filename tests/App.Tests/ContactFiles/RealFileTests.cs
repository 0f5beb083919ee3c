using System.Text.Json;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.ContactFiles;

/// <summary>
/// Files as other programs export them: each person becomes a contact, and everything that is dropped or changed is reported.
/// </summary>
public sealed class RealFileTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests/App.Tests/ContactFiles/Exports");

    public static TheoryData<string, int> Files =>
        new()
        {
            { "outlook.csv", 4 },
            { "outlook-com.csv", 2 },
            { "google.csv", 3 },
            { "google-before-2024.csv", 2 },
            { "google.vcf", 2 },
            { "icloud.vcf", 2 },
            { "android.vcf", 3 },
            { "nextcloud.vcf", 2 },
            { "thunderbird.csv", 2 },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_row_becomes_a_contact(string file, int rows)
    {
        var read = await Read(file);

        Assert.Equal(rows, read.Count);
        Assert.All(read, row => Assert.True(row.Contact is not null, string.Join("; ", row.Errors.Select(error => error.Message))));
    }

    /// <summary>
    /// Each cell is in the contact or is named among the changes; the remaining cells contain no information on a person.
    /// </summary>
    [Theory]
    [InlineData("outlook.csv")]
    [InlineData("outlook-com.csv")]
    [InlineData("google.csv")]
    [InlineData("google-before-2024.csv")]
    [InlineData("thunderbird.csv")]
    public async Task No_cell_of_a_table_is_lost_silently(string file)
    {
        string[] nothing =
        [
            "0/0/00",
            "Unspecified",
            "Normal",
            "False",
            "True",
            "Private",
            "SMTP",
            "EX",
            "E.G.P.",
            // The kind of date, which the contact stores as a kind.
            "Anniversary",
            "Example Person One (one@example.com)",
        ];
        var rows = await Read(file);
        var checkedCells = 0;
        await using var content = File.OpenRead(Path.Combine(Folder, file));
        var encoding = await FileText.Detect(content, declared: null, default);
        using var text = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true);
        var cells = TestCsv.Read(await text.ReadToEndAsync()).ToList();

        foreach (var (row, record) in rows.Zip(cells.Skip(1)))
        {
            var kept = Everything(row);
            foreach (var cell in record.Where(cell => cell.Length > 0 && !nothing.Contains(cell)))
            foreach (var part in cell.Split([" ::: ", ";", "\n"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var value = part.TrimStart('*', ' ').TrimEnd('\r');
                Assert.True(
                    kept.Contains(value) || FileDates.Csv(value, 2026, out _) is not null || Number(value),
                    $"{file} {row.Line}: {value} is lost"
                );
                checkedCells++;
            }
        }
        Assert.True(checkedCells > 20, "Hardly a cell was looked at: the test shows nothing.");
    }

    [Fact]
    public async Task Outlook_for_Windows_is_read_with_its_dates_lists_and_addresses()
    {
        var rows = await Read("outlook.csv");

        var one = rows[0].Contact!;
        Assert.Equal(
            ("Dr. Example Größe Person One Jr.", "Example Straße GmbH", "Research", "Engineer"),
            (one.Name, one.Company, one.Department, one.JobTitle)
        );
        Assert.Equal(new DateOnly(1985, 12, 31), one.Birthday);
        Assert.Equal([(ContactDateKind.Anniversary, "2011-06-21")], one.Dates.Select(date => (date.Kind, date.Date)));
        Assert.Equal(["one@example.com", "one.private@example.com"], one.Emails);
        Assert.Equal(["assistant", "work, fax", "work", "work", "home", "cell", "pager"], one.Phones.Select(phone => phone.Label));
        Assert.Equal(
            [("work", "Example Street 1\nBuilding 2\nRoom 3", "Exampleville"), ("home", "Home Lane 4", "Exampleton")],
            one.Addresses.Select(address => (address.Label, address.Street, address.City))
        );
        Assert.Equal(["Family", "Friends"], one.Tags);
        Assert.Equal("First line, with a comma\nSecond line with a \"quote\"", one.Notes);
        Assert.Equal(
            [
                ("Example Assistant", "assistant"),
                ("Example Child One", "child"),
                ("Example Child Two", "child"),
                ("Example Manager", "manager"),
                ("Example Person Nine", "referred by"),
                ("Example Person Two", "spouse"),
            ],
            one.RelatedPeople.Select(person => (person.Name, person.Relation))
        );
        Assert.Contains(new CustomField { Label = "Hobby", Value = "Sailing" }, one.CustomFields);
        Assert.Empty(rows[0].Changes);

        // An organisation without a person, and an address without a name.
        Assert.Equal(["Example Company Only Ltd", "Address Only Road 7"], rows.Skip(1).Take(2).Select(row => row.Contact!.Name));
        Assert.Equal("A shop – it has “no” person €", rows[1].Contact!.Notes);
        Assert.All(rows.Skip(1).Take(2), row => Assert.Equal("name", Assert.Single(row.Changes).Field));
        // An Exchange address and text in place of a number are reported, not lost; so is an ambiguous date.
        Assert.Equal(["emails", "phones", "birthday"], rows[3].Changes.Select(change => change.Field));
        Assert.Equal(new DateOnly(1990, 2, 3), rows[3].Contact!.Birthday);
        Assert.Equal((null, "kept private"), (rows[3].Contact!.Notes, rows[3].Contact!.PrivateNotes));
    }

    [Fact]
    public async Task Google_is_read_with_labels_and_the_preferred_value_first()
    {
        var rows = await Read("google.csv");

        var six = rows[0].Contact!;
        Assert.Equal(["six.home@example.com", "six@example.com"], six.Emails);
        Assert.Equal(["Home", "Work"], six.EmailLabels.Select(label => label.Label));
        Assert.Equal(
            [("Mobile", "+1 555 0130"), ("Mobile", "+1 555 0131"), ("Work", "+1 555 0132")],
            six.Phones.Select(phone => (phone.Label, phone.Number))
        );
        Assert.Equal(["Family", "myContacts"], six.Tags);
        Assert.Equal(("Blog", "https://six.example.com"), (six.Websites[0].Label, six.Websites[0].Url));
        Assert.Contains(new CustomField { Label = "Shoe size", Value = "42" }, six.CustomFields);
        Assert.Equal("photo", Assert.Single(rows[0].Changes).Field);
        var seven = rows[1].Contact!;
        Assert.Equal([("--12-31", null), ("--05-01", "First met")], seven.Dates.Select(date => (date.Date, date.Label)));
        Assert.Equal("Example Shop", rows[2].Contact!.Name);

        var old = (await Read("google-before-2024.csv"))[0].Contact!;
        Assert.Equal(["eight@example.com", "eight.two@example.com"], old.Emails);
        Assert.Equal(("Skype", "eight.example"), (old.Profiles[0].Service, old.Profiles[0].Value));
        Assert.Equal(["My Contacts", "Choir"], old.Tags);
        Assert.Equal("Example Street 8", Assert.Single(old.Addresses).Street);
    }

    [Fact]
    public async Task Apple_is_read_with_group_labels_dates_without_a_year_and_groups()
    {
        var rows = await Read("icloud.vcf");

        var twelve = rows[0].Contact!;
        Assert.Equal("Dr. Example Middle Person Twelve Jr.", twelve.Name);
        Assert.Equal("Parents’ house", twelve.EmailLabels[0].Label);
        Assert.Equal(
            [("iphone, cell", "+1 (555) 0170"), ("apple watch", "+1 555 0171")],
            twelve.Phones.Select(phone => (phone.Label, phone.Number))
        );
        Assert.Equal(("home page", "https://twelve.example.com"), (twelve.Websites[0].Label, twelve.Websites[0].Url));
        Assert.Equal(
            [
                (ContactDateKind.Birthday, "--07-06", null),
                (ContactDateKind.Anniversary, "2015-06-20", null),
                (ContactDateKind.Other, "--03-04", "Graduation"),
            ],
            twelve.Dates.Select(date => (date.Kind, date.Date, date.Label))
        );
        Assert.Equal([("Example Person Eleven", "spouse")], twelve.RelatedPeople.Select(person => (person.Name, person.Relation)));
        Assert.Equal(
            [("Jabber", "xmpp:twelve@example.com"), ("twitter", "http://twitter.example.com/twelve")],
            twelve.Profiles.Select(profile => (profile.Service, profile.Value))
        );
        Assert.Equal(["Choir"], twelve.Tags);
        Assert.Equal("11111111-2222-4333-8444-555555555555", twelve.ExternalId);
        Assert.Contains(new CustomField { Label = "X-MAIDENNAME", Value = "Before" }, twelve.CustomFields);
        Assert.Equal(("photo", ImportedAs.NotImported), (Assert.Single(rows[0].Changes).Field, rows[0].Changes[0].Result));
        Assert.Equal(("Example Company Inc.", "main"), (rows[1].Contact!.Name, rows[1].Contact!.Phones[0].Label));
    }

    [Fact]
    public async Task Android_is_read_in_version_2_1()
    {
        var rows = await Read("android.vcf");

        var one = rows[0].Contact!;
        Assert.Equal(("Example Größe", "Example Größe GmbH", "Baker", "Thirteen"), (one.Name, one.Company, one.JobTitle, one.Nickname));
        Assert.Equal(
            [("cell", "+1 555 0180"), ("x-holiday", "+1 555 0181"), ("work, fax", "+1 555 0182")],
            one.Phones.Select(phone => (phone.Label, phone.Number))
        );
        Assert.Equal(("Straße 13", "Exämpleville", "home"), (one.Addresses[0].Street, one.Addresses[0].City, one.Addresses[0].Label));
        Assert.Equal("Eine lange Notiz mit Umlauten: äöü\nund einer zweiten Zeile", one.Notes);
        Assert.Equal(
            [
                (ContactDateKind.Birthday, "--05-14", null),
                (ContactDateKind.Anniversary, "2010-06-01", null),
                (ContactDateKind.Other, "--03-23", "Name day"),
            ],
            one.Dates.Select(date => (date.Kind, date.Date, date.Label))
        );
        Assert.Equal([("Example Person Fourteen", "spouse")], one.RelatedPeople.Select(person => (person.Name, person.Relation)));
        Assert.Equal(("skype", "thirteen.example"), (one.Profiles[0].Service, one.Profiles[0].Value));
        Assert.Equal("--11-12", Assert.Single(rows[1].Contact!.Dates).Date);
        Assert.Equal("+1 555 0183", rows[2].Contact!.Name);
    }

    [Fact]
    public async Task Nextcloud_is_read_with_relations_profiles_and_groups()
    {
        var rows = await Read("nextcloud.vcf");

        var (fifteen, sixteen) = (rows[0].Contact!, rows[1].Contact!);
        Assert.Equal(["Family", "Chess club", "Board"], fifteen.Tags);
        Assert.Equal([("Example Person Sixteen", "friend")], fifteen.RelatedPeople.Select(person => (person.Name, person.Relation)));
        Assert.Equal(
            [(ContactDateKind.Anniversary, "2018-09-23"), (ContactDateKind.Birthday, "--02-29")],
            fifteen.Dates.Select(date => (date.Kind, date.Date))
        );
        Assert.Contains(fifteen.Profiles, profile => profile is { Service: "mastodon", Value: "https://social.example.com/@fifteen" });
        Assert.Equal(["CLOUD", "TZ", "GENDER"], fifteen.CustomFields.Select(field => field.Label));
        Assert.Equal(["Board"], sixteen.Tags);
        Assert.Equal(("Six, Teen", "Example ASBL", "Board, Treasury"), (sixteen.Nickname, sixteen.Company, sixteen.Department));
        Assert.Equal("+1-555-0191 ext. 12", sixteen.Phones[0].Number);
        Assert.Equal(
            [("2011-06-21", ContactDateKind.Anniversary), ("1990-12", ContactDateKind.Birthday)],
            sixteen.Dates.Select(date => (date.Date, date.Kind))
        );
        Assert.Equal([("Example Child Sixteen", "child")], sixteen.RelatedPeople.Select(person => (person.Name, person.Relation)));
        Assert.Contains(sixteen.CustomFields, field => field.Label == "Related: spouse");
    }

    [Fact]
    public async Task Thunderbird_and_Outlook_com_are_read()
    {
        var nine = (await Read("thunderbird.csv"))[0].Contact!;
        Assert.Equal(new DateOnly(1972, 1, 3), nine.Birthday);
        Assert.Equal(("Example Street 9\nSecond floor", "home"), (nine.Addresses[0].Street, nine.Addresses[0].Label));
        Assert.Equal(["work", "home", "fax", "cell"], nine.Phones.Select(phone => phone.Label));
        Assert.Contains(new CustomField { Label = "Custom 4", Value = "fourth own" }, nine.CustomFields);
        Assert.Equal("--04-05", Assert.Single((await Read("thunderbird.csv"))[1].Contact!.Dates).Date);

        var four = (await Read("outlook-com.csv"))[0].Contact!;
        Assert.Equal(("Example Person Four", "Four", new DateOnly(1988, 2, 29)), (four.Name, four.Nickname, four.Birthday));
        Assert.Equal(("personal", "https://four.example.com"), (four.Websites[0].Label, four.Websites[0].Url));
        Assert.Equal("nameless@example.com", (await Read("outlook-com.csv"))[1].Contact!.Name);
    }

    private static bool Number(string value) => value.Length <= 2 && value.All(char.IsAsciiDigit);

    private static string Everything(ImportRow row) =>
        string.Join('\n', Texts(JsonSerializer.SerializeToElement(row.Contact, ContactJson.Default.ContactFields)))
        + string.Join('\n', row.Changes.Select(change => change.Value));

    private static IEnumerable<string> Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Texts(property.Value)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
            JsonValueKind.String => [json.GetString()!],
            _ => [],
        };

    private static async Task<List<ImportRow>> Read(string file)
    {
        await using var content = File.OpenRead(Path.Combine(Folder, file));
        IContactFileReader reader = file.EndsWith(".vcf", StringComparison.Ordinal) ? new VCardContactReader() : new CsvContactReader();
        return await reader.Read(content, TestContext.Current.CancellationToken).ToListAsync();
    }
}
