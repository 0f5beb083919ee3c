using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Availability;

/// <summary>The optional features of this deployment.</summary>
/// <param name="Features">
/// Names of those that are configured: mail, whatsapp, sign-in-google, sign-in-microsoft, photos, attachments, enrichment,
/// worded-recommendations, search-by-meaning, breached-passwords. There may be more in time.
/// </param>
public sealed record AvailableFeatures(IReadOnlyList<string> Features);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AvailableFeatures))]
internal sealed partial class AvailabilityJson : JsonSerializerContext;
