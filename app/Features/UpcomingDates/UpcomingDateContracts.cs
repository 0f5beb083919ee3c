using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.UpcomingDates;

/// <summary>A birthday, an anniversary or another date of a contact that comes again within the days asked for.</summary>
public sealed record UpcomingDate
{
    public required Guid ContactId { get; init; }

    [Description("The name of the contact.")]
    public required string ContactName { get; init; }

    [Description("What the date is: a birthday, an anniversary, or another one that the label names.")]
    public required ContactDateKind Kind { get; init; }

    [Description("What the date is, in the owner's words; null for a birthday of the contact's own field.")]
    public string? Label { get; init; }

    [Description("As the contact has it: 1990-12-31, or --12-31 where the year is not known.")]
    public required string Date { get; init; }

    [Description("The day on which it comes next, in the account's time zone. 29 February comes on 1 March in other years.")]
    public required DateOnly On { get; init; }

    [Description("In how many days that is; 0 is today.")]
    public required int DaysAhead { get; init; }

    [Description("How many years it is then; null where the year is not known.")]
    public int? Years { get; init; }

    /// <summary>Its place among the dates of the contact: what tells two on one day apart.</summary>
    [JsonIgnore]
    public int Place { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<UpcomingDate>))]
internal sealed partial class UpcomingDateJson : JsonSerializerContext;
