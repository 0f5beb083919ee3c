using System.Text;
using System.Text.Json;
using CsCheck;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.ContactFiles;

/// <summary>Exporting and importing contacts gives the same contacts, in each format, with each field up to its limit.</summary>
public sealed class ExportIdentityTests
{
    /// <summary>
    /// Characters that a format may handle wrongly: separators, quotes, escapes, formula prefixes, wide characters, bidirectional text.
    /// </summary>
    private const string Awkward = "ab ,;:\\\"'=+-@|^*&%\t€äß漢🙂‮";

    private static readonly Gen<string> Rune = Gen.Int[0, Awkward.EnumerateRunes().Count() - 1]
        .Select(i => Awkward.EnumerateRunes().ElementAt(i).ToString());

    private static readonly Gen<DateOnly?> Day = Gen.Int[0, 365 * 400].Select(days => (DateOnly?)new DateOnly(1800, 1, 1).AddDays(days));

    public static TheoryData<string> Formats => ["vcard", "vcard3", "csv"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_exported_contact_is_imported_unchanged(string format) =>
        Contacts(1, 60, 4).List[1, 4].Sample(contacts => Same(format, contacts), iter: 150, seed: null);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_contact_with_every_field_at_its_limit_is_imported_unchanged(string format) =>
        Contacts(int.MaxValue, int.MaxValue, int.MaxValue).Sample(contact => Same(format, [contact]), iter: 3);

    [Fact]
    public void No_cell_of_a_table_is_a_formula()
    {
        foreach (var start in new[] { "=", "+", "-", "@", "'=", "''+", "＝" })
        {
            var contact = Stored(new ContactFields { Name = start + "1+1", Notes = start + "HYPERLINK(1)" });
            var csv = new ContactCsv();
            csv.Count(contact);

            var text = csv.Header() + csv.Write(contact);

            Assert.All(TestCsv.Read(text).SelectMany(row => row).Where(cell => cell.Length > 0), cell =>
                Assert.DoesNotContain(cell[0], "=+-@\t\r＝")
            );
            Same("csv", [contact]);
        }
    }

    private static void Same(string format, IReadOnlyList<ContactFields> contacts)
    {
        Contact[] stored = [.. contacts.Select(Stored)];
        foreach (var contact in stored)
            Assert.Empty(ContactRules.Check(contact));
        var text = Write(format, stored);

        IContactFileReader reader = format == "csv" ? new CsvContactReader() : new VCardContactReader();
        var rows = reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), default).ToListAsync().AsTask().GetAwaiter().GetResult();

        Assert.Equal(stored.Length, rows.Count);
        foreach (var (contact, row) in stored.Zip(rows))
        {
            Assert.Empty(row.Errors);
            Assert.Equal(Json(contact.FieldsOnly()), Json(row.Contact!));
            Assert.Empty(row.Changes);
            Assert.Equal(contact.Id, row.OwnId);
        }
    }

    private static string Write(string format, Contact[] contacts)
    {
        if (format != "csv")
            return string.Concat(
                contacts.Select(contact => VCardWriter.Write(contact, format == "vcard3" ? VCardVersion.Three : VCardVersion.Four))
            );
        var csv = new ContactCsv();
        foreach (var contact in contacts)
            csv.Count(contact);
        return ContactCsv.ByteOrderMark + csv.Header() + string.Concat(contacts.Select(csv.Write));
    }

    private static string Json(ContactFields fields) => JsonSerializer.Serialize(fields, ContactJson.Default.ContactFields);

    private static Contact Stored(ContactFields fields) =>
        new(fields)
        {
            Id = Guid.NewGuid(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

    /// <param name="min">Minimum length of a text, in characters; capped at the field's limit.</param>
    /// <param name="max">Maximum length of a text, in characters.</param>
    /// <param name="entries">Maximum number of list entries.</param>
    private static Gen<ContactFields> Contacts(int min, int max, int entries)
    {
        // A text without leading or trailing blanks, which would be trimmed.
        Gen<string> Line(int limit, string prefix = "") =>
            Rune.Array[Math.Min(min, limit) / 2, Math.Min(max, limit) / 2]
                .Select(runes => FileText.Cut(prefix + "x" + string.Concat(runes).Replace('\t', ' '), limit - 1) + "x");
        Gen<string> Lines(int limit) =>
            Rune.Array[Math.Min(min, limit) / 4, Math.Min(max, limit) / 4]
                .Select(runes => FileText.Cut("x" + string.Join('\n', runes), limit - 1) + "x");
        Gen<string?> Maybe(Gen<string> text) => min == int.MaxValue ? text.Select(one => (string?)one) : text.Null();
        Gen<T[]> Many<T>(Gen<T> entry, int limit) => entry.Array[min == int.MaxValue ? limit : 0, Math.Min(limit, entries)];
        var label = Line(ContactLimits.Label);
        var address =
            from parts in Maybe(Lines(ContactLimits.AddressPart)).Array[1]
            from others in Maybe(Line(ContactLimits.AddressPart)).Array[3]
            from country in Line(ContactLimits.AddressPart)
            from kind in Maybe(label)
            select new PostalAddress
            {
                Label = kind,
                Street = parts[0],
                City = others[0],
                Region = others[1],
                PostalCode = others[2],
                Country = country,
            };
        var date =
            from kind in Choice.Of(ContactDateKind.Birthday, ContactDateKind.Anniversary, ContactDateKind.Other)
            from text in Choice.Of("--12-31", "--02-29", "--01", "1990-12", "2200", "1800-01-31")
            from kindLabel in Maybe(label)
            select new ContactDate
            {
                Kind = kind == ContactDateKind.Birthday && text.Length == 10 && text[0] != '-' ? ContactDateKind.Other : kind,
                Label = kindLabel,
                Date = text,
            };
        var reachability =
            from emails in Many(Gen.Int[0, 999_999], ContactLimits.Emails)
            from emailLabels in Maybe(label).Array[ContactLimits.Emails]
            from phones in Many(Gen.Select(Gen.Int[100, 999_999], Maybe(label)), ContactLimits.Phones)
            from addresses in Many(address, ContactLimits.Addresses)
            from websites in Many(Gen.Select(Gen.Int[0, 999_999], Maybe(label)), ContactLimits.Websites)
            from profiles in Many(Gen.Select(Line(ContactLimits.Url), Maybe(label), Maybe(label)), ContactLimits.Profiles)
            let distinct = emails.Distinct().Select(number => $"person{number}+tag@example.com").ToArray()
            select new ContactFields
            {
                Name = "",
                Emails = distinct,
                EmailLabels =
                [
                    .. distinct
                        .Zip(emailLabels)
                        .Where(pair => pair.Second is not null)
                        .Select(pair => new EmailLabel { Address = pair.First, Label = pair.Second! }),
                ],
                Phones = [.. phones.Select(phone => new PhoneNumber { Number = $"+49 30 {phone.Item1};ext 1", Label = phone.Item2 })],
                Addresses = addresses,
                Websites =
                [
                    .. websites.Select(website => new Website
                    {
                        Url = $"https://example.com/{website.Item1}?a=1,2;3",
                        Label = website.Item2,
                    }),
                ],
                Profiles =
                [
                    .. profiles.Select(profile => new SocialProfile
                    {
                        Value = profile.Item1,
                        Service = profile.Item2,
                        Label = profile.Item3,
                    }),
                ],
            };
        var words =
            from name in Line(ContactLimits.Name, "=")
            from lines in Maybe(Line(ContactLimits.Company)).Array[4]
            from notes in Maybe(Lines(ContactLimits.Notes)).Array[2]
            from birthday in Gen.OneOf(Gen.Const((DateOnly?)null), Day)
            from tags in Many(Line(ContactLimits.Tag), ContactLimits.Tags)
            from dates in Many(date, ContactLimits.Dates)
            from people in Many(Gen.Select(Line(ContactLimits.Name), Maybe(label)), ContactLimits.RelatedPeople)
            from custom in Many(Gen.Select(Line(ContactLimits.CustomLabel), Lines(ContactLimits.CustomValue)), ContactLimits.CustomFields)
            from external in Maybe(Line(ContactLimits.ExternalId))
            select new ContactFields
            {
                Name = name,
                Company = lines[0],
                Department = lines[1],
                JobTitle = lines[2],
                Nickname = lines[3],
                Notes = notes[0],
                PrivateNotes = notes[1],
                Birthday = birthday,
                Tags = tags,
                Dates = dates,
                RelatedPeople = [.. people.Select(person => new RelatedPerson { Name = person.Item1, Relation = person.Item2 })],
                CustomFields = [.. custom.Select(field => new CustomField { Label = field.Item1, Value = field.Item2 })],
                ExternalId = external,
            };
        return Gen.Select(words, reachability, (text, reach) =>
            ContactRules.Normalize(
                text with
                {
                    Emails = reach.Emails,
                    EmailLabels = reach.EmailLabels,
                    Phones = reach.Phones,
                    Addresses = reach.Addresses,
                    Websites = reach.Websites,
                    Profiles = reach.Profiles,
                }
            )
        );
    }
}
