using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>A contact.</summary>
public sealed record Contact : ContactFields
{
    public Contact() { }

    /// <summary>Creates a contact with these fields; the caller sets the rest.</summary>
    [SetsRequiredMembers]
    public Contact(ContactFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }

    [Description("When the latest interaction with the contact was; null if there is none.")]
    public DateTimeOffset? LastInteractionAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The version for the ETag.</summary>
    [JsonIgnore]
    public long Version { get; init; }
}

/// <summary>A contact in a list. None of its fields is encrypted, so a page needs no decryption.</summary>
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

    /// <summary>The name in the cursor of a list by name, in the database's lower case.</summary>
    [JsonIgnore]
    public string SortName { get; init; } = "";
}

/// <summary>A page of contacts, and their total number if it was requested.</summary>
/// <param name="Items">In the requested order.</param>
/// <param name="Next">Pass it as <c>cursor</c> to get the next page; null on the last page.</param>
/// <param name="Total">Number of contacts on all pages, if <c>total=true</c> was sent; 10,001 means more than 10,000.</param>
public sealed record ContactPage(IReadOnlyList<ContactSummary> Items, string? Next, int? Total)
{
    /// <summary>Maximum of the count.</summary>
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
