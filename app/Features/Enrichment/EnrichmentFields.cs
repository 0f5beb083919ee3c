using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Enrichment;

/// <summary>Converts a source's answer to changes of a contact's fields.</summary>
internal static class EnrichmentFields
{
    public const string Company = "company";
    public const string JobTitle = "jobTitle";
    public const string Email = "email";
    public const string Profile = "profile";

    private const string LinkedIn = "LinkedIn";

    /// <summary>The fields whose value at the source is valid and differs from the contact's.</summary>
    public static IEnumerable<(string Field, string? Old, string New)> Differences(ContactFields contact, FoundPerson found)
    {
        if (Usable(found.Company, ContactLimits.Company) is { } company && !Same(company, contact.Company))
            yield return (Company, contact.Company, company);
        if (Usable(found.JobTitle, ContactLimits.JobTitle) is { } title && !Same(title, contact.JobTitle))
            yield return (JobTitle, contact.JobTitle, title);
        if (
            Usable(found.Email, ContactLimits.Email) is { } email
            && ContactRules.IsEmail(email)
            && !contact.Emails.Any(known => Same(known, email))
        )
            yield return (Email, null, email);
        if (LinkedInProfile(found.LinkedIn) is { } profile && !contact.Profiles.Any(known => Same(known.Value, profile)))
            yield return (Profile, null, profile);
    }

    /// <summary>The contact's value of a field that would be replaced; null for a list that would be extended.</summary>
    public static string? Current(ContactFields contact, string field) =>
        field switch
        {
            Company => contact.Company,
            JobTitle => contact.JobTitle,
            _ => null,
        };

    /// <summary>The contact with the proposal applied.</summary>
    public static ContactFields Apply(ContactFields contact, string field, string value) =>
        field switch
        {
            Company => contact with { Company = value },
            JobTitle => contact with { JobTitle = value },
            Email => contact with { Emails = [.. contact.Emails, value] },
            _ => contact with { Profiles = [.. contact.Profiles, new SocialProfile { Service = LinkedIn, Value = value }] },
        };

    private static string? LinkedInProfile(string? text) =>
        Usable(text, 200) is { } usable
        && Uri.TryCreate(usable, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && (url.Host == "linkedin.com" || url.Host.EndsWith(".linkedin.com", StringComparison.Ordinal))
            ? $"https://{url.Host}{url.AbsolutePath}"
            : null;

    private static string? Usable(string? text, int maxLength) =>
        text?.Trim() is { Length: > 0 } trimmed
        && trimmed.Length <= maxLength
        && !UnstorableText.Is(trimmed)
        && !trimmed.Any(char.IsControl)
            ? trimmed
            : null;

    private static bool Same(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
