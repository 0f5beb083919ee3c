using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Merge;

/// <param name="OtherId">The contact that goes into this one.</param>
public sealed record MergeRequest(Guid OtherId);

/// <summary>What a merge does, or would do.</summary>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Contact">The contact as it is afterwards.</param>
/// <param name="Conflicts">Where both had a value: the one that stays, and the one that the notes hold.</param>
/// <param name="MovedInteractions">How many interactions come with the other contact.</param>
/// <param name="MovedRelationships">How many relationships come with it.</param>
/// <param name="MovedReminders">How many reminders come with it.</param>
public sealed record MergeResponse(
    bool DryRun,
    Contact Contact,
    IReadOnlyList<MergeConflict> Conflicts,
    int MovedInteractions,
    int MovedRelationships,
    int MovedReminders
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(MergeResponse))]
internal sealed partial class MergeJson : JsonSerializerContext;
