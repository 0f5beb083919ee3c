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

/// <summary>Something that happened with a contact.</summary>
/// <param name="OccurredAt">When it happened; not in the future: that is what reminders are for.</param>
/// <param name="DurationMinutes">How long it took.</param>
/// <param name="Summary">One line, searchable.</param>
/// <param name="Body">The whole of it; searchable unless private.</param>
/// <param name="Private">Keep the body encrypted. It is then not searched.</param>
/// <param name="OtherContactIds">The other contacts who took part, besides the one of the path; left out, there are no others.</param>
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
    /// <summary>With the contact of the path, fifty people.</summary>
    public const int MaxOthers = 49;
}

/// <param name="ContactId">The contact that it was recorded with first.</param>
/// <param name="Private">Whether the body is kept encrypted.</param>
/// <param name="OtherContactIds">The other contacts who took part. Deleted ones are left out, and come back when they are restored.</param>
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
    /// <summary>What the ETag is made of.</summary>
    [JsonIgnore]
    public long Version { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InteractionWrite))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(Page<Interaction>))]
internal sealed partial class InteractionJson : JsonSerializerContext;
