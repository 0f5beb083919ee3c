using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.BulkContacts;

/// <summary>Changes of many contacts. Absent or null members do not change.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record BulkEditRequest
{
    [Required, MinLength(1), MaxLength(BulkLimits.Contacts)]
    [Description("The ids of the contacts; repeated ids count once.")]
    public required IReadOnlyList<Guid> ContactIds { get; init; }

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags to add; a tag that does not exist is created.")]
    public IReadOnlyList<string> AddTags
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags to remove. A tag in both lists is removed.")]
    public IReadOnlyList<string> RemoveTags
    {
        get;
        init => field = value ?? [];
    } = [];

    [StringLength(ContactLimits.Company)]
    [Description("The company of all of them; an empty string clears the field.")]
    public string? Company { get; init; }

    [StringLength(ContactLimits.Department)]
    [Description("The department of all of them; an empty string clears the field.")]
    public string? Department { get; init; }

    [StringLength(ContactLimits.JobTitle)]
    [Description("The job title of all of them; an empty string clears the field.")]
    public string? JobTitle { get; init; }
}

/// <summary>The contacts to delete.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record BulkDeleteRequest
{
    [Required, MinLength(1), MaxLength(BulkLimits.Contacts)]
    [Description("The ids of the contacts; repeated ids count once.")]
    public required IReadOnlyList<Guid> ContactIds { get; init; }
}

/// <summary>The result for the contacts of a request.</summary>
/// <param name="Changed">Number of contacts that changed.</param>
/// <param name="Contacts">All contacts of the request, in the order of their ids.</param>
public sealed record BulkResponse(int Changed, IReadOnlyList<BulkContact> Contacts);

/// <summary>A contact of the request.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="Etag">The contact's current ETag, to send as If-Match with the next change or to restore it.</param>
public sealed record BulkContact(Guid Id, string Etag);

internal static class BulkLimits
{
    /// <summary>Maximum number of contacts in one request: the same as for assigning tags.</summary>
    public const int Contacts = 500;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BulkEditRequest))]
[JsonSerializable(typeof(BulkDeleteRequest))]
[JsonSerializable(typeof(BulkResponse))]
internal sealed partial class BulkContactJson : JsonSerializerContext;
