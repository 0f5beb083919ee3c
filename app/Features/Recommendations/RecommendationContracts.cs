using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Recommendations;

/// <summary>Why a contact is recommended.</summary>
/// <param name="Code">overdue, birthday, reminder or neglected.</param>
/// <param name="Text">The reason in words.</param>
public sealed record RecommendationReason(string Code, string Text);

/// <summary>A contact to get in touch with.</summary>
public sealed record Recommendation
{
    public required Guid ContactId { get; init; }

    public required string Name { get; init; }

    [Description("Higher is more urgent; comparable only within one answer.")]
    public required int Score { get; init; }

    [Description("All reasons, strongest first.")]
    public required IReadOnlyList<RecommendationReason> Reasons { get; init; }

    [Description("One sentence to show: from the language model if it is configured and answered in time, otherwise the strongest reason.")]
    public required string Text { get; init; }
}

/// <summary>The contacts to get in touch with next.</summary>
/// <param name="Items">The most urgent first.</param>
/// <param name="WrittenBy">
/// "model" if a model wrote at least one text, otherwise "rules". The rules always decide which contacts are listed, and why.
/// </param>
public sealed record RecommendationList(IReadOnlyList<Recommendation> Items, string WrittenBy);

/// <summary>A contact that the person has not been in touch with for too long.</summary>
public sealed record OverdueContact
{
    public required Guid ContactId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset? LastInteractionAt { get; init; }

    [Description("The contact's own cadence, or the shortest of its tags; null if there is none.")]
    public int? CadenceDays { get; init; }

    [Description("Days since the latest interaction, or since the contact was created.")]
    public required int DaysSince { get; init; }

    /// <summary>The value in the cursor.</summary>
    [JsonIgnore]
    public DateTimeOffset Since { get; init; }
}

/// <summary>How often to be in touch.</summary>
/// <param name="Days">In days, from 1 to 3650; null for no cadence.</param>
public sealed record Cadence([property: Range(1, Cadence.MaxDays)] int? Days)
{
    public const int MaxDays = 3650;
}

/// <summary>A cadence in an export: of a contact or of a tag.</summary>
public sealed record ExportedCadence(Guid? ContactId, Guid? TagId, int Days);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecommendationList))]
[JsonSerializable(typeof(Page<OverdueContact>))]
[JsonSerializable(typeof(Cadence))]
[JsonSerializable(typeof(ExportedCadence))]
internal sealed partial class RecommendationJson : JsonSerializerContext;
