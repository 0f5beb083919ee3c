using System.Globalization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Merge;

/// <summary>A field that has different values in both contacts.</summary>
/// <param name="Kept">The value of the field after the merge.</param>
/// <param name="MovedToNotes">The other value, which is moved to the notes.</param>
public sealed record MergeConflict(string Field, string Kept, string MovedToNotes);

/// <summary>The result of merging two contacts.</summary>
public sealed record MergedContact(ContactFields Contact, IReadOnlyList<MergeConflict> Conflicts);

/// <summary>
/// Merges two contacts without losing data: lists are combined, an empty field takes the other's value, and if both have a value, the
/// other's is added to the notes with the field's name.
/// </summary>
public static class ContactMerge
{
    /// <param name="kept">The contact that stays; its values take precedence.</param>
    /// <param name="other">The contact that is merged into it.</param>
    public static MergedContact Join(ContactFields kept, ContactFields other)
    {
        var conflicts = new List<MergeConflict>();
        string? Either(string field, string? mine, string? theirs)
        {
            if (mine is null || theirs is null || mine == theirs)
                return mine ?? theirs;
            conflicts.Add(new(field, mine, theirs));
            return mine;
        }

        Either("name", kept.Name, other.Name);
        var company = Either("company", kept.Company, other.Company);
        var jobTitle = Either("jobTitle", kept.JobTitle, other.JobTitle);
        var department = Either("department", kept.Department, other.Department);
        var nickname = Either("nickname", kept.Nickname, other.Nickname);
        var externalId = Either("externalId", kept.ExternalId, other.ExternalId);
        Either("birthday", Day(kept.Birthday), Day(other.Birthday));
        var moved = conflicts.Select(conflict => $"{Caption(conflict.Field)}: {conflict.MovedToNotes}");
        return new(
            kept with
            {
                Emails = [.. kept.Emails.Union(other.Emails, StringComparer.OrdinalIgnoreCase)],
                Phones = Phones(kept.Phones, other.Phones),
                Addresses = [.. kept.Addresses.Union(other.Addresses)],
                Company = company,
                JobTitle = jobTitle,
                Birthday = kept.Birthday ?? other.Birthday,
                Notes = Paragraphs([kept.Notes, other.Notes == kept.Notes ? null : other.Notes, .. moved]),
                PrivateNotes = Paragraphs([kept.PrivateNotes, other.PrivateNotes == kept.PrivateNotes ? null : other.PrivateNotes]),
                Tags = [.. kept.Tags.Union(other.Tags, StringComparer.OrdinalIgnoreCase)],
                Nickname = nickname,
                Department = department,
                ExternalId = externalId,
                EmailLabels = [.. kept.EmailLabels, .. other.EmailLabels.ExceptBy(kept.EmailLabels.Select(Address), Address)],
                Dates = [.. kept.Dates.Union(other.Dates)],
                Websites = [.. kept.Websites.Union(other.Websites)],
                Profiles = [.. kept.Profiles.Union(other.Profiles)],
                RelatedPeople = [.. kept.RelatedPeople.Union(other.RelatedPeople)],
                CustomFields = [.. kept.CustomFields.Union(other.CustomFields), .. LostLabels(kept, other)],
            },
            conflicts
        );
    }

    private static string Address(EmailLabel label) => label.Address.ToLowerInvariant();

    // An address has one label: if the contacts have different ones, the other's is kept in a custom field.
    private static IEnumerable<CustomField> LostLabels(ContactFields kept, ContactFields other) =>
        from label in other.EmailLabels
        where kept.EmailLabels.Any(known => Address(known) == Address(label) && known.Label != label.Label)
        select new CustomField { Label = label.Label, Value = label.Address };

    // A number that is written differently is still the same number; a missing label is taken from the other, and two labels give two
    // entries.
    private static List<PhoneNumber> Phones(IReadOnlyList<PhoneNumber> kept, IReadOnlyList<PhoneNumber> other)
    {
        var phones = kept.ToList();
        foreach (var phone in other)
        {
            var number = PhoneNumbers.Normalise(phone.Number);
            bool Same(PhoneNumber known) => PhoneNumbers.Normalise(known.Number) == number;
            if (phones.Exists(known => Same(known) && (phone.Label is null || known.Label == phone.Label)))
                continue;
            var unlabelled = phones.FindIndex(known => Same(known) && known.Label is null);
            if (unlabelled >= 0)
                phones[unlabelled] = phones[unlabelled] with { Label = phone.Label };
            else
                phones.Add(phone);
        }
        return phones;
    }

    private static string Caption(string field) =>
        field switch
        {
            "name" => "Also known as",
            "jobTitle" => "Job title",
            "company" => "Company",
            "birthday" => "Birthday",
            "department" => "Department",
            "nickname" => "Nickname",
            "externalId" => "Identifier",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No caption for this field."),
        };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string? Paragraphs(IEnumerable<string?> texts)
    {
        var joined = string.Join("\n\n", texts.OfType<string>());
        return joined.Length == 0 ? null : joined;
    }
}
