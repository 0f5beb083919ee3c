using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Relationships;

/// <summary>How another contact is related to this one.</summary>
/// <param name="Kind">The related contact's relation to this one: child, client, colleague, manager, parent, spouse …</param>
public sealed record RelationshipWrite(
    [property: Required] Guid? RelatedContactId = null,
    [property: Required, StringLength(50, MinimumLength = 1)] string Kind = "",
    [property: StringLength(1000)] string? Note = null
);

/// <param name="Kind">The related contact's relation to this one.</param>
/// <param name="ReciprocalKind">This contact's relation to the related one.</param>
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
    /// <summary>The related contact's sort key, which orders the pages.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RelationshipWrite))]
[JsonSerializable(typeof(Relationship))]
[JsonSerializable(typeof(Page<Relationship>))]
internal sealed partial class RelationshipJson : JsonSerializerContext;
