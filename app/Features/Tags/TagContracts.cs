using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Tags;

/// <summary>A tag, and how many contacts have it.</summary>
public sealed record Tag(Guid Id, string Name, long Contacts, DateTimeOffset CreatedAt)
{
    /// <summary>What the cursor holds: as the database lower-cases it.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

/// <param name="Name">Differs from every other tag's name in more than case.</param>
public sealed record RenameTagRequest([property: Required, StringLength(ContactLimits.Tag, MinimumLength = 1)] string Name);

/// <param name="Into">The tag that stays.</param>
public sealed record MergeTagRequest(Guid Into);

/// <summary>Adds tags to contacts and removes tags from them, all or nothing.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "MaxLength counts lists and arrays, which are ICollection.")]
public sealed record AssignTagsRequest
{
    /// <summary>The most contacts of one request.</summary>
    public const int MaxContacts = 500;

    [Required, MinLength(1), MaxLength(MaxContacts)]
    public required IReadOnlyList<Guid> ContactIds { get; init; }

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags that the contacts get; one that does not exist is created.")]
    public IReadOnlyList<string> Add
    {
        get;
        init => field = value ?? [];
    } = [];

    [MaxLength(ContactLimits.Tags)]
    [Description("Names of tags that the contacts lose.")]
    public IReadOnlyList<string> Remove
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <param name="ChangedContacts">How many contacts have other tags than before.</param>
public sealed record AssignTagsResponse(int ChangedContacts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Tag>))]
[JsonSerializable(typeof(Tag))]
[JsonSerializable(typeof(RenameTagRequest))]
[JsonSerializable(typeof(MergeTagRequest))]
[JsonSerializable(typeof(AssignTagsRequest))]
[JsonSerializable(typeof(AssignTagsResponse))]
internal sealed partial class TagJson : JsonSerializerContext;
