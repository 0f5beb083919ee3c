using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Import;

/// <summary>
/// Updates a contact from a file: values in the file replace the contact's; lists are merged with the file's entries first; notes are added
/// unless they are already there. Fields that the file does not have stay unchanged.
/// </summary>
internal static class ContactUpdate
{
    public static ContactFields Apply(ContactFields current, ContactFields file)
    {
        var emails = Union(file.Emails, current.Emails, ContactLimits.Emails, email => email.ToUpperInvariant());
        var updated = current with
        {
            Name = file.Name,
            Emails = emails,
            EmailLabels =
            [
                .. Union(file.EmailLabels, current.EmailLabels, ContactLimits.Emails, label => label.Address.ToUpperInvariant())
                    .Where(label => emails.Contains(label.Address, StringComparer.OrdinalIgnoreCase)),
            ],
            Phones = Union(file.Phones, current.Phones, ContactLimits.Phones, phone => PhoneNumbers.Normalise(phone.Number)),
            Addresses = Union(file.Addresses, current.Addresses, ContactLimits.Addresses, address => address),
            Company = file.Company ?? current.Company,
            Department = file.Department ?? current.Department,
            JobTitle = file.JobTitle ?? current.JobTitle,
            Nickname = file.Nickname ?? current.Nickname,
            Birthday = file.Birthday ?? current.Birthday,
            Dates = Union(file.Dates, current.Dates, ContactLimits.Dates, date => date),
            Websites = Union(file.Websites, current.Websites, ContactLimits.Websites, website => website.Url),
            Profiles = Union(file.Profiles, current.Profiles, ContactLimits.Profiles, profile => (profile.Service, profile.Value)),
            RelatedPeople = Union(file.RelatedPeople, current.RelatedPeople, ContactLimits.RelatedPeople, person => person),
            CustomFields = Union(file.CustomFields, current.CustomFields, ContactLimits.CustomFields, field => field),
            Tags = Union(file.Tags, current.Tags, ContactLimits.Tags, tag => tag.ToUpperInvariant()),
            Notes = Notes(current.Notes, file.Notes),
            PrivateNotes = Notes(current.PrivateNotes, file.PrivateNotes),
            ExternalId = file.ExternalId ?? current.ExternalId,
        };
        return ContactRules.Normalize(updated);
    }

    // If both together exceed the contact's limit, the contact's own values are dropped: the owner chose the file.
    private static List<T> Union<T, TKey>(IReadOnlyList<T> file, IReadOnlyList<T> current, int limit, Func<T, TKey> key) =>
        [.. file.Concat(current).DistinctBy(key).Take(limit)];

    private static string? Notes(string? current, string? file)
    {
        if (file is null || current?.Contains(file, StringComparison.Ordinal) == true)
            return current;
        var both = current is null ? file : $"{current}\n\n{file}";
        return both.Length <= ContactLimits.Notes ? both : file;
    }
}
