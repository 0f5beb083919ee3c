using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Search;

/// <summary>Something that a search found.</summary>
public sealed record SearchHit
{
    [Description("\"contact\" or \"interaction\".")]
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    [Description("The contact itself, or the one that the interaction was with.")]
    public required Guid ContactId { get; init; }

    [Description("The contact's name.")]
    public required string Name { get; init; }

    [Description("The interaction's summary, or the contact's company and job title.")]
    public string? Title { get; init; }

    [Description("The words found, between the words around them; what was found is between « and ».")]
    public string? Snippet { get; init; }

    [Description("When the interaction was, or the contact's latest one.")]
    public DateTimeOffset? OccurredAt { get; init; }

    [Description("Higher is better; comparable within one answer only.")]
    public required double Score { get; init; }
}

/// <param name="Items">The best first.</param>
/// <param name="Ways">How was searched here: "fullText", "trigram" where the database has it, "semantic" where it has vectors and they are
/// there.</param>
public sealed record SearchResponse(IReadOnlyList<SearchHit> Items, IReadOnlyList<string> Ways);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchResponse))]
internal sealed partial class SearchJson : JsonSerializerContext;
