using System.Buffers;
using System.Globalization;
using System.Text;

namespace PmCrm.App.Features.Contacts;

/// <summary>A violated rule: the field, as a path in the JSON body, and what is accepted.</summary>
public readonly record struct FieldError(string Field, string Message);

/// <summary>
/// Normalizes and validates a contact, whether from a request's body, a patch, or a row of an import. A message never contains the value,
/// which may be private.
/// </summary>
public static class ContactRules
{
    private static readonly SearchValues<char> NotInDomain = SearchValues.Create("<>()[],;:\\\"");

    /// <summary>
    /// Trims every text, converts empty ones to null, writes every line break as \n, and removes duplicates in lists (e-mail addresses and
    /// tags ignoring case). Entries that are empty or null are kept, so that validation refuses them.
    /// </summary>
    public static ContactFields Normalize(ContactFields contact) =>
        ContactDetailRules.Normalize(contact) with
        {
            Name = Text(contact.Name) ?? "",
            Emails = Distinct(contact.Emails),
            Phones = contact.Phones.Count == 0 ? [] : [.. contact.Phones.Select(OnePhone).Distinct()],
            Addresses = contact.Addresses.Count == 0 ? [] : [.. contact.Addresses.Select(OneAddress).Distinct()],
            Company = Text(contact.Company),
            JobTitle = Text(contact.JobTitle),
            Notes = Text(LineBreaks(contact.Notes)),
            PrivateNotes = Text(LineBreaks(contact.PrivateNotes)),
            Tags = Distinct(contact.Tags),
        };

    /// <summary>The rules that a normalized contact violates; empty if it may be stored.</summary>
    public static IReadOnlyList<FieldError> Check(ContactFields contact)
    {
        var errors = new List<FieldError>();
        Line(errors, "name", contact.Name, ContactLimits.Name, required: true);
        Line(errors, "company", contact.Company, ContactLimits.Company);
        Line(errors, "jobTitle", contact.JobTitle, ContactLimits.JobTitle);
        Lines(errors, "notes", contact.Notes);
        Lines(errors, "privateNotes", contact.PrivateNotes);
        // The entries of a list that is too long are not checked, so that the list of errors is bounded.
        if (HasRoom(errors, "emails", contact.Emails.Count, ContactLimits.Emails))
            for (var i = 0; i < contact.Emails.Count; i++)
                if (!IsEmail(contact.Emails[i]))
                    errors.Add(new($"emails[{i}]", "must be an e-mail address such as name@example.com, at most 254 characters"));
        if (HasRoom(errors, "phones", contact.Phones.Count, ContactLimits.Phones))
            for (var i = 0; i < contact.Phones.Count; i++)
                Check(errors, $"phones[{i}]", contact.Phones[i]);
        if (HasRoom(errors, "addresses", contact.Addresses.Count, ContactLimits.Addresses))
            for (var i = 0; i < contact.Addresses.Count; i++)
                Check(errors, $"addresses[{i}]", contact.Addresses[i]);
        if (HasRoom(errors, "tags", contact.Tags.Count, ContactLimits.Tags))
            for (var i = 0; i < contact.Tags.Count; i++)
                Line(errors, $"tags[{i}]", contact.Tags[i], ContactLimits.Tag, required: true);
        if (contact.Birthday is { Year: < PartialDate.MinYear or > PartialDate.MaxYear })
            errors.Add(new("birthday", "must be a date between 1800-01-01 and 2200-12-31"));
        ContactDetailRules.Check(errors, contact);
        return errors;
    }

    /// <summary>Whether this looks like a valid mail address: a local part, one @, a domain, and no spaces.</summary>
    public static bool IsEmail(string value)
    {
        var at = value.LastIndexOf('@');
        if (value.Length > ContactLimits.Email || at < 1 || at > 64 || at == value.Length - 1)
            return false;
        var domain = value.AsSpan(at + 1);
        return !HasControl(value, lineBreaks: false)
            && !value.Any(char.IsWhiteSpace)
            && !value.AsSpan(0, at).Contains('@')
            && domain[0] is not ('.' or '-')
            && domain[^1] is not ('.' or '-')
            && domain.IndexOf("..") < 0
            && !domain.ContainsAny(NotInDomain);
    }

    /// <summary>Whether this can be dialed: digits with the usual separators, and an extension.</summary>
    public static bool IsPhone(string value) =>
        value.Length <= ContactLimits.Phone
        && value.Count(char.IsAsciiDigit) is >= ContactLimits.PhoneDigitsFrom and <= ContactLimits.PhoneDigitsTo
        && value.All(c => char.IsAsciiDigit(c) || " +-().,/#*;extEXT".Contains(c, StringComparison.Ordinal));

    private static void Check(List<FieldError> errors, string field, PhoneNumber phone)
    {
        if (!IsPhone(phone.Number))
            errors.Add(new($"{field}.number", "must be a phone number such as +49 30 1234567, with 3 to 24 digits"));
        Line(errors, $"{field}.label", phone.Label, ContactLimits.Label);
    }

    private static void Check(List<FieldError> errors, string field, PostalAddress address)
    {
        if (address.IsEmpty)
            errors.Add(new(field, "must have at least one of street, city, region, postalCode, country"));
        Line(errors, $"{field}.label", address.Label, ContactLimits.Label);
        Line(errors, $"{field}.street", address.Street, ContactLimits.AddressPart, lineBreaks: true);
        Line(errors, $"{field}.city", address.City, ContactLimits.AddressPart);
        Line(errors, $"{field}.region", address.Region, ContactLimits.AddressPart);
        Line(errors, $"{field}.postalCode", address.PostalCode, ContactLimits.AddressPart);
        Line(errors, $"{field}.country", address.Country, ContactLimits.AddressPart);
    }

    internal static bool HasRoom(List<FieldError> errors, string field, int count, int limit)
    {
        if (count <= limit)
            return true;
        errors.Add(new(field, $"must have at most {limit} entries; it has {count}"));
        return false;
    }

    private static void Lines(List<FieldError> errors, string field, string? value) =>
        Line(errors, field, value, ContactLimits.Notes, lineBreaks: true);

    internal static void Line(
        List<FieldError> errors,
        string field,
        string? value,
        int limit,
        bool required = false,
        bool lineBreaks = false
    )
    {
        if (value is null or "")
        {
            if (required)
                errors.Add(new(field, "is required and must not be empty"));
            return;
        }
        if (value.Length > limit)
            errors.Add(
                new(field, string.Create(CultureInfo.InvariantCulture, $"must be at most {limit} characters; it has {value.Length}"))
            );
        if (HasControl(value, lineBreaks))
            errors.Add(
                new(
                    field,
                    lineBreaks
                        ? "must not contain control characters or broken Unicode; line breaks and tabs are accepted"
                        : "must be one line without control characters or broken Unicode"
                )
            );
    }

    /// <summary>
    /// The text without characters that the rules forbid in every text: control characters and halves of surrogate pairs.
    /// </summary>
    internal static string WithoutControls(string value, bool lineBreaks)
    {
        if (!HasControl(value, lineBreaks))
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var status = Rune.DecodeFromUtf16(value.AsSpan(i), out var rune, out var length);
            if (status == OperationStatus.Done && !IsControl(rune, lineBreaks))
                text.Append(value.AsSpan(i, length));
            i += length - 1;
        }
        return text.ToString();
    }

    private static bool IsControl(Rune rune, bool lineBreaks) =>
        lineBreaks
            ? Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t')
            : Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;

    // PostgreSQL cannot store U+0000, and half a surrogate pair has no UTF-8 form.
    private static bool HasControl(string value, bool lineBreaks)
    {
        foreach (var rune in value.EnumerateRunes())
            if (IsControl(rune, lineBreaks))
                return true;
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return true;
            i++;
        }
        return false;
    }

    internal static string? LineBreaks(string? value) => value?.ReplaceLineEndings("\n");

    internal static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string[] Distinct(IReadOnlyList<string> values) =>
        values.Count == 0 ? [] : [.. values.Select(value => Text(value) ?? "").Distinct(StringComparer.OrdinalIgnoreCase)];

    private static PhoneNumber OnePhone(PhoneNumber? phone) => new() { Number = Text(phone?.Number) ?? "", Label = Text(phone?.Label) };

    internal static PostalAddress OneAddress(PostalAddress? address) =>
        new()
        {
            Label = Text(address?.Label),
            Street = Text(LineBreaks(address?.Street)),
            City = Text(address?.City),
            Region = Text(address?.Region),
            PostalCode = Text(address?.PostalCode),
            Country = Text(address?.Country),
        };
}
