using System.Text.RegularExpressions;

namespace PmCrm.App.Features.Contacts;

/// <summary>The part of <see cref="ContactRules"/> for the lists in <see cref="ContactDetails"/> and for custom fields.</summary>
internal static partial class ContactDetailRules
{
    public static ContactFields Normalize(ContactFields contact)
    {
        var dates = Distinct(contact.Dates, Normalize);
        // A complete birthday belongs in the field birthday.
        var birthday = contact.Birthday ?? dates.Select(WholeBirthday).FirstOrDefault(day => day is not null);
        return contact with
        {
            Birthday = birthday,
            Nickname = ContactRules.Text(contact.Nickname),
            Department = ContactRules.Text(contact.Department),
            ExternalId = ContactRules.Text(contact.ExternalId),
            Dates = birthday is null ? dates : [.. dates.Where(date => WholeBirthday(date) != birthday)],
            EmailLabels = Distinct(contact.EmailLabels, Normalize),
            Websites = Distinct(contact.Websites, Normalize),
            Profiles = Distinct(contact.Profiles, Normalize),
            RelatedPeople = Distinct(contact.RelatedPeople, Normalize),
            CustomFields = Distinct(contact.CustomFields, Normalize),
        };
    }

    public static void Check(List<FieldError> errors, ContactFields contact)
    {
        ContactRules.Line(errors, "nickname", contact.Nickname, ContactLimits.Nickname);
        ContactRules.Line(errors, "department", contact.Department, ContactLimits.Department);
        ContactRules.Line(errors, "externalId", contact.ExternalId, ContactLimits.ExternalId);
        CheckLabels(errors, contact);
        Each(errors, "dates", contact.Dates, ContactLimits.Dates, (field, date) => Check(errors, field, date));
        Each(errors, "websites", contact.Websites, ContactLimits.Websites, (field, website) => Check(errors, field, website));
        Each(errors, "profiles", contact.Profiles, ContactLimits.Profiles, (field, profile) => Check(errors, field, profile));
        Each(errors, "relatedPeople", contact.RelatedPeople, ContactLimits.RelatedPeople, (field, person) =>
        {
            ContactRules.Line(errors, $"{field}.name", person.Name, ContactLimits.Name, required: true);
            ContactRules.Line(errors, $"{field}.relation", person.Relation, ContactLimits.Label);
        });
        Each(errors, "customFields", contact.CustomFields, ContactLimits.CustomFields, (field, custom) =>
        {
            ContactRules.Line(errors, $"{field}.label", custom.Label, ContactLimits.CustomLabel, required: true);
            ContactRules.Line(errors, $"{field}.value", custom.Value, ContactLimits.CustomValue, required: true, lineBreaks: true);
        });
    }

    /// <summary>The labels whose address the contact still has.</summary>
    public static IReadOnlyList<EmailLabel> LabelsOfEmails(ContactFields contact) =>
        contact.EmailLabels.Count == 0
            ? []
            : [.. contact.EmailLabels.Where(label => contact.Emails.Contains(label?.Address?.Trim(), StringComparer.OrdinalIgnoreCase))];

    /// <summary>Whether a browser opens a page for this link: http, https, or no scheme.</summary>
    public static bool IsWebsite(string url) =>
        url.Length is > 0 and <= ContactLimits.Url
        && !url.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && (!Scheme().IsMatch(url) || Web().IsMatch(url));

    /// <summary>Whether the value of a profile is not a script: it may be a name, or an address at any messenger.</summary>
    public static bool IsProfile(string value) => !Script().IsMatch(value);

    private static DateOnly? WholeBirthday(ContactDate date) =>
        date is { Kind: ContactDateKind.Birthday, Label: null } ? PartialDate.Parse(date.Date)?.Date : null;

    private static void CheckLabels(List<FieldError> errors, ContactFields contact)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Each(errors, "emailLabels", contact.EmailLabels, ContactLimits.Emails, (field, label) =>
        {
            if (!contact.Emails.Contains(label.Address, StringComparer.OrdinalIgnoreCase) || !seen.Add(label.Address))
                errors.Add(new($"{field}.address", "must be one of the contact's emails, with only one label"));
            ContactRules.Line(errors, $"{field}.label", label.Label, ContactLimits.Label, required: true);
        });
    }

    private static void Check(List<FieldError> errors, string field, ContactDate date)
    {
        ContactRules.Line(errors, $"{field}.label", date.Label, ContactLimits.Label);
        if (!Enum.IsDefined(date.Kind))
            errors.Add(new($"{field}.kind", "must be birthday, anniversary or other"));
        if (PartialDate.Parse(date.Date) is not { } parsed)
            errors.Add(
                new($"{field}.date", "must be a date written as 1990-12-31, 1990-12, 1990, --12-31 or --12, with a year from 1800 to 2200")
            );
        else if (date.Kind == ContactDateKind.Birthday && parsed.Date is not null)
            errors.Add(new($"{field}.date", "is a complete birthday; use the field birthday. Here, the year or day must be unknown"));
    }

    private static void Check(List<FieldError> errors, string field, Website website)
    {
        ContactRules.Line(errors, $"{field}.label", website.Label, ContactLimits.Label);
        if (!IsWebsite(website.Url))
            errors.Add(
                new(
                    $"{field}.url",
                    "must be an http or https address, or one such as www.example.com, without spaces, at most 500 characters"
                )
            );
    }

    private static void Check(List<FieldError> errors, string field, SocialProfile profile)
    {
        ContactRules.Line(errors, $"{field}.service", profile.Service, ContactLimits.Label);
        ContactRules.Line(errors, $"{field}.label", profile.Label, ContactLimits.Label);
        ContactRules.Line(errors, $"{field}.value", profile.Value, ContactLimits.Url, required: true);
        if (!IsProfile(profile.Value))
            errors.Add(new($"{field}.value", "must be a name or an address, not a script"));
    }

    private static void Each<T>(List<FieldError> errors, string field, IReadOnlyList<T> entries, int limit, Action<string, T> check)
    {
        if (ContactRules.HasRoom(errors, field, entries.Count, limit))
            for (var i = 0; i < entries.Count; i++)
                check($"{field}[{i}]", entries[i]);
    }

    private static T[] Distinct<T>(IReadOnlyList<T> entries, Func<T?, T> normalize) =>
        entries.Count == 0 ? [] : [.. entries.Select(normalize).Distinct()];

    private static EmailLabel Normalize(EmailLabel? label) => new() { Address = Filled(label?.Address), Label = Filled(label?.Label) };

    private static ContactDate Normalize(ContactDate? date) =>
        new()
        {
            Kind = date?.Kind ?? ContactDateKind.Other,
            Label = ContactRules.Text(date?.Label),
            Date = Filled(date?.Date),
        };

    private static Website Normalize(Website? website) => new() { Url = Filled(website?.Url), Label = ContactRules.Text(website?.Label) };

    private static SocialProfile Normalize(SocialProfile? profile) =>
        new()
        {
            Service = ContactRules.Text(profile?.Service),
            Value = Filled(profile?.Value),
            Label = ContactRules.Text(profile?.Label),
        };

    private static RelatedPerson Normalize(RelatedPerson? person) =>
        new() { Name = Filled(person?.Name), Relation = ContactRules.Text(person?.Relation) };

    private static CustomField Normalize(CustomField? field) =>
        new() { Label = Filled(field?.Label), Value = Filled(ContactRules.LineBreaks(field?.Value)) };

    private static string Filled(string? text) => ContactRules.Text(text) ?? "";

    // RFC 3986, 3.1; with a dot it is a host and its port.
    [GeneratedRegex("^[a-z][a-z0-9+-]*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex("^https?://.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Web();

    [GeneratedRegex("^(javascript|data|vbscript):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Script();
}
