using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Attachments;

/// <summary>A file that belongs to a contact, or to an interaction with it.</summary>
public sealed record Attachment
{
    public required Guid Id { get; init; }

    public required Guid ContactId { get; init; }

    [Description("The interaction that it belongs to; null where it belongs to the contact itself.")]
    public Guid? InteractionId { get; init; }

    public required string FileName { get; init; }

    [Description("What the client said that it is.")]
    public required string ContentType { get; init; }

    [Description("In bytes.")]
    public required long Size { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Where an attachment is read.</summary>
/// <param name="Url">Saves the file, without a token, until expiresAt. Ask again for a new one; do not keep it.</param>
/// <param name="ExpiresAt">From then on the URL reads nothing.</param>
public sealed record AttachmentUrl(string Url, DateTimeOffset ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(Page<Attachment>))]
[JsonSerializable(typeof(AttachmentUrl))]
internal sealed partial class AttachmentJson : JsonSerializerContext;
