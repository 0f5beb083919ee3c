using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

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
);

/// <param name="Items">Ordered by the related contact's name.</param>
public sealed record RelationshipList(IReadOnlyList<Relationship> Items);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RelationshipWrite))]
[JsonSerializable(typeof(Relationship))]
[JsonSerializable(typeof(RelationshipList))]
internal sealed partial class RelationshipJson : JsonSerializerContext;
