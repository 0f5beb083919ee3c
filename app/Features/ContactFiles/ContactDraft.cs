using System.Globalization;
using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Collects the values of one row of a file and builds the contact. Values that a field does not accept are kept in the
/// <see cref="DraftRest"/>, so that an odd value never prevents the import of the contact.
/// </summary>
internal sealed class ContactDraft
{
    private const string Unnamed = "Contact without a name";

    private readonly int begin;
    private readonly DraftList<(string Address, string? Label)> emails;
    private readonly DraftList<PhoneNumber> phones;
    private readonly DraftList<PostalAddress> addresses;
    private readonly DraftList<Website> websites;
    private readonly DraftList<SocialProfile> profiles;
    private readonly DraftList<ContactDate> dates;
    private readonly DraftList<RelatedPerson> people;
    private readonly DraftList<string> tags;
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private DateOnly? birthday;
    private string? externalId;

    /// <param name="begin">The line where the row starts.</param>
    public ContactDraft(int begin)
    {
        this.begin = begin;
        emails = new(Rest, ContactLimits.Emails);
        phones = new(Rest, ContactLimits.Phones);
        addresses = new(Rest, ContactLimits.Addresses);
        websites = new(Rest, ContactLimits.Websites);
        profiles = new(Rest, ContactLimits.Profiles);
        dates = new(Rest, ContactLimits.Dates);
        people = new(Rest, ContactLimits.RelatedPeople);
        tags = new(Rest, ContactLimits.Tags);
    }

    /// <summary>The values that no field accepts, and the notes.</summary>
    public DraftRest Rest { get; } = new();

    /// <summary>Set if the whole row is marked as private: then its notes become private notes.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>The contact's id in this application, if the file was exported from it.</summary>
    public Guid? OwnId { get; set; }

    public bool Has(string field) => texts.ContainsKey(field);

    /// <summary>Sets a field with one line: name, company, department, jobTitle, nickname. A second value becomes a custom field.</summary>
    public void Text(Origin origin, string field, string value, int limit)
    {
        if (Line(origin, value) is not { } text)
            return;
        if (texts.TryGetValue(field, out var known))
        {
            if (known != text)
                Rest.Keep(origin, text, "a contact has only one", field);
        }
        else if (text.Length <= limit)
            texts.Add(field, text);
        else
        {
            texts.Add(field, FileText.Cut(text, limit).TrimEnd());
            Rest.Shortened(origin, text, $"must be at most {limit} characters; the whole value is kept in another field");
            Rest.Custom(origin, field, text);
        }
    }

    public void Email(Origin origin, string value, string? label, int rank)
    {
        if (Line(origin, value) is not { } address)
            return;
        if (address.EndsWith('>') && address.LastIndexOf('<') is var open and >= 0)
            address = address[(open + 1)..^1].Trim();
        if (ContactRules.IsEmail(address))
            emails.Add(origin, (address, Label(origin, label)), address, "E-mail", rank);
        else
            Rest.Keep(origin, address, "is not an e-mail address such as name@example.com", "E-mail");
    }

    public void Phone(Origin origin, string value, string? label, int rank)
    {
        if (Line(origin, Dialled(value)) is not { } number)
            return;
        if (ContactRules.IsPhone(number))
            phones.Add(origin, new() { Number = number, Label = Label(origin, label) }, number, label ?? "Phone", rank);
        else
            Rest.Keep(origin, number, "is not a phone number such as +49 30 1234567", label ?? "Phone");
    }

    public void Address(Origin origin, PostalAddress address, int rank)
    {
        string? Part(string? part, bool lines) => part is null ? null : Rest.Plain(origin, part, lines);
        address = ContactRules.OneAddress(
            new()
            {
                Label = Label(origin, address.Label),
                Street = Part(address.Street, lines: true),
                City = Part(address.City, lines: false),
                Region = Part(address.Region, lines: false),
                PostalCode = Part(address.PostalCode, lines: false),
                Country = Part(address.Country, lines: false),
            }
        );
        string[] parts = [.. new[] { address.Street, address.City, address.Region, address.PostalCode, address.Country }.OfType<string>()];
        var text = string.Join(", ", parts);
        if (parts.Any(part => part.Length > ContactLimits.AddressPart))
            Rest.Keep(origin, text, $"has a part of more than {ContactLimits.AddressPart} characters", address.Label ?? "Address");
        else if (parts.Length > 0)
            addresses.Add(origin, address, text, address.Label ?? "Address", rank);
    }

    public void Website(Origin origin, string value, string? label, int rank)
    {
        if (Line(origin, value) is not { } url)
            return;
        if (ContactDetailRules.IsWebsite(url))
            websites.Add(origin, new() { Url = url, Label = Label(origin, label) }, url, label ?? "Website", rank);
        else
            Rest.Keep(origin, url, "is not an http or https address", label ?? "Website");
    }

    public void Profile(Origin origin, string value, string? service, string? label, int rank)
    {
        if (Line(origin, value) is not { } text)
            return;
        var caption = service ?? "Profile";
        var profile = new SocialProfile
        {
            Value = text,
            Service = Label(origin, service),
            Label = Label(origin, label),
        };
        if (text.Length <= ContactLimits.Url && ContactDetailRules.IsProfile(text))
            profiles.Add(origin, profile, text, caption, rank);
        else
            Rest.Keep(origin, text, $"is not a name or address of a profile with at most {ContactLimits.Url} characters", caption);
    }

    /// <param name="written">The date as it is in the file; it is kept if it cannot be parsed.</param>
    public void Date(Origin origin, ContactDateKind kind, PartialDate? date, string written, string? label)
    {
        var caption = label ?? kind.ToString();
        if (date is not { } known)
        {
            if (Rest.Plain(origin, written, lines: false) is { } text)
                Rest.Keep(origin, text, "is not a date in a known format", caption);
            return;
        }
        var isWholeBirthday = kind == ContactDateKind.Birthday && known.Date is not null;
        if (isWholeBirthday && (birthday ?? known.Date) == known.Date)
        {
            birthday = known.Date;
            return;
        }
        // A contact has one birthday; further ones become dates with that label.
        var kept = new ContactDate
        {
            Kind = isWholeBirthday ? ContactDateKind.Other : kind,
            Label = Label(origin, label ?? (isWholeBirthday ? "birthday" : null)),
            Date = known.ToString(),
        };
        dates.Add(origin, kept, written, caption);
    }

    public void Related(Origin origin, string value, string? relation)
    {
        if (Line(origin, value) is not { } name)
            return;
        if (name.Length <= ContactLimits.Name)
            people.Add(origin, new() { Name = name, Relation = Label(origin, relation) }, name, relation ?? "Related");
        else
            Rest.Keep(origin, name, $"must be at most {ContactLimits.Name} characters", relation ?? "Related");
    }

    public void Tag(Origin origin, string value)
    {
        if (Line(origin, value) is not { } tag)
            return;
        if (tag.Length <= ContactLimits.Tag)
            tags.Add(origin, tag, tag, "Tag");
        else
            Rest.Keep(origin, tag, $"a tag must be at most {ContactLimits.Tag} characters", "Tag");
    }

    public void ExternalId(Origin origin, string value)
    {
        if (Line(origin, value) is not { } id)
            return;
        if (id.Length > ContactLimits.ExternalId)
            Rest.Leave(origin, id, $"must be at most {ContactLimits.ExternalId} characters");
        else
            externalId ??= id;
    }

    public ImportRow Build()
    {
        var errors = new RowErrors();
        var contact = Named(Rest.AddTo(Fields(), new(begin, "notes"), IsPrivate));
        if (contact is null)
            errors.Add(begin, "row", "is empty: it has no value for a contact");
        else
        {
            contact = ContactRules.Normalize(contact);
            foreach (var (field, message) in ContactRules.Check(contact))
                errors.Add(begin, field, message);
        }
        return new(begin, errors.Any ? null : contact, errors.ToList(begin), Rest.Changes(begin), OwnId);
    }

    private ContactFields Fields()
    {
        var addressed = emails.Take(email => email.Address.ToUpperInvariant());
        return new()
        {
            Name = "",
            Emails = [.. addressed.Select(email => email.Address)],
            EmailLabels =
            [
                .. addressed
                    .Where(email => email.Label is not null)
                    .Select(email => new EmailLabel { Address = email.Address, Label = email.Label! }),
            ],
            Phones = phones.Take(phone => phone),
            Addresses = addresses.Take(address => address),
            Websites = websites.Take(website => website),
            Profiles = profiles.Take(profile => profile),
            Dates = dates.Take(date => date),
            RelatedPeople = people.Take(person => person),
            Tags = tags.Take(tag => tag.ToUpperInvariant()),
            Birthday = birthday,
            Company = texts.GetValueOrDefault("company"),
            Department = texts.GetValueOrDefault("department"),
            JobTitle = texts.GetValueOrDefault("jobTitle"),
            Nickname = texts.GetValueOrDefault("nickname"),
            ExternalId = externalId,
        };
    }

    /// <summary>
    /// A row without a name gets its first available value as the name: company, nickname, e-mail address, phone number, street or city,
    /// department, profile, website.
    /// </summary>
    /// <returns>Null if the row has none of these values.</returns>
    private ContactFields? Named(ContactFields contact)
    {
        if (texts.GetValueOrDefault("name") is { } name)
            return contact with { Name = name };
        var address = contact.Addresses.Count > 0 ? contact.Addresses[0] : null;
        var other = contact.Company
            ?? contact.Nickname
            ?? First(contact.Emails, email => email)
            ?? First(contact.Phones, phone => phone.Number)
            ?? address?.Street?.ReplaceLineEndings(", ")
            ?? address?.City
            ?? contact.Department
            ?? First(contact.Profiles, profile => profile.Value)
            ?? First(contact.Websites, website => website.Url);
        if (other is null && IsEmpty(contact))
            return null;
        var made = FileText.Cut(other ?? Unnamed, ContactLimits.Name).Trim();
        Rest.Changed(new(begin, "name"), made, "the row has no name; another value is used as the name");
        return contact with { Name = made };
    }

    private static bool IsEmpty(ContactFields contact) =>
        contact.CustomFields.Count + contact.Dates.Count + contact.RelatedPeople.Count + contact.Tags.Count + contact.Addresses.Count == 0
        && (contact.Notes ?? contact.PrivateNotes ?? contact.JobTitle) is null
        && contact.Birthday is null;

    private static string? First<T>(IReadOnlyList<T> entries, Func<T, string> text) => entries.Count == 0 ? null : text(entries[0]);

    private string? Line(Origin origin, string value) => Rest.Plain(origin, value, lines: false);

    private string? Label(Origin origin, string? label)
    {
        if (label is null || Line(origin, label) is not { } text)
            return null;
        if (text.Length <= ContactLimits.Label)
            return text;
        Rest.Shortened(origin, text, $"a label must be at most {ContactLimits.Label} characters");
        return FileText.Cut(text, ContactLimits.Label).TrimEnd();
    }

    // Phones add marks of the writing direction around numbers, non-breaking spaces, and various dashes.
    private static string Dialled(string value)
    {
        var number = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            var category = char.GetUnicodeCategory(c);
            if (category != UnicodeCategory.Format)
                number.Append(
                    category == UnicodeCategory.DashPunctuation ? '-'
                    : category == UnicodeCategory.SpaceSeparator ? ' '
                    : c
                );
        }
        return number.ToString();
    }
}
