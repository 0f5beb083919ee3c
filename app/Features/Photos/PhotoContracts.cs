using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Photos;

/// <summary>A contact's photo.</summary>
public sealed record Photo
{
    [Description("A URL that returns the photo without a token until expiresAt. Do not store it; request a new one.")]
    public required string Url { get; init; }

    [Description("When the URL stops working.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("image/jpeg, image/png or image/webp, detected from the bytes.")]
    public required string ContentType { get; init; }

    [Description("In pixels.")]
    public required int Width { get; init; }

    [Description("In pixels.")]
    public required int Height { get; init; }

    [Description("In bytes.")]
    public required long Size { get; init; }

    [Description("When it was uploaded.")]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A photo in an export: the API returns its bytes.</summary>
public sealed record ExportedPhoto(Guid ContactId, string ContentType, int Width, int Height, long Size, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Photo))]
[JsonSerializable(typeof(ExportedPhoto))]
internal sealed partial class PhotoJson : JsonSerializerContext;
