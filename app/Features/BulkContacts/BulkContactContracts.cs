using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.BulkContacts;

/// <summary>What many contacts get and lose. Absent or null keeps what each has.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record BulkEditRequest
{
    [Required, MinLength(1), MaxLength(BulkLimits.Contacts)]
    [Description("The contacts; one that is named twice counts once.")]
    public required IReadOnlyList<Guid> ContactIds { get; init; }

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags that the contacts get; one that does not exist is created.")]
    public IReadOnlyList<string> AddTags
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags that the contacts lose. A tag both added and removed is removed.")]
    public IReadOnlyList<string> RemoveTags
    {
        get;
        init => field = value ?? [];
    } = [];

    [StringLength(ContactLimits.Company)]
    [Description("The company of all of them; an empty text empties the field.")]
    public string? Company { get; init; }

    [StringLength(ContactLimits.Department)]
    [Description("The department of all of them; an empty text empties the field.")]
    public string? Department { get; init; }

    [StringLength(ContactLimits.JobTitle)]
    [Description("The job title of all of them; an empty text empties the field.")]
    public string? JobTitle { get; init; }
}

/// <summary>Which contacts to delete.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record BulkDeleteRequest
{
    [Required, MinLength(1), MaxLength(BulkLimits.Contacts)]
    [Description("The contacts; one that is named twice counts once.")]
    public required IReadOnlyList<Guid> ContactIds { get; init; }
}

/// <summary>What became of the contacts that a request named.</summary>
/// <param name="Changed">How many are not as they were before.</param>
/// <param name="Contacts">All that were named, in the order of their ids.</param>
public sealed record BulkResponse(int Changed, IReadOnlyList<BulkContact> Contacts);

/// <summary>A contact that a request named.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Etag">Its ETag now, to send as If-Match: with the next change, or to restore it.</param>
public sealed record BulkContact(Guid Id, string Etag);

internal static class BulkLimits
{
    /// <summary>The most contacts of one request: as many as tags are assigned to at once.</summary>
    public const int Contacts = 500;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BulkEditRequest))]
[JsonSerializable(typeof(BulkDeleteRequest))]
[JsonSerializable(typeof(BulkResponse))]
internal sealed partial class BulkContactJson : JsonSerializerContext;
