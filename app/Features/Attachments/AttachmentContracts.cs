using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Attachments;

/// <summary>A file attached to a contact, or to an interaction with it.</summary>
public sealed record Attachment
{
    public required Guid Id { get; init; }

    public required Guid ContactId { get; init; }

    [Description("The interaction that it belongs to; null if it belongs to the contact itself.")]
    public Guid? InteractionId { get; init; }

    public required string FileName { get; init; }

    [Description("The type that the client sent.")]
    public required string ContentType { get; init; }

    [Description("In bytes.")]
    public required long Size { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The download URL of an attachment.</summary>
/// <param name="Url">Downloads the file without a token until expiresAt. Do not store it; request a new one.</param>
/// <param name="ExpiresAt">When the URL stops working.</param>
public sealed record AttachmentUrl(string Url, DateTimeOffset ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(Page<Attachment>))]
[JsonSerializable(typeof(AttachmentUrl))]
internal sealed partial class AttachmentJson : JsonSerializerContext;
