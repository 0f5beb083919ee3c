using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Writes contacts as CSV (RFC 4180). Each value of a list has its own column, so there are as many columns as the contact with the most
/// values needs. <see cref="CsvContactReader"/> reads the same contacts back, and a spreadsheet treats no cell as a formula
/// (<see cref="CsvCell"/>).
/// </summary>
public sealed class ContactCsv
{
    /// <summary>The byte order mark, by which a spreadsheet recognizes UTF-8.</summary>
    public const string ByteOrderMark = "\uFEFF";

    private int emails,
        phones,
        addresses,
        dates,
        websites,
        profiles,
        people,
        custom;

    /// <summary>Counts the columns that a contact needs. Every contact must be counted before the header is written.</summary>
    public void Count(ContactFields contact)
    {
        emails = Math.Max(emails, contact.Emails.Count);
        phones = Math.Max(phones, contact.Phones.Count);
        addresses = Math.Max(addresses, contact.Addresses.Count);
        dates = Math.Max(dates, contact.Dates.Count);
        websites = Math.Max(websites, contact.Websites.Count);
        profiles = Math.Max(profiles, contact.Profiles.Count);
        people = Math.Max(people, contact.RelatedPeople.Count);
        custom = Math.Max(custom, contact.CustomFields.Count);
    }

    public string Header()
    {
        IEnumerable<string> Columns(int count, string columns) =>
            Enumerable
                .Range(1, count)
                .SelectMany(number => columns.Split(", ").Select(column => string.Format(CultureInfo.InvariantCulture, column, number)));

        return Row([
            "id",
            "name",
            "nickname",
            "company",
            "department",
            "job title",
            "birthday",
            .. Columns(emails, "email {0}, email {0} label"),
            .. Columns(phones, "phone {0}, phone {0} label"),
            .. Columns(
                addresses,
                "address {0} label, address {0} street, address {0} city, address {0} region, address {0} postal code, address {0} country"
            ),
            .. Columns(dates, "date {0} kind, date {0} label, date {0}"),
            .. Columns(websites, "website {0}, website {0} label"),
            .. Columns(profiles, "profile {0} service, profile {0}, profile {0} label"),
            .. Columns(people, "related {0} name, related {0} relation"),
            .. Columns(custom, "custom {0} label, custom {0} value"),
            "tags",
            "notes",
            "private notes",
            "external id",
        ]);
    }

    public string Write(Contact contact)
    {
        var labels = contact.EmailLabels.ToDictionary(label => label.Address, label => label.Label, StringComparer.OrdinalIgnoreCase);
        return Row([
            contact.Id.ToString(),
            contact.Name,
            contact.Nickname,
            contact.Company,
            contact.Department,
            contact.JobTitle,
            contact.Birthday?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            .. Cells(contact.Emails, emails, 2, email => [email, labels.GetValueOrDefault(email)]),
            .. Cells(contact.Phones, phones, 2, phone => [phone.Number, phone.Label]),
            .. Cells(contact.Addresses, addresses, 6, address =>
                [address.Label, address.Street, address.City, address.Region, address.PostalCode, address.Country]
            ),
            .. Cells(contact.Dates, dates, 3, date => [date.Kind.ToString().ToLowerInvariant(), date.Label, date.Date]),
            .. Cells(contact.Websites, websites, 2, website => [website.Url, website.Label]),
            .. Cells(contact.Profiles, profiles, 3, profile => [profile.Service, profile.Value, profile.Label]),
            .. Cells(contact.RelatedPeople, people, 2, person => [person.Name, person.Relation]),
            .. Cells(contact.CustomFields, custom, 2, field => [field.Label, field.Value]),
            CsvList.Join(contact.Tags),
            contact.Notes,
            contact.PrivateNotes,
            contact.ExternalId,
        ]);
    }

    private static IEnumerable<string?> Cells<T>(IReadOnlyList<T> entries, int count, int width, Func<T, string?[]> cells) =>
        entries.SelectMany(cells).Concat(Enumerable.Repeat((string?)null, (count - entries.Count) * width));

    private static string Row(string?[] cells)
    {
        var row = new StringBuilder();
        foreach (var cell in cells)
        {
            if (row.Length > 0)
                row.Append(',');
            CsvCell.Append(row, cell);
        }
        return row.Append("\r\n").ToString();
    }
}
