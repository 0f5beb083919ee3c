using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>A contact as it is read.</summary>
public sealed record Contact : ContactFields
{
    public Contact() { }

    /// <summary>A contact with these fields; the caller sets the rest.</summary>
    [SetsRequiredMembers]
    public Contact(ContactFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }

    [Description("When the latest interaction with the contact was; null where there is none.")]
    public DateTimeOffset? LastInteractionAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the ETag is made of.</summary>
    [JsonIgnore]
    public long Version { get; init; }
}

/// <summary>A contact in a list: nothing of it is encrypted, so a page costs no decryption.</summary>
public sealed record ContactSummary
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Emails { get; init; }

    public string? Company { get; init; }

    public string? JobTitle { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public DateTimeOffset? LastInteractionAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    [Description("The contact's ETag, to send as If-Match.")]
    public required string Etag { get; init; }

    /// <summary>What the cursor of a list by name holds: as the database lower-cases it.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

/// <summary>A page of contacts, and how many there are where that was asked for.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the page after this one; null on the last.</param>
/// <param name="Total">How many contacts all pages have, where <c>total=true</c> asked for it; 10,001 means more than 10,000.</param>
public sealed record ContactPage(IReadOnlyList<ContactSummary> Items, string? Next, int? Total)
{
    /// <summary>How far contacts are counted.</summary>
    public const int MaxTotal = 10_001;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContactFields))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ContactPage))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(IReadOnlyList<PhoneNumber>))]
[JsonSerializable(typeof(IReadOnlyList<PostalAddress>))]
[JsonSerializable(typeof(IReadOnlyList<CustomField>))]
internal sealed partial class ContactJson : JsonSerializerContext;
