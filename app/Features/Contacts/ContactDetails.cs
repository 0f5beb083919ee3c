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
    [Description("What kind of address it is, in the owner's words.")]
    public required string Label { get; init; }
}

/// <summary>What a date of a contact is.</summary>
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

/// <summary>A date that is kept of a contact, whole or in part.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ContactDate
{
    [Description("What the date is: a birthday of which a part is unknown, an anniversary, or another one that the label names.")]
    public required ContactDateKind Kind { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("What the date is, in the owner's words.")]
    public string? Label { get; init; }

    [Required, StringLength(ContactLimits.Date, MinimumLength = 4)]
    [Description("1990-12-31, or as much as is known of it: 1990-12, 1990, --12-31 (no year), --12. Years from 1800 to 2200.")]
    public required string Date { get; init; }
}

/// <summary>A page of the web about a contact.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Website
{
    [Required, StringLength(ContactLimits.Url, MinimumLength = 1)]
    [Description("An http or https address, or one without a scheme such as www.example.com.")]
    public required string Url { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("What kind of page it is, in the owner's words.")]
    public string? Label { get; init; }
}

/// <summary>Who a contact is at a network or a messenger.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SocialProfile
{
    [StringLength(ContactLimits.Label)]
    [Description("The network or messenger, such as \"mastodon\"; null where it is not known.")]
    public string? Service { get; init; }

    [Required, StringLength(ContactLimits.Url, MinimumLength = 1)]
    [Description("The profile's address, or the name that the contact has there.")]
    public required string Value { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("What kind of profile it is, in the owner's words.")]
    public string? Label { get; init; }
}

/// <summary>Somebody whom a contact is related to and who is no contact; two contacts have a relationship instead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RelatedPerson
{
    [Required, StringLength(ContactLimits.Name, MinimumLength = 1)]
    [Description("The person's name.")]
    public required string Name { get; init; }

    [StringLength(ContactLimits.Label)]
    [Description("What the person is to the contact (\"spouse\", \"assistant\").")]
    public string? Relation { get; init; }
}

/// <summary>Something about a contact that no other field has a place for.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CustomField
{
    [Required, StringLength(ContactLimits.CustomLabel, MinimumLength = 1)]
    [Description("What the value is. Several fields may have the same label.")]
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
