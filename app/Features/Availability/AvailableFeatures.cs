using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Availability;

/// <summary>The optional features of this deployment.</summary>
/// <param name="Features">
/// Names of the configured features: mail, whatsapp, sign-in-google, sign-in-microsoft, photos, attachments, enrichment,
/// worded-recommendations, search-by-meaning, breached-passwords. More may be added later.
/// </param>
public sealed record AvailableFeatures(IReadOnlyList<string> Features);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AvailableFeatures))]
internal sealed partial class AvailabilityJson : JsonSerializerContext;
