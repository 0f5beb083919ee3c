using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Recommendations;

/// <summary>Why a contact is recommended.</summary>
/// <param name="Code">overdue, birthday, reminder or neglected.</param>
/// <param name="Text">The same in words.</param>
public sealed record RecommendationReason(string Code, string Text);

/// <summary>A contact to be in touch with next.</summary>
public sealed record Recommendation
{
    public required Guid ContactId { get; init; }

    public required string Name { get; init; }

    [Description("The higher, the more urgent; comparable within one answer only.")]
    public required int Score { get; init; }

    [Description("Every reason, the strongest first.")]
    public required IReadOnlyList<RecommendationReason> Reasons { get; init; }

    [Description("One plain sentence to show: a model's where one is configured and answered in time, else the strongest reason's.")]
    public required string Text { get; init; }
}

/// <summary>Whom to be in touch with next.</summary>
/// <param name="Items">The most urgent first.</param>
/// <param name="WrittenBy">"model" where at least one text is a model's, else "rules". Which contacts, and why, is always by rules.</param>
public sealed record RecommendationList(IReadOnlyList<Recommendation> Items, string WrittenBy);

/// <summary>A contact that the person has not been in touch with for too long.</summary>
public sealed record OverdueContact
{
    public required Guid ContactId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset? LastInteractionAt { get; init; }

    [Description("The contact's own cadence, or the shortest of its tags; null where it has none.")]
    public int? CadenceDays { get; init; }

    [Description("Days since the latest interaction, or since the contact was created.")]
    public required int DaysSince { get; init; }

    /// <summary>What the cursor holds.</summary>
    [JsonIgnore]
    public DateTimeOffset Since { get; init; }
}

/// <summary>How often to be in touch.</summary>
/// <param name="Days">In days, from 1 to 3650; null where there is none.</param>
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
