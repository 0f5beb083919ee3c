using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Interactions;

[JsonConverter(typeof(TextEnum<InteractionKind>))]
public enum InteractionKind
{
    Note,
    Call,
    Meeting,
    Email,
}

/// <summary>An event with a contact, such as a call.</summary>
/// <param name="OccurredAt">When it happened; not in the future: use a reminder for that.</param>
/// <param name="DurationMinutes">Duration in minutes.</param>
/// <param name="Summary">One line, searchable.</param>
/// <param name="Body">The full text; searchable unless private.</param>
/// <param name="Private">Whether to store the body encrypted. Then it is not searchable.</param>
/// <param name="OtherContactIds">The other participants, besides the contact in the path; absent for none.</param>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record InteractionWrite(
    [property: Required] InteractionKind? Kind = null,
    [property: Required] DateTimeOffset? OccurredAt = null,
    [property: Required, StringLength(500, MinimumLength = 1)] string Summary = "",
    [property: StringLength(20_000)] string? Body = null,
    [property: Range(0, 1440)] int? DurationMinutes = null,
    bool Private = false,
    [property: MaxLength(InteractionWrite.MaxOthers)] IReadOnlyList<Guid>? OtherContactIds = null
)
{
    /// <summary>Together with the contact in the path, fifty people.</summary>
    public const int MaxOthers = 49;
}

/// <param name="ContactId">The contact with which it was first recorded.</param>
/// <param name="Private">Whether the body is stored encrypted.</param>
/// <param name="OtherContactIds">The other participants. Deleted contacts are left out until they are restored.</param>
public sealed record Interaction(
    Guid Id,
    Guid ContactId,
    InteractionKind Kind,
    DateTimeOffset OccurredAt,
    string Summary,
    string? Body,
    int? DurationMinutes,
    bool Private,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<Guid> OtherContactIds
)
{
    /// <summary>
    /// Whether the private body cannot be decrypted, because its key is missing or it is damaged. In a list, body is then null although
    /// there is one; reading the interaction alone answers 503 or 500.
    /// </summary>
    public bool BodyUnreadable { get; init; }

    /// <summary>The version for the ETag.</summary>
    [JsonIgnore]
    public long Version { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InteractionWrite))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(Page<Interaction>))]
internal sealed partial class InteractionJson : JsonSerializerContext;
