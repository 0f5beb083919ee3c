using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>The label of an e-mail address ("home", "work").</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmailLabel
{
    [Required, StringLength(ContactLimits.Email, MinimumLength = 3)]
    [Description("One of the contact's emails.")]
    public required string Address { get; init; }

    [Required, StringLength(ContactLimits.Label, MinimumLength = 1)]
    [Description("The label of the address; free text.")]
    public required string Label { get; init; }
}

/// <summary>The kind of a contact's date.</summary>
[JsonConverter(typeof(TextEnum<ContactDateKind>))]
public enum ContactDateKind
{
    /// <summary>A birthday with an unknown year or day; a complete one is the contact's birthday.</summary>
    Birthday,

    /// <summary>Anniversary of a wedding or a partnership.</summary>
    Anniversary,

    /// <summary>Another date; the label says which.</summary>
    Other,
}

/// <summary>A date of a contact, complete or partial.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ContactDate
{
    [Description("The kind of the date: a birthday with an unknown part, an anniversary, or another one that the label names.")]
    public required ContactDateKind Kind { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("The label of the date; free text.")]
    public string? Label { get; init; }

    [Required, StringLength(ContactLimits.Date, MinimumLength = 4)]
    [Description("1990-12-31, or the known part: 1990-12, 1990, --12-31 (no year), --12. Years from 1800 to 2200.")]
    public required string Date { get; init; }
}

/// <summary>A web page about a contact.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Website
{
    [Required, StringLength(ContactLimits.Url, MinimumLength = 1)]
    [Description("An http or https address, or one without a scheme such as www.example.com.")]
    public required string Url { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("The label of the page; free text.")]
    public string? Label { get; init; }
}

/// <summary>A contact's profile at a network or a messenger.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SocialProfile
{
    [StringLength(ContactLimits.Label)]
    [Description("The network or messenger, such as \"mastodon\"; null if it is unknown.")]
    public string? Service { get; init; }

    [Required, StringLength(ContactLimits.Url, MinimumLength = 1)]
    [Description("The profile's address, or the contact's name there.")]
    public required string Value { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("The label of the profile; free text.")]
    public string? Label { get; init; }
}

/// <summary>A related person who is not a contact; two contacts have a relationship instead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RelatedPerson
{
    [Required, StringLength(ContactLimits.Name, MinimumLength = 1)]
    [Description("The person's name.")]
    public required string Name { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("The person's relation to the contact (\"spouse\", \"assistant\").")]
    public string? Relation { get; init; }
}

/// <summary>A value of a contact for which there is no other field.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CustomField
{
    [Required, StringLength(ContactLimits.CustomLabel, MinimumLength = 1)]
    [Description("The label of the value. Several fields may have the same label.")]
    public required string Label { get; init; }

    [Required, StringLength(ContactLimits.CustomValue, MinimumLength = 1)]
    [Description("The value; it may have several lines.")]
    public required string Value { get; init; }
}

/// <summary>The content of a contact's column <c>details</c>: lists that are read with the contact. Empty lists are absent.</summary>
internal sealed record ContactDetails(
    IReadOnlyList<EmailLabel>? EmailLabels,
    IReadOnlyList<ContactDate>? Dates,
    IReadOnlyList<Website>? Websites,
    IReadOnlyList<SocialProfile>? Profiles,
    IReadOnlyList<RelatedPerson>? RelatedPeople
)
{
    /// <returns>Null if all lists are empty.</returns>
    public static ContactDetails? Of(ContactFields contact)
    {
        static IReadOnlyList<T>? Some<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : list;

        var details = new ContactDetails(
            Some(contact.EmailLabels),
            Some(contact.Dates),
            Some(contact.Websites),
            Some(contact.Profiles),
            Some(contact.RelatedPeople)
        );
        return details == new ContactDetails(null, null, null, null, null) ? null : details;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ContactDetails))]
[JsonSerializable(typeof(IReadOnlyList<ContactDate>))]
internal sealed partial class ContactDetailsJson : JsonSerializerContext;
