using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Tags;

/// <summary>A tag, and the number of its contacts.</summary>
public sealed record Tag(Guid Id, string Name, long Contacts, DateTimeOffset CreatedAt)
{
    /// <summary>The name in the cursor, in the database's lower case.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

/// <param name="Name">Unique among the tags, ignoring case.</param>
public sealed record RenameTagRequest([property: Required, StringLength(ContactLimits.Tag, MinimumLength = 1)] string Name);

/// <param name="Into">The tag that stays.</param>
public sealed record MergeTagRequest(Guid Into);

/// <summary>Adds tags to contacts and removes tags from them, all or nothing.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record AssignTagsRequest
{
    /// <summary>Maximum number of contacts in one request.</summary>
    public const int MaxContacts = 500;

    [Required, MinLength(1), MaxLength(MaxContacts)]
    public required IReadOnlyList<Guid> ContactIds { get; init; }

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags to add; a tag that does not exist is created.")]
    public IReadOnlyList<string> Add
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags to remove.")]
    public IReadOnlyList<string> Remove
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <param name="ChangedContacts">Number of contacts whose tags changed.</param>
public sealed record AssignTagsResponse(int ChangedContacts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Tag>))]
[JsonSerializable(typeof(Tag))]
[JsonSerializable(typeof(RenameTagRequest))]
[JsonSerializable(typeof(MergeTagRequest))]
[JsonSerializable(typeof(AssignTagsRequest))]
[JsonSerializable(typeof(AssignTagsResponse))]
internal sealed partial class TagJson : JsonSerializerContext;
