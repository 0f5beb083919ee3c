using System.Text.Json.Serialization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Merge;

/// <param name="OtherId">The contact that is merged into this one.</param>
public sealed record MergeRequest(Guid OtherId);

/// <summary>The result of a merge or a dry run.</summary>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Contact">The contact after the merge.</param>
/// <param name="Conflicts">Fields with two values: the one that stays, and the one that is moved to the notes.</param>
/// <param name="MovedInteractions">Number of interactions moved from the other contact.</param>
/// <param name="MovedRelationships">Number of relationships moved from the other contact.</param>
/// <param name="MovedReminders">Number of reminders moved from the other contact.</param>
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
