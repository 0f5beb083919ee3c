using System.Text.Json.Serialization;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Timeline;

/// <summary>An interaction in the list over all contacts.</summary>
/// <param name="Interaction">The interaction.</param>
/// <param name="ContactName">The name of the contact with which it was first recorded.</param>
/// <param name="OtherContactNames">The names of the other participants, in the order of their ids.</param>
public sealed record TimelineEntry(Interaction Interaction, string ContactName, IReadOnlyList<string> OtherContactNames);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<TimelineEntry>))]
internal sealed partial class TimelineJson : JsonSerializerContext;
