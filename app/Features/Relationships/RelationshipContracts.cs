using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Relationships;

/// <summary>What another contact is to this one.</summary>
/// <param name="Kind">What the related contact is to this one: child, client, colleague, manager, parent, spouse …</param>
public sealed record RelationshipWrite(
    [property: Required] Guid? RelatedContactId = null,
    [property: Required, StringLength(50, MinimumLength = 1)] string Kind = "",
    [property: StringLength(1000)] string? Note = null
);

/// <param name="Kind">What the related contact is to this one.</param>
/// <param name="ReciprocalKind">What this contact is to the related one.</param>
public sealed record Relationship(
    Guid Id,
    Guid ContactId,
    Guid RelatedContactId,
    string RelatedContactName,
    string Kind,
    string ReciprocalKind,
    string? Note,
    DateTimeOffset CreatedAt
)
{
    /// <summary>The related contact's, what pages are ordered by.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RelationshipWrite))]
[JsonSerializable(typeof(Relationship))]
[JsonSerializable(typeof(Page<Relationship>))]
internal sealed partial class RelationshipJson : JsonSerializerContext;
