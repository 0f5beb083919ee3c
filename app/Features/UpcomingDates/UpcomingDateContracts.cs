using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.UpcomingDates;

/// <summary>A birthday, an anniversary or another date of a contact that recurs within the requested days.</summary>
public sealed record UpcomingDate
{
    public required Guid ContactId { get; init; }

    [Description("The name of the contact.")]
    public required string ContactName { get; init; }

    [Description("The kind of the date: a birthday, an anniversary, or another one that the label names.")]
    public required ContactDateKind Kind { get; init; }

    [Description("The label of the date; null for the birthday in the contact's own field.")]
    public string? Label { get; init; }

    [Description("The contact's date: 1990-12-31, or --12-31 if the year is unknown.")]
    public required string Date { get; init; }

    [Description("The day of the next occurrence, in the account's time zone. 29 February becomes 1 March in other years.")]
    public required DateOnly On { get; init; }

    [Description("Number of days until then; 0 is today.")]
    public required int DaysAhead { get; init; }

    [Description("Number of years on that day; null if the year is unknown.")]
    public int? Years { get; init; }

    /// <summary>Its position among the dates of the contact, which distinguishes two dates on the same day.</summary>
    [JsonIgnore]
    public int Place { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<UpcomingDate>))]
internal sealed partial class UpcomingDateJson : JsonSerializerContext;
