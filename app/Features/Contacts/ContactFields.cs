using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Contacts;

/// <summary>
/// The fields of a contact that its owner writes. It is the body to create or replace a contact, the result of an imported row, and the
/// input of a merge.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public record ContactFields
{
    [Required, StringLength(ContactLimits.Name, MinimumLength = 1)]
    [Description("The name to show and to sort by.")]
    public required string Name { get; init; }

    [MaxLength(ContactLimits.Emails)]
    [Description("E-mail addresses, each at most 254 characters, preferred one first.")]
    public IReadOnlyList<string> Emails
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Phones)]
    [Description("Phone numbers, preferred one first. Stored encrypted.")]
    public IReadOnlyList<PhoneNumber> Phones
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Addresses)]
    [Description("Postal addresses. Stored encrypted.")]
    public IReadOnlyList<PostalAddress> Addresses
    {
        get;
        init => field = value ?? [];
    } = [];

    [StringLength(ContactLimits.Company)]
    public string? Company { get; init; }

    [StringLength(ContactLimits.JobTitle)]
    public string? JobTitle { get; init; }

    public DateOnly? Birthday { get; init; }

    [StringLength(ContactLimits.Notes)]
    [Description("Notes; they are searchable.")]
    public string? Notes { get; init; }

    [StringLength(ContactLimits.Notes)]
    [Description("Private notes: stored encrypted, and not searchable.")]
    public string? PrivateNotes { get; init; }

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags, each 1 to 50 characters. A tag that does not exist is created.")]
    public IReadOnlyList<string> Tags
    {
        get;
        init => field = value ?? [];
    } = [];

    [StringLength(ContactLimits.Nickname)]
    [Description("What friends call the contact.")]
    public string? Nickname { get; init; }

    [StringLength(ContactLimits.Department)]
    [Description("The contact's department in the company.")]
    public string? Department { get; init; }

    [MaxLength(ContactLimits.Emails)]
    [Description("Labels of the e-mail addresses. A patch that removes an address also removes its label.")]
    public IReadOnlyList<EmailLabel> EmailLabels
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Dates)]
    [Description("Dates other than a complete birthday: anniversaries, others, and a birthday with an unknown year or day.")]
    public IReadOnlyList<ContactDate> Dates
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Websites)]
    [Description("Web pages, preferred one first.")]
    public IReadOnlyList<Website> Websites
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Profiles)]
    [Description("Profiles at networks and messengers, preferred one first.")]
    public IReadOnlyList<SocialProfile> Profiles
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.RelatedPeople)]
    [Description("Related people who are not contacts themselves.")]
    public IReadOnlyList<RelatedPerson> RelatedPeople
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.CustomFields)]
    [Description("Values for which there is no other field. Stored encrypted, and not searchable.")]
    public IReadOnlyList<CustomField> CustomFields
    {
        get;
        init => field = value ?? [];
    } = [];

    [StringLength(ContactLimits.ExternalId, MinimumLength = 1)]
    [Description("The identifier of the contact in another program, such as a vCard's UID; an import finds the contact by it.")]
    public string? ExternalId { get; init; }

    /// <summary>Only these fields, if this is a contact with its id and times.</summary>
    internal ContactFields FieldsOnly() => GetType() == typeof(ContactFields) ? this : new ContactFields(this);
}

/// <summary>A phone number as its owner wrote it, and its label ("home", "work", "cell").</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PhoneNumber
{
    [Required, StringLength(ContactLimits.Phone, MinimumLength = ContactLimits.PhoneDigitsFrom)]
    public required string Number { get; init; }

    [StringLength(ContactLimits.Label)]
    public string? Label { get; init; }
}

/// <summary>A postal address. At least one part is required.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostalAddress
{
    [StringLength(ContactLimits.Label)]
    public string? Label { get; init; }

    [StringLength(ContactLimits.AddressPart)]
    public string? Street { get; init; }

    [StringLength(ContactLimits.AddressPart)]
    public string? City { get; init; }

    [StringLength(ContactLimits.AddressPart)]
    public string? Region { get; init; }

    [StringLength(ContactLimits.AddressPart)]
    public string? PostalCode { get; init; }

    [StringLength(ContactLimits.AddressPart)]
    public string? Country { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Street is null && City is null && Region is null && PostalCode is null && Country is null;
}
